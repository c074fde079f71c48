// SPDX-License-Identifier: GPL-2.0-only
#include "helper.h"

#include <linux/binfmts.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "active.h"
#include "event.h"
#include "evidence.h"
#include "refusal.h"
#include "volume.h"

/*
 * A helper is a thread of the kernel until it has a program, so it has no
 * memory of a program either. Nobody else executes anything without.
 */
bool lorica_helper_is(const struct linux_binprm *bprm)
{
	return !current->mm;
}

/* What the kernel named, and not what a script or binfmt_misc put in its place. */
static bool is_first_level(const struct linux_binprm *bprm)
{
	return bprm->interp == bprm->filename;
}

int lorica_helper_check(const struct linux_binprm *bprm, const struct lorica_slot *slot,
			const struct lorica_slot *self)
{
	struct lorica_stance stance = {};
	const struct lorica_active *a;
	struct lorica_spot spot;
	bool refused, on_volume;

	if (!lorica_helper_is(bprm) || !is_first_level(bprm))
		return 0;
	on_volume = lorica_volume_spot(&spot, bprm->file, true);
	rcu_read_lock();
	a = lorica_active_get();
	refused = a && a->policy.rec->helpers == LORICA_DEFAULT_DENY;
	if (refused) {
		stance = lorica_refusal_stance(a);
		/* Without a slot no program is known, and none is excepted. */
		refused = !(lorica_active_flags(a, on_volume ? &spot : NULL, slot->digest,
						lorica_evidence_tier(slot)) &
			    LORICA_PROGRAM_HELPER);
	}
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
	if (!refused)
		return 0;
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = LORICA_EVENT_HELPER,
			.reason = LORICA_R_HELPER,
			.file = bprm->file,
			.digest = lorica_evidence_tier(slot) ? slot->digest : NULL,
			.tier = lorica_evidence_tier(slot),
		},
		&stance, self);
}
