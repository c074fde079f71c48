// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "eventlog_build.h"

/*
 * Not a hash, but each bit of what it is given counts, and so does the order:
 * the tests need no more. What SHA is for is tested where libcrypto is.
 */
static int toy_hash(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest)
{
	u32 size = lorica_eventlog_known(alg), i;
	u8 sum[LORICA_MAX_DIGEST] = {};
	size_t k;

	if (ctx)
		return -EIO;
	for (k = 0; k < len; k++)
		sum[k % size] = (u8)(sum[k % size] * 5 + data[k] + alg);
	for (i = 0; i < size; i++)
		digest[i] = sum[i];
	return 0;
}

static const struct lorica_replay_hash toy = { .hash = toy_hash };

/* Goes through a log and touches all that it is given. */
static enum lorica_eventlog_error walk(struct lorica_eventlog *log, const u8 *data, size_t len,
				       u32 *nr)
{
	enum lorica_eventlog_error error = lorica_eventlog_open(log, data, len);
	struct lorica_measurement m;
	volatile u8 sink = 0;
	u32 i, k;

	*nr = 0;
	if (error)
		return error;
	for (k = 0; k < log->vendor.len; k++)
		sink ^= log->vendor.data[k];
	while (!(error = lorica_eventlog_next(log, &m))) {
		for (i = 0; i < m.nr_digests; i++)
			for (k = 0; k < m.digests[i].size; k++)
				sink ^= m.digests[i].data[k];
		for (k = 0; k < m.data.len; k++)
			sink ^= m.data.data[k];
		if (m.nr != *nr || m.data.data + m.data.len > data + len)
			return LORICA_EVENTLOG_NR_ERRORS;
		++*nr;
	}
	return error;
}

static void reads_each_event(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	static const u32 pcrs[] = { 0, 0, 0, 0xffffffff, 4, 23, 4 };
	struct lorica_measurement m;
	struct lorica_eventlog log;
	u32 i;

	KUNIT_ASSERT_TRUE(test, made != NULL);
	log_sample(made);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_open(&log, made->data, made->len),
			LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_TRUE(test, log.is_agile);
	KUNIT_ASSERT_EQ(test, log.nr_algs, 3);
	KUNIT_EXPECT_EQ(test, log.algs[1].id, TOY);
	KUNIT_EXPECT_EQ(test, log.algs[1].size, TOY_SIZE);
	KUNIT_ASSERT_EQ(test, log.vendor.len, 2);
	KUNIT_EXPECT_EQ(test, log.vendor.data[0], 'v');
	for (i = 0; i < ARRAY_SIZE(pcrs); i++) {
		KUNIT_ASSERT_EQ(test, lorica_eventlog_next(&log, &m), LORICA_EVENTLOG_OK);
		KUNIT_EXPECT_EQ(test, m.nr, i);
		KUNIT_EXPECT_EQ(test, m.pcr, pcrs[i]);
		KUNIT_EXPECT_EQ(test, m.offset, i ? made->ends[i - 1] : 0);
		KUNIT_EXPECT_EQ(test, log.at, made->ends[i]);
	}
	KUNIT_EXPECT_EQ(test, m.type, 0xfffffff0);
	KUNIT_EXPECT_EQ(test, m.data.len, 1);
	KUNIT_EXPECT_EQ(test, m.data.data[0], '?');
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&log, &m), LORICA_EVENTLOG_END);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&log, &m), LORICA_EVENTLOG_END);
}

static void reads_the_old_form(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *banks = kunit_kzalloc(test, 4 * sizeof(*banks), GFP_KERNEL);
	struct lorica_eventlog log;
	u32 nr;

	KUNIT_ASSERT_TRUE(test, made && banks);
	log_old_event(made, 0, LORICA_EV_NO_ACTION, "Spec ID Event00\0\0", 18);
	log_old_event(made, 0, 8, "v", 1);
	log_old_event(made, 7, EV_SEPARATOR, "\0\0\0", 4);
	KUNIT_EXPECT_EQ(test, walk(&log, made->data, made->len, &nr), LORICA_EVENTLOG_END);
	KUNIT_EXPECT_EQ(test, nr, 3);
	KUNIT_EXPECT_FALSE(test, log.is_agile);
	KUNIT_ASSERT_EQ(test, lorica_replay_banks(&log, banks, LORICA_MAX_BANKS), 1);
	KUNIT_EXPECT_EQ(test, banks[0].alg, LORICA_ALG_SHA1);
	KUNIT_ASSERT_EQ(test, lorica_replay_log(&log, banks, 1, &toy), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, banks[0].extended, BIT(0) | BIT(7));
}

