// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../policy_integrity.h"
#include "build.h"

/* A section under construction. */
struct sample {
	struct build b;
	struct lorica_policy_rec rec;
	struct lorica_integrity integrity;
	struct lorica_watch watches[LORICA_NR_WATCHES];
	size_t len;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static void sample_init(struct sample *s)
{
	u32 kind;

	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->integrity.every = cpu_to_le32(30);
	s->integrity.budget = cpu_to_le32(1000);
	for (kind = 1; kind < LORICA_NR_WATCHES; kind++) {
		s->watches[kind - 1].kind = kind;
		s->watches[kind - 1].response = LORICA_RESPONSE_PANIC;
	}
	s->len = sizeof(s->integrity) + (LORICA_NR_WATCHES - 1) * sizeof(s->watches[0]);
}

static enum lorica_reason decode(struct sample *s)
{
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, 3);
	build_add(&s->b, 0, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, 1, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	build_add(&s->b, 2, LORICA_SECTION_INTEGRITY, &s->integrity, s->len);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static struct sample *sample_new(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	sample_init(s);
	return s;
}

static void takes_what_is_right(struct kunit *test)
{
	struct sample *s = sample_new(test);
	u32 kind;

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_watches, LORICA_NR_WATCHES - 1);
	for (kind = 1; kind < LORICA_NR_WATCHES; kind++) {
		KUNIT_ASSERT_NOT_NULL(test, lorica_policy_watch(&s->policy, kind));
		KUNIT_EXPECT_EQ(test, lorica_policy_watch(&s->policy, kind)->kind, kind);
	}
	KUNIT_EXPECT_TRUE(test, !lorica_policy_watch(&s->policy, 0));
	KUNIT_EXPECT_TRUE(test, !lorica_policy_watch(&s->policy, LORICA_NR_WATCHES));
}

static void watches_one_thing(struct kunit *test)
{
	struct sample *s = sample_new(test);

	s->watches[0] = (struct lorica_watch){ .kind = LORICA_WATCH_RODATA,
					       .response = LORICA_RESPONSE_LOG,
					       .flags = LORICA_WATCH_MAY_DEGRADE };
	s->len = sizeof(s->integrity) + sizeof(s->watches[0]);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_watches, 1);
	KUNIT_EXPECT_TRUE(test, !lorica_policy_watch(&s->policy, LORICA_WATCH_CPU));
	KUNIT_EXPECT_NOT_NULL(test, lorica_policy_watch(&s->policy, LORICA_WATCH_RODATA));
}

static void without_the_section_nothing_is_watched(struct kunit *test)
{
	struct sample *s = sample_new(test);

	build_policy(&s->b);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(s->b.data, s->b.len, &s->view), LORICA_OK);
	KUNIT_ASSERT_EQ(test, lorica_policy_decode(&s->view, &s->policy), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, !s->policy.integrity);
	KUNIT_EXPECT_EQ(test, s->policy.nr_watches, 0);
}

static void every_zero(struct sample *s)
{
	s->integrity.every = 0;
}

static void every_too_long(struct sample *s)
{
	s->integrity.every = cpu_to_le32(LORICA_MAX_EVERY + 1);
}

static void budget_too_small(struct sample *s)
{
	s->integrity.budget = cpu_to_le32(LORICA_MIN_BUDGET - 1);
}

static void budget_above_all(struct sample *s)
{
	s->integrity.budget = cpu_to_le32(LORICA_MAX_BUDGET + 1);
}

static void no_watch(struct sample *s)
{
	s->len = sizeof(s->integrity);
}

static void half_a_head(struct sample *s)
{
	s->len = sizeof(s->integrity) / 2;
}

static void half_a_watch(struct sample *s)
{
	s->len -= sizeof(s->watches[0]) / 2;
}

static void one_too_many(struct sample *s)
{
	s->len += sizeof(s->watches[0]);
}

