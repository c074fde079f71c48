/* SPDX-License-Identifier: GPL-2.0-only */
/* Is this the boot that the policy expects? */
#ifndef LORICA_BOOT_MATCH_H
#define LORICA_BOOT_MATCH_H

#include "limits.h"
#include "policy_decode.h"
#include "replay.h"

/**
 * struct lorica_boot_facts - what is known of the boot
 * @has_tpm: there is a TPM
 * @read: a bit for each PCR that it told
 * @pcr: their values in the bank of SHA-256
 * @log: of the firmware, NULL: it left none
 * @log_len: its bytes
 * @cmdline: of the kernel, NULL: it cannot be read
 * @rollback: who told the smallest epoch that a policy may have
 * @hash: how to hash
 */
struct lorica_boot_facts {
	bool has_tpm;
	u32 read;
	u8 pcr[LORICA_MAX_PCRS][32];
	const u8 *log;
	size_t log_len;
	const char *cmdline;
	enum lorica_rollback rollback;
	struct lorica_replay_hash hash;
};

/**
 * struct lorica_boot_finding - one thing that is not as expected
 * @reason: what is wrong
 * @has_seen: @seen is a digest
 * @seen: the value of the PCR, or the digest of the event
 * @what: where, and what was expected; printable
 */
struct lorica_boot_finding {
	enum lorica_reason reason;
	bool has_seen;
	u8 seen[32];
	char what[128];
};

/**
 * struct lorica_boot_verdict - what the policy says of the boot
 * @reason: LORICA_R_BOOT_OK, LORICA_R_BOOT_NO_TPM, or that of the first finding
 * @nr: findings, also those that there was no room for
 * @finding: the first of them
 * @log: to read the log with
 * @bank: what it leads to
 */
struct lorica_boot_verdict {
	enum lorica_reason reason;
	u32 nr;
	struct lorica_boot_finding finding[LORICA_MAX_BOOT_FINDINGS];
	struct lorica_eventlog log;
	struct lorica_pcr_bank bank;
};

/**
 * lorica_boot_check - judge a boot
 * @policy: a decoded policy with a boot section
 * @facts: what is known
 * @verdict: filled; about 6 KiB
 *
 * The digests of the log count for a PCR when their replay is the value that
 * the TPM has. Whatever is not known is held against the boot, but for a TPM
 * that the policy does not require.
 */
void lorica_boot_check(const struct lorica_policy *policy, const struct lorica_boot_facts *facts,
		       struct lorica_boot_verdict *verdict);

/**
 * lorica_boot_passed - does the boot pass?
 * @verdict: of lorica_boot_check()
 *
 * Return: true when nothing is wrong.
 */
bool lorica_boot_passed(const struct lorica_boot_verdict *verdict);

#endif