static void replays_each_bank(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *banks = kunit_kzalloc(test, 4 * sizeof(*banks), GFP_KERNEL);
	struct lorica_eventlog log;
	u8 both[64] = {}, want[32] = {};

	KUNIT_ASSERT_TRUE(test, made && banks);
	log_sample(made);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_open(&log, made->data, made->len),
			LORICA_EVENTLOG_OK);
	KUNIT_ASSERT_EQ(test, lorica_replay_banks(&log, banks, LORICA_MAX_BANKS), 2);
	KUNIT_EXPECT_EQ(test, banks[1].alg, LORICA_ALG_SHA256);
	KUNIT_EXPECT_EQ(test, lorica_replay_banks(&log, banks, 1), 1);
	KUNIT_ASSERT_EQ(test, lorica_replay_log(&log, banks, 2, &toy), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, banks[0].extended, BIT(0) | BIT(4) | BIT(23));
	KUNIT_EXPECT_EQ(test, banks[1].extended, BIT(0) | BIT(4) | BIT(23));

	/* PCR 0: one event, from locality 3 on. Its SHA-256 is the last digest before the data. */
	both[31] = 3;
	memcpy(both + 32, made->data + made->ends[2] - 4 - 4 - 32, 32);
	toy_hash(NULL, LORICA_ALG_SHA256, both, 64, want);
	KUNIT_EXPECT_TRUE(test, !memcmp(banks[1].pcr[0], want, 32));

	/* PCR 4: the first of two events has no digest for the bank of SHA-1. */
	memset(both, 0, 20);
	memcpy(both + 20, made->data + made->ends[5] + 12 + 2, 20);
	toy_hash(NULL, LORICA_ALG_SHA1, both, 40, want);
	KUNIT_EXPECT_TRUE(test, !memcmp(banks[0].pcr[4], want, 20));
	memset(both, 0, 32);
	memcpy(both + 32, made->data + made->ends[3] + 12 + 2, 32);
	toy_hash(NULL, LORICA_ALG_SHA256, both, 64, both);
	memcpy(both + 32, made->data + made->ends[6] - 1 - 4 - 32, 32);
	toy_hash(NULL, LORICA_ALG_SHA256, both, 64, want);
	KUNIT_EXPECT_TRUE(test, !memcmp(banks[1].pcr[4], want, 32));
	KUNIT_EXPECT_TRUE(test, lorica_all_zero(banks[1].pcr[1], 64));
}

static void tells_when_hashing_fails(struct kunit *test)
{
	const struct lorica_replay_hash broken = { .hash = toy_hash, .ctx = &toy_hash };
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *bank = kunit_kzalloc(test, sizeof(*bank), GFP_KERNEL);
	struct lorica_eventlog log;

	KUNIT_ASSERT_TRUE(test, made && bank);
	log_sample(made);
	lorica_eventlog_open(&log, made->data, made->len);
	lorica_replay_banks(&log, bank, 1);
	KUNIT_EXPECT_EQ(test, lorica_replay_log(&log, bank, 1, &broken), LORICA_EVENTLOG_HASH);
	KUNIT_EXPECT_EQ(test, log.error_at, made->ends[1]);
}

/* Each damage is at an event of its own, so the offset tells that it was found. */
static size_t damage_pcr(struct log_build *m)
{
	log_poke32(m, m->ends[4], LORICA_MAX_PCRS);
	return m->ends[4];
}

static size_t damage_pcr_huge(struct log_build *m)
{
	log_poke32(m, m->ends[4], 0xffffffff);
	return m->ends[4];
}

static size_t damage_count(struct log_build *m)
{
	log_poke32(m, m->ends[4] + 8, 4);
	return m->ends[4] + 8;
}

static size_t damage_count_huge(struct log_build *m)
{
	log_poke32(m, m->ends[4] + 8, 0xffffffff);
	return m->ends[4] + 8;
}

static size_t damage_count_none(struct log_build *m)
{
	log_poke32(m, m->ends[4] + 8, 0);
	return m->ends[4] + 8;
}

