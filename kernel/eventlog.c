// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog.h"

enum {
	AGILE_HEAD = 12, /* PCR, type, number of digests */
	SHA1_SIZE = 20,
	SHA1_HEAD = 8 + SHA1_SIZE, /* PCR, type, digest */
	SPEC_HEAD = 28, /* body of a Spec ID event up to its algorithms */
	FINAL_HEAD = 16, /* version, number of events */
	FINAL_VERSION = 1,
};

static const char spec_signature[16] = "Spec ID Event03";
static const char locality_signature[16] = "StartupLocality";

/* clang-format off */
static const struct lorica_eventlog_alg known_algs[] = {
	{ LORICA_ALG_SHA1, SHA1_SIZE },
	{ LORICA_ALG_SHA256, 32 },
	{ LORICA_ALG_SHA384, 48 },
	{ LORICA_ALG_SHA512, 64 },
};
_Static_assert(ARRAY_SIZE(known_algs) == LORICA_MAX_BANKS, "a bank for each");

static const struct {
	const char *name;
	const char *text;
} errors[] = {
	[LORICA_EVENTLOG_OK] = { "ok", "no error" },
	[LORICA_EVENTLOG_END] = { "end", "no more events" },
	[LORICA_EVENTLOG_EMPTY] = { "empty", "the log is empty" },
	[LORICA_EVENTLOG_LIMIT] = { "limit", "the log is larger than the limit" },
	[LORICA_EVENTLOG_HEADER] = { "header", "the log ends inside of a header" },
	[LORICA_EVENTLOG_SPEC] = { "spec-id", "the Spec ID event is shorter than what it says to have" },
	[LORICA_EVENTLOG_ALGORITHMS] = { "algorithms", "no algorithms, or more than the limit" },
	[LORICA_EVENTLOG_ALGORITHM_TWICE] = { "algorithm-twice", "an algorithm is announced twice" },
	[LORICA_EVENTLOG_DIGEST_SIZE] = { "digest-size", "not the size of this algorithm's digests" },
	[LORICA_EVENTLOG_PCR] = { "pcr", "no TPM has a PCR of this number" },
	[LORICA_EVENTLOG_COUNT] = { "count", "no digest, or more than there are algorithms" },
	[LORICA_EVENTLOG_DIGEST] = { "digest", "the log ends inside of a digest" },
	[LORICA_EVENTLOG_ALGORITHM] = { "algorithm", "a digest of an algorithm that was not announced" },
	[LORICA_EVENTLOG_DIGEST_TWICE] = { "digest-twice", "two digests of one algorithm" },
	[LORICA_EVENTLOG_DATA] = { "data", "the log ends inside of an event's data" },
	[LORICA_EVENTLOG_PADDING] = { "padding", "an event of zeros, and something behind it" },
	[LORICA_EVENTLOG_LOCALITY] = { "locality", "a startup locality that cannot be, or a second one" },
	[LORICA_EVENTLOG_FINAL] = { "final-events", "not a table of final events that fits to the log" },
	[LORICA_EVENTLOG_HASH] = { "hash", "cannot hash" },
};
_Static_assert(ARRAY_SIZE(errors) == LORICA_EVENTLOG_NR_ERRORS, "words for each");
/* clang-format on */

static u16 get16(const u8 *p)
{
	return p[0] | p[1] << 8;
}

static u32 get32(const u8 *p)
{
	return get16(p) | (u32)get16(p + 2) << 16;
}

static u64 get64(const u8 *p)
{
	return get32(p) | (u64)get32(p + 4) << 32;
}

enum lorica_eventlog_error lorica_eventlog_wrong(struct lorica_eventlog *log, size_t at,
						 enum lorica_eventlog_error error)
{
	log->error_at = at;
	return error;
}

/* Bytes of a digest: 0 when the algorithm is not one of @algs. */
static u16 size_of(const struct lorica_eventlog_alg *algs, size_t nr, u16 id)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (algs[i].id == id)
			return algs[i].size;
	return 0;
}

u16 lorica_eventlog_known(u16 alg)
{
	return size_of(known_algs, ARRAY_SIZE(known_algs), alg);
}

/* @at is the offset of the body, which has @len bytes. */
static enum lorica_eventlog_error read_spec(struct lorica_eventlog *log, size_t at, u32 len)
{
	const u8 *spec = log->data + at;
	u32 i, nr, used;

