// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_view.h"

#include <errno.h>
#include <stdlib.h>

#include <openssl/evp.h>

static int hash(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest)
{
	const EVP_MD *type = alg == LORICA_ALG_SHA1   ? EVP_sha1() :
			     alg == LORICA_ALG_SHA256 ? EVP_sha256() :
			     alg == LORICA_ALG_SHA384 ? EVP_sha384() :
							EVP_sha512();

	(void)ctx;
	return EVP_Digest(data, len, digest, NULL, type, NULL) == 1 ? 0 : -EIO;
}

const struct lorica_replay_hash eventlog_view_hash = { .hash = hash };

bool eventlog_view_wants_alg(const struct eventlog_view *view, u16 alg)
{
	u32 i;

	for (i = 0; i < view->nr_algs; i++)
		if (view->algs[i] == alg)
			return true;
	return !view->nr_algs;
}

/* Counts the events that can be read, and finds the locality. */
static void survey(struct eventlog_view *view)
{
	struct lorica_measurement m;
	u8 locality;

	lorica_eventlog_rewind(&view->log);
	while (!lorica_eventlog_next(&view->log, &m)) {
		view->nr++;
		if (lorica_eventlog_locality(&m, &locality))
			view->locality = locality;
	}
}

/* The log has them in any order. */
static int by_alg(const void *a, const void *b)
{
	const struct lorica_pcr_bank *x = a, *y = b;

	return x->alg - y->alg;
}

bool eventlog_view_open(struct eventlog_view *view, const u8 *data, size_t len)
{
	u32 i, nr = 0;

	view->locality = -1;
	view->error = lorica_eventlog_open(&view->log, data, len);
	if (!view->error) {
		view->nr_banks = lorica_replay_banks(&view->log, view->banks, LORICA_MAX_BANKS);
		for (i = 0; i < view->nr_banks; i++)
			if (eventlog_view_wants_alg(view, view->banks[i].alg))
				view->banks[nr++] = view->banks[i];
		view->nr_banks = nr;
		qsort(view->banks, nr, sizeof(*view->banks), by_alg);
		view->error = lorica_replay_log(&view->log, view->banks, nr, &eventlog_view_hash);
		view->error_at = view->log.error_at;
		survey(view);
	}
	if (view->error)
		view->error_at = view->error_at ?: view->log.error_at;
	return !view->error;
}

bool eventlog_view_next(struct eventlog_view *view, struct lorica_measurement *m)
{
	while (!lorica_eventlog_next(&view->log, m))
		if (m->pcr >= LORICA_MAX_PCRS ? view->pcrs == BIT(LORICA_MAX_PCRS) - 1 :
						view->pcrs & BIT(m->pcr))
			return true;
	return false;
}

bool eventlog_view_shows(const struct eventlog_view *view, u32 bank, u32 pcr)
{
	enum eventlog_match match = eventlog_view_match(view, bank, pcr);

	if (!(view->pcrs & BIT(pcr)))
		return false;
	return view->banks[bank].extended & BIT(pcr) || match == EVENTLOG_DIFFERS ||
	       match == EVENTLOG_UNLOGGED;
}