static size_t damage_algorithm(struct log_build *m)
{
	m->data[m->ends[4] + 12] = LORICA_ALG_SHA384;
	return m->ends[4] + 12;
}

static size_t damage_twice(struct log_build *m)
{
	size_t at = m->ends[3] + 12 + 2 + 32;

	/* The second digest of two is shorter; the look at its number comes first. */
	m->data[at] = LORICA_ALG_SHA256;
	m->data[at + 1] = 0;
	return at;
}

static size_t damage_size(struct log_build *m)
{
	log_poke32(m, m->ends[5] - 8, 0xfffffffc);
	return m->ends[5] - 8;
}

static size_t damage_size_by_one(struct log_build *m)
{
	log_poke32(m, m->ends[6] - 5, 2);
	return m->ends[6] - 5;
}

static size_t damage_zeros(struct log_build *m)
{
	size_t at = m->len;

	memset(m->data + at, 0, 40);
	m->data[at + 39] = 1;
	m->len += 40;
	return at;
}

static size_t damage_tail(struct log_build *m)
{
	m->data[m->len++] = 1;
	return m->len - 1;
}

static size_t damage_no_algorithms(struct log_build *m)
{
	log_poke32(m, 32 + 24, 0);
	return 32 + 24;
}

static size_t damage_algorithms(struct log_build *m)
{
	log_poke32(m, 32 + 24, LORICA_MAX_EVENTLOG_ALGS + 1);
	return 32 + 24;
}

static size_t damage_algorithms_huge(struct log_build *m)
{
	/* Four times this is 4 in 32 bits. */
	log_poke32(m, 32 + 24, 0x40000001);
	return 32 + 24;
}

static size_t damage_algorithms_more(struct log_build *m)
{
	log_poke32(m, 32 + 24, 4);
	return 32 + 28;
}

static size_t damage_spec_short(struct log_build *m)
{
	log_poke32(m, 28, 27);
	return 32;
}

static size_t damage_vendor(struct log_build *m)
{
	m->data[32 + 28 + 12] = 3;
	return 32 + 28 + 12;
}

static size_t damage_announced_twice(struct log_build *m)
{
	m->data[32 + 28 + 8] = LORICA_ALG_SHA1;
	return 32 + 28 + 8;
}

static size_t damage_known_size(struct log_build *m)
{
	m->data[32 + 28 + 8 + 2] = 31;
	return 32 + 28 + 8 + 2;
}

static size_t damage_no_size(struct log_build *m)
{
	m->data[32 + 28 + 4 + 2] = 0;
	return 32 + 28 + 4 + 2;
}

static size_t damage_first_size(struct log_build *m)
{
	log_poke32(m, 28, 0xffffffff);
	return 28;
}

static const struct damage {
	const char *name;
	size_t (*make)(struct log_build *m);
	enum lorica_eventlog_error want;
} damages[] = {
	{ "PCR 24", damage_pcr, LORICA_EVENTLOG_PCR },
	{ "PCR 0xffffffff", damage_pcr_huge, LORICA_EVENTLOG_PCR },
	{ "one digest more than announced", damage_count, LORICA_EVENTLOG_COUNT },
	{ "very many digests", damage_count_huge, LORICA_EVENTLOG_COUNT },
	{ "no digests", damage_count_none, LORICA_EVENTLOG_COUNT },
	{ "algorithm not announced", damage_algorithm, LORICA_EVENTLOG_ALGORITHM },
	{ "two digests of one algorithm", damage_twice, LORICA_EVENTLOG_DIGEST_TWICE },
	{ "very much data", damage_size, LORICA_EVENTLOG_DATA },
	{ "a byte more data than there is", damage_size_by_one, LORICA_EVENTLOG_DATA },
	{ "something behind padding", damage_zeros, LORICA_EVENTLOG_PADDING },
	{ "a byte behind the end", damage_tail, LORICA_EVENTLOG_HEADER },
	{ "no algorithms", damage_no_algorithms, LORICA_EVENTLOG_ALGORITHMS },
	{ "too many algorithms", damage_algorithms, LORICA_EVENTLOG_ALGORITHMS },
	{ "number of algorithms overflows", damage_algorithms_huge, LORICA_EVENTLOG_ALGORITHMS },
	{ "more algorithms than room", damage_algorithms_more, LORICA_EVENTLOG_SPEC },
	{ "Spec ID event too short", damage_spec_short, LORICA_EVENTLOG_SPEC },
	{ "more of the maker than room", damage_vendor, LORICA_EVENTLOG_SPEC },
	{ "algorithm announced twice", damage_announced_twice, LORICA_EVENTLOG_ALGORITHM_TWICE },
	{ "SHA-256 of 31 bytes", damage_known_size, LORICA_EVENTLOG_DIGEST_SIZE },
	{ "algorithm without digest", damage_no_size, LORICA_EVENTLOG_DIGEST_SIZE },
	{ "very much data in the first event", damage_first_size, LORICA_EVENTLOG_DATA },
};

