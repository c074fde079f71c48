// SPDX-License-Identifier: GPL-2.0-only
/* What a boot that took place has measured. */
#include "measure.h"

#include "eventlog_view.h"
#include "kernel/boot_match.h"
#include "kernel/policy_boot.h"

/* By the very judge that the policy will have. */
static bool is_secure_boot(struct eventlog_view *view, const struct lorica_pcr_bank *tpm)
{
	static const struct lorica_policy_rec rec = {
		.boot = LORICA_BOOT_LOG,
		.boot_flags = LORICA_BOOT_SECURE_BOOT,
	};
	static struct lorica_boot_verdict verdict;
	struct lorica_policy policy = { .rec = &rec };
	struct lorica_boot_facts facts = {
		.has_tpm = true,
		.read = tpm->extended,
		.log = view->log.data,
		.log_len = view->log.len,
		.hash = eventlog_view_hash,
	};
	u32 pcr;

	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++)
		memcpy(facts.pcr[pcr], tpm->pcr[pcr], sizeof(facts.pcr[pcr]));
	lorica_boot_check(&policy, &facts, &verdict);
	return lorica_boot_passed(&verdict);
}

void measure_running(struct measure *m, struct eventlog_view *view, u32 pcrs)
{
	const struct lorica_pcr_bank *tpm = &view->tpm[0];
	u32 pcr;

	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
		if (!(pcrs & BIT(pcr)) || !lorica_boot_pcr_ok(pcr))
			continue;
		if (eventlog_view_match(view, 0, pcr) == EVENTLOG_UNLOGGED)
			fprintf(stderr,
				"lorica measure: PCR %u is left out: something extended it that the log does not tell\n",
				pcr);
		else if (view->banks[0].extended & BIT(pcr)) {
			memcpy(m->pcr[pcr], tpm->pcr[pcr], 32);
			m->pcrs |= BIT(pcr);
		}
	}
	m->secure_boot = is_secure_boot(view, tpm);
}