	if (len < SPEC_HEAD)
		return lorica_eventlog_wrong(log, at, LORICA_EVENTLOG_SPEC);
	nr = get32(spec + SPEC_HEAD - 4);
	if (!nr || nr > LORICA_MAX_EVENTLOG_ALGS)
		return lorica_eventlog_wrong(log, at + SPEC_HEAD - 4, LORICA_EVENTLOG_ALGORITHMS);
	used = SPEC_HEAD + 4 * nr;
	if (len < used)
		return lorica_eventlog_wrong(log, at + SPEC_HEAD, LORICA_EVENTLOG_SPEC);
	for (i = 0; i < nr; i++) {
		size_t here = SPEC_HEAD + 4 * i;
		u16 id = get16(spec + here), size = get16(spec + here + 2);
		u16 known = lorica_eventlog_known(id);

		if (size_of(log->algs, i, id))
			return lorica_eventlog_wrong(log, at + here,
						     LORICA_EVENTLOG_ALGORITHM_TWICE);
		if (!size || (known && size != known))
			return lorica_eventlog_wrong(log, at + here + 2,
						     LORICA_EVENTLOG_DIGEST_SIZE);
		log->algs[i].id = id;
		log->algs[i].size = size;
	}
	/* Some firmware leaves out the byte that says how much its maker has to say. */
	if (len > used) {
		log->vendor.len = spec[used];
		log->vendor.data = spec + used + 1;
		if (log->vendor.len > len - used - 1)
			return lorica_eventlog_wrong(log, at + used, LORICA_EVENTLOG_SPEC);
	}
	log->nr_algs = nr;
	log->spec = spec;
	log->is_agile = true;
	return LORICA_EVENTLOG_OK;
}

enum lorica_eventlog_error lorica_eventlog_open(struct lorica_eventlog *log, const u8 *data,
						size_t len)
{
	const size_t body = SHA1_HEAD + 4;
	u32 size;

	memset(log, 0, sizeof(*log));
	log->data = data;
	log->len = len;
	if (!len)
		return lorica_eventlog_wrong(log, 0, LORICA_EVENTLOG_EMPTY);
	if (len > LORICA_MAX_EVENTLOG)
		return lorica_eventlog_wrong(log, LORICA_MAX_EVENTLOG, LORICA_EVENTLOG_LIMIT);
	if (lorica_all_zero(data, len))
		return lorica_eventlog_wrong(log, 0, LORICA_EVENTLOG_EMPTY);
	if (len < body)
		return lorica_eventlog_wrong(log, 0, LORICA_EVENTLOG_HEADER);
	size = get32(data + SHA1_HEAD);
	if (size > len - body)
		return lorica_eventlog_wrong(log, SHA1_HEAD, LORICA_EVENTLOG_DATA);
	if (get32(data + 4) == LORICA_EV_NO_ACTION && size >= sizeof(spec_signature) &&
	    !memcmp(data + body, spec_signature, sizeof(spec_signature)))
		return read_spec(log, body, size);
	log->nr_algs = 1;
	log->algs[0] = known_algs[0];
	return LORICA_EVENTLOG_OK;
}

enum lorica_eventlog_error lorica_eventlog_open_final(struct lorica_eventlog *final,
						      const struct lorica_eventlog *log,
						      const u8 *data, size_t len)
{
	*final = *log;
	final->data = data;
	final->len = len;
	final->is_final = true;
	final->at = FINAL_HEAD;
	final->nr = 0;
	if (len < FINAL_HEAD)
		return lorica_eventlog_wrong(final, 0, LORICA_EVENTLOG_HEADER);
	if (!log->is_agile || get64(data) != FINAL_VERSION)
		return lorica_eventlog_wrong(final, 0, LORICA_EVENTLOG_FINAL);
	final->left = get64(data + 8);
	return LORICA_EVENTLOG_OK;
}

static enum lorica_eventlog_error read_digests(struct lorica_eventlog *log,
					       struct lorica_measurement *m, size_t *at)
{
	u32 i, k;

	for (i = 0; i < m->nr_digests; i++) {
		struct lorica_eventlog_digest *d = &m->digests[i];

		if (log->len - *at < 2)
			return lorica_eventlog_wrong(log, *at, LORICA_EVENTLOG_DIGEST);
		d->alg = get16(log->data + *at);
		d->size = size_of(log->algs, log->nr_algs, d->alg);
		/* Without its size nobody can tell where the rest of the log is. */
		if (!d->size)
			return lorica_eventlog_wrong(log, *at, LORICA_EVENTLOG_ALGORITHM);
		for (k = 0; k < i; k++)
			if (m->digests[k].alg == d->alg)
				return lorica_eventlog_wrong(log, *at,
							     LORICA_EVENTLOG_DIGEST_TWICE);
		*at += 2;
		if (log->len - *at < d->size)
			return lorica_eventlog_wrong(log, *at, LORICA_EVENTLOG_DIGEST);
		d->data = log->data + *at;
		*at += d->size;
	}
	return LORICA_EVENTLOG_OK;
}