static void refuses_each_damage(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *bank = kunit_kzalloc(test, sizeof(*bank), GFP_KERNEL);
	struct lorica_eventlog log;
	size_t i;

	KUNIT_ASSERT_TRUE(test, made && bank);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		const char *name = damages[i].name;
		enum lorica_eventlog_error error;
		struct lorica_measurement m;
		size_t at;
		u32 nr;

		log_sample(made);
		at = damages[i].make(made);
		error = walk(&log, made->data, made->len, &nr);
		KUNIT_EXPECT_EQ_MSG(test, error, damages[i].want, "%s", name);
		KUNIT_EXPECT_EQ_MSG(test, log.error_at, at, "%s", name);
		if (lorica_eventlog_open(&log, made->data, made->len))
			continue;
		/* No replay of a part, and the error stays. */
		bank->alg = LORICA_ALG_SHA256;
		bank->size = 32;
		KUNIT_EXPECT_EQ_MSG(test, lorica_replay_log(&log, bank, 1, &toy), damages[i].want,
				    "%s", name);
		KUNIT_EXPECT_EQ_MSG(test, bank->extended, 0, "%s", name);
		KUNIT_EXPECT_EQ_MSG(test, lorica_eventlog_next(&log, &m), damages[i].want, "%s",
				    name);
	}
}

static void ignores_padding(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_eventlog log;
	size_t pad;
	u32 nr;

	KUNIT_ASSERT_TRUE(test, made != NULL);
	log_sample(made);
	for (pad = 1; pad < 100; pad++) {
		u8 *copy = kunit_kzalloc(test, made->len + pad, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, copy != NULL);
		memcpy(copy, made->data, made->len);
		KUNIT_EXPECT_EQ(test, walk(&log, copy, made->len + pad, &nr), LORICA_EVENTLOG_END);
		KUNIT_EXPECT_EQ(test, nr, made->nr);
		KUNIT_EXPECT_EQ(test, log.at, made->len);
		memset(copy, 0, made->len);
		KUNIT_EXPECT_EQ(test, walk(&log, copy, made->len + pad, &nr),
				LORICA_EVENTLOG_EMPTY);
	}
	KUNIT_EXPECT_EQ(test, walk(&log, made->data, 0, &nr), LORICA_EVENTLOG_EMPTY);
	KUNIT_EXPECT_EQ(test, walk(&log, made->data, (size_t)LORICA_MAX_EVENTLOG + 1, &nr),
			LORICA_EVENTLOG_LIMIT);
}

static void no_cut_is_read_past(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_eventlog log;
	u32 whole = 1, nr;
	size_t len;

	KUNIT_ASSERT_TRUE(test, made != NULL);
	log_sample(made);
	for (len = 1; len < made->len; len++) {
		/* The block ends where the log does, so that a step out of it shows. */
		u8 *copy = kunit_kmalloc(test, len, GFP_KERNEL);
		enum lorica_eventlog_error error;

		KUNIT_ASSERT_TRUE(test, copy != NULL);
		memcpy(copy, made->data, len);
		error = walk(&log, copy, len, &nr);
		kunit_kfree(test, copy);
		if (len < made->ends[0]) {
			KUNIT_EXPECT_GT(test, error, LORICA_EVENTLOG_END);
			continue;
		}
		if (len == made->ends[whole])
			whole++;
		KUNIT_EXPECT_EQ(test, nr, whole);
		/* A shorter log; the first zeros of an event that is cut off are padding. */
		if (lorica_all_zero(made->data + made->ends[whole - 1],
				    len - made->ends[whole - 1])) {
			KUNIT_EXPECT_EQ_MSG(test, error, LORICA_EVENTLOG_END, "%zu bytes", len);
			continue;
		}
		KUNIT_EXPECT_GT_MSG(test, error, LORICA_EVENTLOG_END, "%zu bytes", len);
		KUNIT_EXPECT_GE(test, log.error_at, made->ends[whole - 1]);
		KUNIT_EXPECT_LE(test, log.error_at, len);
	}
}