static void unknown_kind(struct sample *s)
{
	s->watches[LORICA_NR_WATCHES - 2].kind = LORICA_NR_WATCHES;
}

static void no_kind(struct sample *s)
{
	s->watches[0].kind = 0;
}

static void no_response(struct sample *s)
{
	s->watches[1].response = 0;
}

static void unknown_response(struct sample *s)
{
	s->watches[1].response = LORICA_RESPONSE_PANIC + 1;
}

static void unknown_flag(struct sample *s)
{
	s->watches[1].flags = LORICA_WATCH_FLAGS_ALL + 1;
}

static void reserved(struct sample *s)
{
	s->watches[1].reserved[4] = 1;
}

static void twice(struct sample *s)
{
	s->watches[1].kind = s->watches[0].kind;
}

static void out_of_order(struct sample *s)
{
	struct lorica_watch first = s->watches[0];

	s->watches[0] = s->watches[1];
	s->watches[1] = first;
}

static const struct {
	void (*damage)(struct sample *s);
	enum lorica_reason reason;
} damages[] = {
	{ every_zero, LORICA_R_CONTENT },
	{ every_too_long, LORICA_R_CONTENT },
	{ budget_too_small, LORICA_R_CONTENT },
	{ budget_above_all, LORICA_R_CONTENT },
	{ no_watch, LORICA_R_TABLE },
	{ half_a_head, LORICA_R_TABLE },
	{ half_a_watch, LORICA_R_TABLE },
	{ one_too_many, LORICA_R_LIMIT },
	{ unknown_kind, LORICA_R_CONTENT },
	{ no_kind, LORICA_R_CONTENT },
	{ no_response, LORICA_R_CONTENT },
	{ unknown_response, LORICA_R_CONTENT },
	{ unknown_flag, LORICA_R_RESERVED },
	{ reserved, LORICA_R_RESERVED },
	{ twice, LORICA_R_ORDER },
	{ out_of_order, LORICA_R_ORDER },
};

static void refuses_what_is_wrong(struct kunit *test)
{
	struct sample *s = sample_new(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		damages[i].damage(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].reason, "damage %zu", i);
	}
}

static void audit_mode_answers_with_the_log_alone(struct kunit *test)
{
	struct sample *s = sample_new(test);

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_watch_response(&s->policy, &s->policy.watches[0]),
			LORICA_RESPONSE_PANIC);
	s->rec.mode = LORICA_MODE_AUDIT;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_watch_response(&s->policy, &s->policy.watches[0]),
			LORICA_RESPONSE_LOG);
}

static void rests_by_the_budget(struct kunit *test)
{
	/* 1 ms of work is a thousandth of a second. */
	KUNIT_EXPECT_EQ(test, lorica_watch_rest(1000000, 1000), 999000000);
	KUNIT_EXPECT_EQ(test, lorica_watch_rest(1000000, 500000), 1000000);
	KUNIT_EXPECT_EQ(test, lorica_watch_rest(1000000, LORICA_MAX_BUDGET), 0);
	KUNIT_EXPECT_EQ(test, lorica_watch_rest(0, LORICA_MIN_BUDGET), 0);
	/* A second of work at most, whatever the clock says, and nothing overflows. */
	KUNIT_EXPECT_EQ(test, lorica_watch_rest(~0ULL, LORICA_MIN_BUDGET), 9999000000000);
}

static struct kunit_case integrity_cases[] = {
	KUNIT_CASE(takes_what_is_right),
	KUNIT_CASE(watches_one_thing),
	KUNIT_CASE(without_the_section_nothing_is_watched),
	KUNIT_CASE(refuses_what_is_wrong),
	KUNIT_CASE(audit_mode_answers_with_the_log_alone),
	KUNIT_CASE(rests_by_the_budget),
	{},
};

static struct kunit_suite integrity_suite = {
	.name = "lorica_integrity",
	.test_cases = integrity_cases,
};
kunit_test_suite(integrity_suite);