/* The first event of a log has the old form in both forms of it. */
static bool is_sha1_event(const struct lorica_eventlog *log)
{
	return !log->is_agile || (!log->nr && !log->is_final);
}

static enum lorica_eventlog_error read_head(struct lorica_eventlog *log,
					    struct lorica_measurement *m, size_t *at)
{
	const u8 *p = log->data + *at;
	size_t room = log->len - *at, head = is_sha1_event(log) ? SHA1_HEAD : AGILE_HEAD;

	if (room < head)
		return lorica_eventlog_wrong(log, *at, LORICA_EVENTLOG_HEADER);
	m->nr = log->nr;
	m->offset = *at;
	m->pcr = get32(p);
	m->type = get32(p + 4);
	/* An event without action is for the reader and may name any PCR. */
	if (m->pcr >= LORICA_MAX_PCRS && m->type != LORICA_EV_NO_ACTION)
		return lorica_eventlog_wrong(log, *at, LORICA_EVENTLOG_PCR);
	*at += head;
	if (is_sha1_event(log)) {
		m->nr_digests = 1;
		m->digests[0].alg = LORICA_ALG_SHA1;
		m->digests[0].size = SHA1_SIZE;
		m->digests[0].data = p + 8;
		return LORICA_EVENTLOG_OK;
	}
	m->nr_digests = get32(p + 8);
	/*
	 * What has no digest extends nothing, so the PCRs would not vouch for
	 * it: anybody could put it into the log.
	 */
	if (m->nr_digests > log->nr_algs || (!m->nr_digests && m->type != LORICA_EV_NO_ACTION))
		return lorica_eventlog_wrong(log, *at - 4, LORICA_EVENTLOG_COUNT);
	return read_digests(log, m, at);
}

static enum lorica_eventlog_error read_event(struct lorica_eventlog *log,
					     struct lorica_measurement *m)
{
	enum lorica_eventlog_error error;
	size_t at = log->at;

	error = read_head(log, m, &at);
	if (error)
		return error;
	if (log->len - at < 4)
		return lorica_eventlog_wrong(log, at, LORICA_EVENTLOG_HEADER);
	m->data.len = get32(log->data + at);
	at += 4;
	if (m->data.len > log->len - at)
		return lorica_eventlog_wrong(log, at - 4, LORICA_EVENTLOG_DATA);
	m->data.data = log->data + at;
	log->at = at + m->data.len;
	log->nr++;
	if (log->is_final)
		log->left--;
	return LORICA_EVENTLOG_OK;
}

/* Would it be an event, zeros would extend PCR 0 with zeros: no firmware does. */
static bool begins_with_zeros(const struct lorica_eventlog *log)
{
	size_t room = log->len - log->at, head = log->is_agile ? AGILE_HEAD : SHA1_HEAD + 4;

	return lorica_all_zero(log->data + log->at, room < head ? room : head);
}

enum lorica_eventlog_error lorica_eventlog_next(struct lorica_eventlog *log,
						struct lorica_measurement *m)
{
	if (log->is_final && !log->left)
		return LORICA_EVENTLOG_END;
	if (!log->is_final && begins_with_zeros(log)) {
		if (lorica_all_zero(log->data + log->at, log->len - log->at))
			return LORICA_EVENTLOG_END;
		return lorica_eventlog_wrong(log, log->at, LORICA_EVENTLOG_PADDING);
	}
	return read_event(log, m);
}

void lorica_eventlog_rewind(struct lorica_eventlog *log)
{
	log->at = 0;
	log->nr = 0;
}

const u8 *lorica_eventlog_digest(const struct lorica_measurement *m, u16 alg)
{
	u32 i;

	if (m->type == LORICA_EV_NO_ACTION)
		return NULL;
	for (i = 0; i < m->nr_digests; i++)
		if (m->digests[i].alg == alg)
			return m->digests[i].data;
	return NULL;
}

bool lorica_eventlog_locality(const struct lorica_measurement *m, u8 *locality)
{
	/* Some firmware reserves more than it fills. */
	if (m->type != LORICA_EV_NO_ACTION || m->pcr || m->data.len <= sizeof(locality_signature) ||
	    memcmp(m->data.data, locality_signature, sizeof(locality_signature)) != 0)
		return false;
	*locality = m->data.data[sizeof(locality_signature)];
	return true;
}

const char *lorica_eventlog_error_name(enum lorica_eventlog_error error)
{
	return (unsigned int)error < ARRAY_SIZE(errors) ? errors[error].name : "unknown";
}

const char *lorica_eventlog_error_text(enum lorica_eventlog_error error)
{
	return (unsigned int)error < ARRAY_SIZE(errors) ? errors[error].text : "unknown error";
}
