// SPDX-License-Identifier: GPL-2.0-only
/* Interpreters in a policy: the section, and which records are about a program. */
#include <kunit/test.h>

#include "../limits.h"
#include "../policy_interpreter.h"
#include "build.h"

/* Python with two directories, and a shell without one. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_interpreter records[LORICA_MAX_INTERPRETERS + 1];
	u32 nr;
	u32 cut; /* bytes that the section is short of */
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static const char strings[] = "/d\0/e\0/p\0/s";
enum { D = 0, E = 3, P = 6, S = 9 };

static void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.exec_default = LORICA_DEFAULT_DENY;
	s->records[0].program = cpu_to_le32(P);
	s->records[0].data = cpu_to_le32(D);
	s->records[1].program = cpu_to_le32(P);
	s->records[1].data = cpu_to_le32(E);
	s->records[2].program = cpu_to_le32(S);
	s->records[2].data = cpu_to_le32(LORICA_NO_STRING);
	s->nr = 3;
}

static enum lorica_reason decode(struct sample *s)
{
	enum lorica_reason reason;
	int i = 0;

	build_start(&s->b, LORICA_TYPE_POLICY, 3 + !!s->nr);
	build_add(&s->b, i++, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, i++, LORICA_SECTION_STRINGS, strings, sizeof(strings));
	if (s->nr)
		build_add(&s->b, i++, LORICA_SECTION_INTERPRETERS, s->records,
			  s->nr * sizeof(s->records[0]) - s->cut);
	build_add(&s->b, i++, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static void cut(struct sample *s)
{
	s->cut = 1;
}

static void too_many(struct sample *s)
{
	s->nr = LORICA_MAX_INTERPRETERS + 1;
}

static void default_allow(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_ALLOW;
}

static void unmanaged(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
}

static void program_gap(struct sample *s)
{
	s->records[2].program = cpu_to_le32(S + 1);
}

static void program_past(struct sample *s)
{
	s->records[2].program = cpu_to_le32(sizeof(strings));
}

static void program_none(struct sample *s)
{
	s->records[2].program = cpu_to_le32(LORICA_NO_STRING);
}

static void data_gap(struct sample *s)
{
	s->records[1].data = cpu_to_le32(E + 1);
}

static void data_past(struct sample *s)
{
	s->records[1].data = cpu_to_le32(sizeof(strings));
}

static void programs_swapped(struct sample *s)
{
	s->records[0].program = cpu_to_le32(S);
}

static void data_swapped(struct sample *s)
{
	s->records[0].data = cpu_to_le32(E);
	s->records[1].data = cpu_to_le32(D);
}

static void twice(struct sample *s)
{
	s->records[1].data = cpu_to_le32(D);
}

static void none_beside_one(struct sample *s)
{
	s->records[1].data = cpu_to_le32(LORICA_NO_STRING);
}

static void one_beside_none(struct sample *s)
{
	s->records[0].data = cpu_to_le32(LORICA_NO_STRING);
}

static void unnamed(struct sample *s)
{
	s->nr = 2;
}

static void section_missing(struct sample *s)
{
	s->nr = 0;
}

static const struct {
	const char *name;
	void (*damage)(struct sample *s);
	enum lorica_reason reason;
} damages[] = {
	{ "a part of a record", cut, LORICA_R_TABLE },
	{ "too many records", too_many, LORICA_R_LIMIT },
	{ "default allow", default_allow, LORICA_R_CONTENT },
	{ "no exec section", unmanaged, LORICA_R_CONTENT },
	{ "program inside a string", program_gap, LORICA_R_CONTENT },
	{ "program past the strings", program_past, LORICA_R_CONTENT },
	{ "no program", program_none, LORICA_R_CONTENT },
	{ "directory inside a string", data_gap, LORICA_R_CONTENT },
	{ "directory past the strings", data_past, LORICA_R_CONTENT },
	{ "programs not sorted", programs_swapped, LORICA_R_ORDER },
	{ "directories not sorted", data_swapped, LORICA_R_ORDER },
	{ "a record twice", twice, LORICA_R_ORDER },
	{ "no directory beside one", none_beside_one, LORICA_R_CONTENT },
	{ "a directory beside none", one_beside_none, LORICA_R_ORDER },
	{ "a string that nothing names", unnamed, LORICA_R_CONTENT },
	{ "strings without records", section_missing, LORICA_R_CONTENT },
};

static void refuses_each_damage(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
		damages[i].damage(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].reason, "%s", damages[i].name);
	}
}

static void finds_records(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct sample *other = kunit_kzalloc(test, sizeof(*other), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s && other);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_interpreters, 3);
	KUNIT_EXPECT_EQ(test, lorica_interpreter_records(&s->policy, "/p"), 3);
	KUNIT_EXPECT_EQ(test, lorica_interpreter_records(&s->policy, "/s"), 4);
	KUNIT_EXPECT_EQ(test, lorica_interpreter_records(&s->policy, "/d"), 0);
	KUNIT_EXPECT_EQ(test, lorica_interpreter_records(&s->policy, "/ps"), 0);
	KUNIT_EXPECT_EQ(test, lorica_interpreter_records(&s->policy, ""), 0);

	/* The same programs with other data are covered; one more is not. */
	sample_init(other);
	other->records[1] = other->records[2];
	other->records[0].data = cpu_to_le32(E);
	other->records[1].data = cpu_to_le32(D);
	other->nr = 2;
	KUNIT_ASSERT_EQ(test, decode(other), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, lorica_interpreter_covers(&s->policy, &other->policy));
	other->records[1].program = cpu_to_le32(P);
	other->records[0].program = cpu_to_le32(E);
	other->records[0].data = cpu_to_le32(S);
	KUNIT_ASSERT_EQ(test, decode(other), LORICA_OK);
	KUNIT_EXPECT_FALSE(test, lorica_interpreter_covers(&s->policy, &other->policy));
	KUNIT_EXPECT_FALSE(test, lorica_interpreter_covers(&other->policy, &s->policy));
	memset(&other->policy, 0, sizeof(other->policy));
	KUNIT_EXPECT_TRUE(test, lorica_interpreter_covers(&s->policy, &other->policy));
}

static struct kunit_case interpreter_cases[] = {
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(finds_records),
	{},
};

static struct kunit_suite interpreter_suite = {
	.name = "lorica_interpreter",
	.test_cases = interpreter_cases,
};

kunit_test_suite(interpreter_suite);
