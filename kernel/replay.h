/* SPDX-License-Identifier: GPL-2.0-only */
/* From the log of measured boot to the PCRs that it should have led to. */
#ifndef LORICA_REPLAY_H
#define LORICA_REPLAY_H

#include "eventlog.h"

/**
 * struct lorica_pcr_bank - the PCRs of one algorithm
 * @alg: its number
 * @size: bytes of a digest
 * @extended: a bit for each PCR that an event extended
 * @pcr: their values
 */
struct lorica_pcr_bank {
	u16 alg;
	u16 size;
	u32 extended;
	u8 pcr[LORICA_MAX_PCRS][LORICA_MAX_DIGEST];
};

/**
 * struct lorica_replay_hash - what can hash; this file cannot
 * @hash: the digest of @len bytes goes to @digest, which may lie in @data;
 *	0 or -errno
 * @ctx: its first argument
 */
struct lorica_replay_hash {
	int (*hash)(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest);
	void *ctx;
};

/**
 * lorica_replay_banks - what banks can be replayed
 * @log: opened
 * @banks: @max of them
 * @max: LORICA_MAX_BANKS is enough
 *
 * Sets algorithm and size of each, in the order of the log.
 *
 * Return: how many; an algorithm that is not known has none.
 */
u32 lorica_replay_banks(const struct lorica_eventlog *log, struct lorica_pcr_bank *banks, u32 max);

/**
 * lorica_replay_extend - extend PCRs as the firmware says that it did
 * @m: an event
 * @banks: @nr of them
 * @nr: how many
 * @hash: how to hash
 *
 * Return: 0, or what @hash returned.
 */
int lorica_replay_extend(const struct lorica_measurement *m, struct lorica_pcr_bank *banks, u32 nr,
			 const struct lorica_replay_hash *hash);

/**
 * lorica_replay_log - the PCRs that a log leads to
 * @log: opened; is read from the first event to the end
 * @banks: algorithm and size are set; the rest is filled
 * @nr: how many
 * @hash: how to hash
 *
 * PCRs begin as zeros, PCR 0 with the locality of startup in its last byte,
 * wherever in the log that is told.
 *
 * Return: LORICA_EVENTLOG_OK; an error of lorica_eventlog_next(); LOCALITY:
 * one that there is not, or two of them; HASH: @hash failed.
 */
enum lorica_eventlog_error lorica_replay_log(struct lorica_eventlog *log,
					     struct lorica_pcr_bank *banks, u32 nr,
					     const struct lorica_replay_hash *hash);

#endif