/* Does the byte belong to a digest that extends a PCR of SHA-256? */
static bool counts(const struct lorica_eventlog *opened, const u8 *byte)
{
	struct lorica_eventlog log = *opened;
	struct lorica_measurement m;

	lorica_eventlog_rewind(&log);
	while (!lorica_eventlog_next(&log, &m)) {
		const u8 *digest = lorica_eventlog_digest(&m, LORICA_ALG_SHA256);

		if (digest && byte >= digest && byte < digest + 32)
			return true;
	}
	return false;
}

static void no_flip_goes_unseen(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *banks = kunit_kzalloc(test, 2 * sizeof(*banks), GFP_KERNEL);
	struct lorica_eventlog log, good;
	size_t bit;
	u8 *copy;
	u32 nr;

	KUNIT_ASSERT_TRUE(test, made && banks);
	log_sample(made);
	copy = kunit_kmalloc(test, made->len, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, copy != NULL);
	memcpy(copy, made->data, made->len);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_open(&good, copy, made->len), LORICA_EVENTLOG_OK);
	banks[0].alg = LORICA_ALG_SHA256;
	banks[0].size = 32;
	banks[1] = banks[0];
	KUNIT_ASSERT_EQ(test, lorica_replay_log(&good, banks, 1, &toy), LORICA_EVENTLOG_OK);
	for (bit = 0; bit < made->len * 8; bit++) {
		u8 *byte = copy + bit / 8;
		bool hashed = counts(&good, byte);
		enum lorica_eventlog_error error;

		*byte ^= 1 << bit % 8;
		error = walk(&log, copy, made->len, &nr);
		KUNIT_EXPECT_NE_MSG(test, error, LORICA_EVENTLOG_NR_ERRORS, "bit %zu", bit);
		KUNIT_EXPECT_LE_MSG(test, log.error_at, made->len, "bit %zu", bit);
		if (hashed) {
			KUNIT_EXPECT_EQ_MSG(test, error, LORICA_EVENTLOG_END, "bit %zu", bit);
			error = lorica_replay_log(&log, banks + 1, 1, &toy);
			KUNIT_EXPECT_EQ_MSG(test, error, LORICA_EVENTLOG_OK, "bit %zu", bit);
			KUNIT_EXPECT_TRUE_MSG(test, memcmp(banks, banks + 1, sizeof(*banks)) != 0,
					      "bit %zu", bit);
		}
		*byte ^= 1 << bit % 8;
	}
}

/* The locality may stand anywhere, but only one and only a real one. */
static void takes_one_locality(struct kunit *test)
{
	static const struct {
		u8 first, second;
		u32 more;
		enum lorica_eventlog_error want;
	} cases[] = {
		{ 0, 0, 0, LORICA_EVENTLOG_OK },	   { 3, 3, 0, LORICA_EVENTLOG_OK },
		{ 4, 4, 15, LORICA_EVENTLOG_OK },	   { 5, 5, 0, LORICA_EVENTLOG_LOCALITY },
		{ 0, 3, 0, LORICA_EVENTLOG_LOCALITY },	   { 3, 0, 0, LORICA_EVENTLOG_LOCALITY },
		{ 255, 255, 0, LORICA_EVENTLOG_LOCALITY },
	};
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct lorica_pcr_bank *bank = kunit_kzalloc(test, sizeof(*bank), GFP_KERNEL);
	struct lorica_eventlog log;
	u8 data[32] = {};
	size_t i;

	KUNIT_ASSERT_TRUE(test, made && bank);
	memcpy(data, locality, sizeof(locality));
	bank->alg = LORICA_ALG_SHA256;
	bank->size = 32;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		log_start(made);
		log_event(made, 1, EV_SEPARATOR, all, "", 0);
		data[16] = cases[i].first;
		log_event(made, 0, LORICA_EV_NO_ACTION, all, data, 17 + cases[i].more);
		data[16] = cases[i].second;
		log_event(made, 0, LORICA_EV_NO_ACTION, all, data, 17);
		/* None of these tells a locality. */
		data[16] = 2;
		log_event(made, 0, LORICA_EV_NO_ACTION, all, data, 16);
		log_event(made, 1, LORICA_EV_NO_ACTION, all, data, 17);

		KUNIT_ASSERT_EQ(test, lorica_eventlog_open(&log, made->data, made->len),
				LORICA_EVENTLOG_OK);
		KUNIT_EXPECT_EQ_MSG(test, lorica_replay_log(&log, bank, 1, &toy), cases[i].want,
				    "case %zu", i);
		if (cases[i].want) {
			KUNIT_EXPECT_GE(test, log.error_at, made->ends[1]);
			continue;
		}
		KUNIT_EXPECT_EQ(test, bank->pcr[0][31], cases[i].first);
		KUNIT_EXPECT_TRUE(test, lorica_all_zero(bank->pcr[0], 31));
		KUNIT_EXPECT_EQ(test, bank->extended, BIT(1));
	}
}

