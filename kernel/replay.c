// SPDX-License-Identifier: GPL-2.0-only
#include "replay.h"

/* The highest locality that a TPM has. */
enum { LOCALITY_MAX = 4 };

u32 lorica_replay_banks(const struct lorica_eventlog *log, struct lorica_pcr_bank *banks, u32 max)
{
	u32 i, nr = 0;

	for (i = 0; i < log->nr_algs && nr < max; i++) {
		if (!lorica_eventlog_known(log->algs[i].id))
			continue;
		banks[nr].alg = log->algs[i].id;
		banks[nr].size = log->algs[i].size;
		nr++;
	}
	return nr;
}

int lorica_replay_extend(const struct lorica_measurement *m, struct lorica_pcr_bank *banks, u32 nr,
			 const struct lorica_replay_hash *hash)
{
	u8 both[2 * LORICA_MAX_DIGEST];
	u32 i;

	for (i = 0; i < nr; i++) {
		const u8 *digest = lorica_eventlog_digest(m, banks[i].alg);
		u16 size = banks[i].size;
		int err;

		if (!digest)
			continue;
		memcpy(both, banks[i].pcr[m->pcr], size);
		memcpy(both + size, digest, size);
		err = hash->hash(hash->ctx, banks[i].alg, both, 2 * size, banks[i].pcr[m->pcr]);
		if (err)
			return err;
		banks[i].extended |= 1U << m->pcr;
	}
	return 0;
}

/* Where PCR 0 starts; also finds out whether the log can be read at all. */
static enum lorica_eventlog_error find_locality(struct lorica_eventlog *log, u8 *locality)
{
	enum lorica_eventlog_error error;
	struct lorica_measurement m;
	bool is_known = false;
	u8 here;

	*locality = 0;
	while (!(error = lorica_eventlog_next(log, &m))) {
		if (!lorica_eventlog_locality(&m, &here))
			continue;
		if (here > LOCALITY_MAX || (is_known && here != *locality))
			return lorica_eventlog_wrong(log, m.offset, LORICA_EVENTLOG_LOCALITY);
		*locality = here;
		is_known = true;
	}
	return error;
}

enum lorica_eventlog_error lorica_replay_log(struct lorica_eventlog *log,
					     struct lorica_pcr_bank *banks, u32 nr,
					     const struct lorica_replay_hash *hash)
{
	enum lorica_eventlog_error error;
	struct lorica_measurement m;
	u8 locality;
	u32 i;

	lorica_eventlog_rewind(log);
	error = find_locality(log, &locality);
	if (error != LORICA_EVENTLOG_END)
		return error;
	for (i = 0; i < nr; i++) {
		memset(banks[i].pcr, 0, sizeof(banks[i].pcr));
		banks[i].pcr[0][banks[i].size - 1] = locality;
		banks[i].extended = 0;
	}
	lorica_eventlog_rewind(log);
	while (!(error = lorica_eventlog_next(log, &m)))
		if (lorica_replay_extend(&m, banks, nr, hash))
			return lorica_eventlog_wrong(log, m.offset, LORICA_EVENTLOG_HASH);
	return error == LORICA_EVENTLOG_END ? LORICA_EVENTLOG_OK : error;
}
