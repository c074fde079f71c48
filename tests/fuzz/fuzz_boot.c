// SPDX-License-Identifier: GPL-2.0-only
/* A boot section, a log and a command line, and a TPM that has what the log leads to, or not. */
#include "fuzz.h"

#include "kernel/boot_match.h"
#include "kernel/policy_boot.h"

/* Quick, and each byte counts. */
static int mix(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest)
{
	u8 sum[32] = { 0 };
	size_t i;

	(void)ctx;
	fuzz_assert(alg == LORICA_ALG_SHA256);
	for (i = 0; i < len; i++)
		sum[i % 32] = sum[i % 32] * 5 + data[i] + 1;
	memcpy(digest, sum, sizeof(sum));
	return 0;
}

static void judge(const struct lorica_policy *policy, struct lorica_boot_facts *facts)
{
	static struct lorica_boot_verdict verdict;
	bool passed;
	u32 i;
	size_t k;

	lorica_boot_check(policy, facts, &verdict);
	passed = lorica_boot_passed(&verdict);
	fuzz_assert(passed ==
		    (verdict.reason == LORICA_R_BOOT_OK || verdict.reason == LORICA_R_BOOT_NO_TPM));
	for (i = 0; i < verdict.nr && i < LORICA_MAX_BOOT_FINDINGS; i++) {
		const struct lorica_boot_finding *f = &verdict.finding[i];
		size_t len = strnlen(f->what, sizeof(f->what));

		fuzz_assert(len && len < sizeof(f->what));
		for (k = 0; k < len; k++)
			fuzz_assert((u8)f->what[k] >= ' ' && f->what[k] != 0x7f);
	}
	/* What passes by its log does not pass without it. */
	if (passed && facts->has_tpm && facts->log_len && policy->nr_boot &&
	    policy->boot[0].kind == LORICA_BOOT_EVENT) {
		facts->log = NULL;
		lorica_boot_check(policy, facts, &verdict);
		fuzz_assert(!lorica_boot_passed(&verdict));
	}
}

/* The first byte: flags, with or without a TPM, and whether it has what the log leads to. */
int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	static const struct lorica_replay_hash hash = { .hash = mix };
	struct lorica_policy_rec rec = { .mode = LORICA_MODE_ENFORCE, .boot = LORICA_BOOT_HALT };
	struct lorica_bytes section[LORICA_NR_SECTION_IDS] = { 0 }, log, line;
	struct lorica_boot_facts facts = { .read = 0xffff, .hash = hash };
	struct lorica_policy policy = { .rec = &rec };
	struct lorica_pcr_bank bank = { .alg = LORICA_ALG_SHA256, .size = 32 };
	struct lorica_eventlog reader;
	char *text;
	u32 pcr;
	u8 how;

	if (!len)
		return 0;
	how = *data++;
	len--;
	rec.boot_flags = how & LORICA_BOOT_ALL;
	section[LORICA_SECTION_BOOT] = fuzz_section(&data, &len);
	section[LORICA_SECTION_BOOT_WORDS] = fuzz_section(&data, &len);
	log = fuzz_section(&data, &len);
	line = fuzz_section(&data, &len);
	text = strndup((const char *)line.data ?: "", line.len);
	facts.has_tpm = how & 4;
	facts.log = log.data;
	facts.log_len = log.len;
	facts.cmdline = text;
	if (how & 8 && log.len && !lorica_eventlog_open(&reader, log.data, log.len) &&
	    !lorica_replay_log(&reader, &bank, 1, &hash))
		for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++)
			memcpy(facts.pcr[pcr], bank.pcr[pcr], 32);
	if (!lorica_policy_boot_decode(section, &policy))
		judge(&policy, &facts);
	free((u8 *)section[LORICA_SECTION_BOOT].data);
	free((u8 *)section[LORICA_SECTION_BOOT_WORDS].data);
	free((u8 *)log.data);
	free((u8 *)line.data);
	free(text);
	return 0;
}