static void reads_final_events(struct kunit *test)
{
	struct log_build *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	struct log_build *table = kunit_kzalloc(test, sizeof(*table), GFP_KERNEL);
	struct lorica_eventlog log, final;
	struct lorica_measurement m;

	KUNIT_ASSERT_TRUE(test, made && table);
	log_sample(made);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_open(&log, made->data, made->len),
			LORICA_EVENTLOG_OK);
	log_put64(table, 1);
	log_put64(table, 2);
	log_event(table, 5, EV_SEPARATOR, all, "a", 1);
	log_event(table, 5, EV_SEPARATOR, all, "", 0);
	/* The firmware reserves more than it uses, and does not have to clear it. */
	log_put32(table, 0xdeadbeef);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_open_final(&final, &log, table->data, table->len),
			LORICA_EVENTLOG_OK);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, m.pcr, 5);
	KUNIT_EXPECT_TRUE(test, lorica_eventlog_digest(&m, LORICA_ALG_SHA256) != NULL);
	KUNIT_ASSERT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_END);

	/* More events than there are bytes. */
	log_poke32(table, 12, 0xffffffff);
	lorica_eventlog_open_final(&final, &log, table->data, table->len - 4);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_OK);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_next(&final, &m), LORICA_EVENTLOG_HEADER);
	KUNIT_EXPECT_EQ(test, final.error_at, table->ends[1]);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_open_final(&final, &log, table->data, 15),
			LORICA_EVENTLOG_HEADER);
	log_poke32(table, 0, 2);
	KUNIT_EXPECT_EQ(test, lorica_eventlog_open_final(&final, &log, table->data, table->len),
			LORICA_EVENTLOG_FINAL);
	log_poke32(table, 0, 1);
	log.is_agile = false;
	KUNIT_EXPECT_EQ(test, lorica_eventlog_open_final(&final, &log, table->data, table->len),
			LORICA_EVENTLOG_FINAL);
}

static void has_words_for_each_error(struct kunit *test)
{
	int i, k;

	for (i = 0; i < LORICA_EVENTLOG_NR_ERRORS; i++) {
		const char *name = lorica_eventlog_error_name(i);

		KUNIT_ASSERT_TRUE(test, name && lorica_eventlog_error_text(i));
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_TRUE(test, strcmp(name, lorica_eventlog_error_name(k)) != 0);
	}
	KUNIT_EXPECT_STREQ(test, lorica_eventlog_error_name(LORICA_EVENTLOG_NR_ERRORS), "unknown");
	KUNIT_EXPECT_STREQ(test, lorica_eventlog_error_name(-1), "unknown");
	KUNIT_EXPECT_STREQ(test, lorica_eventlog_error_text(-1), "unknown error");
}

static struct kunit_case eventlog_cases[] = {
	KUNIT_CASE(reads_each_event),	      KUNIT_CASE(reads_the_old_form),
	KUNIT_CASE(replays_each_bank),	      KUNIT_CASE(tells_when_hashing_fails),
	KUNIT_CASE(refuses_each_damage),      KUNIT_CASE(ignores_padding),
	KUNIT_CASE(no_cut_is_read_past),      KUNIT_CASE(no_flip_goes_unseen),
	KUNIT_CASE(takes_one_locality),	      KUNIT_CASE(reads_final_events),
	KUNIT_CASE(has_words_for_each_error), {},
};

static struct kunit_suite eventlog_suite = {
	.name = "lorica_eventlog",
	.test_cases = eventlog_cases,
};

kunit_test_suite(eventlog_suite);
