// SPDX-License-Identifier: GPL-2.0-only
#include "firmware.h"

#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/rcupdate.h>
#include <linux/security.h>

#include "active.h"
#include "event.h"
#include "hash.h"
#include "limits.h"
#include "refusal.h"
#include "seal.h"

/* What the policy in force says of firmware; without a digest only whether it asks. */
struct ruling {
	struct lorica_decision decision;
	bool managed;
	struct lorica_stance stance;
};

static struct ruling rule_on(const u8 *digest)
{
	const struct lorica_exec_facts facts = { .firmware = true };
	const struct lorica_active *a;
	struct ruling r = {};
	const char *path;

	rcu_read_lock();
	a = lorica_active_get();
	if (a) {
		r.stance = lorica_refusal_stance(a);
		r.managed = lorica_match_managed(&a->policy, &facts);
		if (r.managed && digest)
			r.decision = lorica_active_digest(a, digest, LORICA_TIER_SHA256, false,
							  &path);
	}
	rcu_read_unlock();
	return r;
}

static int refuse(const struct ruling *r, enum lorica_reason reason, struct file *file,
		  const u8 *digest, const struct lorica_slot *self)
{
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = LORICA_EVENT_FIRMWARE,
			.reason = reason,
			.file = file,
			.object = file ? NULL : "from memory",
			.digest = digest,
			.tier = digest ? LORICA_TIER_SHA256 : LORICA_TIER_NONE,
		},
		&r->stance, self);
}

int lorica_firmware_check_file(struct file *file, bool whole, const struct lorica_slot *self)
{
	const struct ruling r = rule_on(NULL);

	if (lorica_seal_canary(file ? LORICA_HOOK_KERNEL_READ_FILE : LORICA_HOOK_KERNEL_LOAD_DATA))
		return -LORICA_CANARY_ERRNO;
	if (!r.managed || whole)
		return 0;
	return refuse(&r, LORICA_R_PART, file, NULL, self);
}

int lorica_firmware_check(struct file *file, const void *data, loff_t size,
			  const struct lorica_slot *self)
{
	struct ruling r = rule_on(NULL);
	u8 digest[32];

	if (lorica_seal_canary(file ? LORICA_HOOK_KERNEL_POST_READ_FILE :
				      LORICA_HOOK_KERNEL_POST_LOAD_DATA))
		return -LORICA_CANARY_ERRNO;
	if (!r.managed)
		return 0;
	if (size > LORICA_MAX_MODULE)
		return refuse(&r, LORICA_R_TOO_LARGE, file, NULL, self);
	if (lorica_hash_data(data, size, digest))
		return refuse(&r, LORICA_R_NO_MEMORY, file, NULL, self);
	r = rule_on(digest);
	if (!r.managed || r.decision.allow)
		return 0;
	return refuse(&r, r.decision.reason, file, digest, self);
}

int lorica_firmware_check_data(int id, const void *data, loff_t size,
			       const struct lorica_slot *self)
{
	if (id == LOADING_FIRMWARE)
		return lorica_firmware_check(NULL, data, size, self);
	return lorica_seal_canary(LORICA_HOOK_KERNEL_POST_LOAD_DATA) ? -LORICA_CANARY_ERRNO : 0;
}
