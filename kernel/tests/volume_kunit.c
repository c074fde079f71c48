// SPDX-License-Identifier: GPL-2.0-only
/* Volumes in a policy: the section, the rules that name them, and what they match. */
#include <kunit/test.h>

#include "../limits.h"
#include "../match.h"
#include "../policy_exec.h"
#include "build.h"

/* Two volumes, and a rule for each; the second one is for files under /opt. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_volume volumes[LORICA_MAX_VOLUMES + 1];
	u32 nr_volumes;
	u32 cut; /* bytes that the section is short of */
	struct lorica_exec_rule rules[2];
	u32 nr_rules;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.exec_default = LORICA_DEFAULT_DENY;
	strcpy((char *)s->volumes[0].name, "apps");
	s->volumes[0].root_hash[31] = 1;
	strcpy((char *)s->volumes[1].name, "system");
	s->volumes[1].root_hash[31] = 2;
	s->nr_volumes = 2;
	s->rules[0].kind = LORICA_EXEC_VOLUME;
	s->rules[1] = s->rules[0];
	s->rules[1].ref = 1;
	s->rules[1].under = cpu_to_le32(LORICA_NO_STRING);
	s->nr_rules = 2;
}

static enum lorica_reason decode(struct sample *s)
{
	enum lorica_reason reason;
	int i = 0;

	build_start(&s->b, LORICA_TYPE_POLICY, 4 + !!s->nr_volumes);
	build_add(&s->b, i++, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, i++, LORICA_SECTION_EXEC, s->rules, s->nr_rules * sizeof(s->rules[0]));
	build_add(&s->b, i++, LORICA_SECTION_STRINGS, "/opt", 5);
	if (s->nr_volumes)
		build_add(&s->b, i++, LORICA_SECTION_VOLUMES, s->volumes,
			  s->nr_volumes * sizeof(s->volumes[0]) - s->cut);
	build_add(&s->b, i++, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static void cut(struct sample *s)
{
	s->cut = 1;
}

static void no_volumes(struct sample *s)
{
	s->nr_volumes = 0;
}

static void too_many(struct sample *s)
{
	s->nr_volumes = LORICA_MAX_VOLUMES + 1;
}

static void no_name(struct sample *s)
{
	s->volumes[0].name[0] = 0;
}

static void name_without_end(struct sample *s)
{
	memset(s->volumes[1].name, 'x', sizeof(s->volumes[1].name));
}

static void name_with_tail(struct sample *s)
{
	s->volumes[0].name[31] = 'x';
}

static void not_sorted(struct sample *s)
{
	s->volumes[0].name[0] = 'z';
}

static void one_name_twice(struct sample *s)
{
	memcpy(s->volumes[1].name, s->volumes[0].name, sizeof(s->volumes[0].name));
}

static void one_root_twice(struct sample *s)
{
	s->volumes[1].root_hash[31] = 1;
}

static void not_named(struct sample *s)
{
	s->nr_rules = 1;
}

static void no_such_volume(struct sample *s)
{
	s->rules[1].ref = 2;
}

static void a_kind_that_is_none(struct sample *s)
{
	s->rules[1].kind = 200;
}

static void a_key_that_is_none(struct sample *s)
{
	s->rules[0].kind = LORICA_EXEC_MANIFEST;
}

static void rules_not_sorted(struct sample *s)
{
	s->rules[0].ref = 1;
	s->rules[1].ref = 0;
}

static void unknown_flag(struct sample *s)
{
	s->rules[1].flags = LORICA_EXEC_MAY_DEGRADE << 1;
}

/* Is the volume needed or not? */
static void of_two_minds(struct sample *s)
{
	s->rules[0].ref = s->rules[1].ref;
	s->rules[0].flags = LORICA_EXEC_MAY_DEGRADE;
}

static void no_default(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
}

/* clang-format off */
static const struct {
	const char *what;
	void (*damage)(struct sample *s);
	enum lorica_reason reason;
} damages[] = {
	{ "half a record", cut, LORICA_R_TABLE },
	{ "no volumes", no_volumes, LORICA_R_CONTENT },
	{ "too many", too_many, LORICA_R_LIMIT },
	{ "no name", no_name, LORICA_R_CONTENT },
	{ "a name without an end", name_without_end, LORICA_R_CONTENT },
	{ "something behind a name", name_with_tail, LORICA_R_CONTENT },
	{ "names not sorted", not_sorted, LORICA_R_ORDER },
	{ "a name twice", one_name_twice, LORICA_R_ORDER },
	{ "a root hash twice", one_root_twice, LORICA_R_CONTENT },
	{ "a volume without a rule", not_named, LORICA_R_CONTENT },
	{ "a rule without a volume", no_such_volume, LORICA_R_CONTENT },
	{ "an unknown kind", a_kind_that_is_none, LORICA_R_CONTENT },
	{ "a rule without a key", a_key_that_is_none, LORICA_R_CONTENT },
	{ "rules not sorted", rules_not_sorted, LORICA_R_ORDER },
	{ "an unknown flag", unknown_flag, LORICA_R_RESERVED },
	{ "rules that differ in what may be missed", of_two_minds, LORICA_R_CONTENT },
	{ "rules without a default", no_default, LORICA_R_CONTENT },
};
/* clang-format on */

static void refuses_each_damage(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		damages[i].damage(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].reason, "%s", damages[i].what);
	}
}

static void matches_by_root_and_place(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_exec_facts facts = {};
	struct lorica_decision d;
	u8 root[32] = {};

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/opt/x"), 0);
	root[31] = 1;
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/opt/x"), 1);
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/optional"), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/"), 0);
	/* Opened by its handle: it is nowhere. */
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, NULL), 0);
	root[31] = 2;
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/bin/sh"), 2);
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, NULL), 2);
	root[0] = 1;
	KUNIT_EXPECT_EQ(test, lorica_match_volume(&s->policy, root, "/bin/sh"), 0);

	facts.rules = BIT(1);
	d = lorica_match_exec(&s->policy, &facts);
	KUNIT_EXPECT_TRUE(test, d.allow);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_VOLUME);
	KUNIT_EXPECT_EQ(test, d.rule, 1);
	/* No volume is a key: a manifest of key 0 is no reason to allow. */
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/opt/x"), 0);
}

static void needs_what_may_not_degrade(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, lorica_policy_needs_volumes(&s->policy));
	s->rules[0].flags = LORICA_EXEC_MAY_DEGRADE;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, lorica_policy_needs_volumes(&s->policy));
	s->rules[1].flags = LORICA_EXEC_MAY_DEGRADE;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_FALSE(test, lorica_policy_needs_volumes(&s->policy));
	KUNIT_EXPECT_FALSE(test, lorica_policy_needs_gates(&s->policy));
	s->rec.writable_code = LORICA_DEFAULT_DENY;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, lorica_policy_needs_gates(&s->policy));
	s->rec.may_degrade = LORICA_MAY_DEGRADE_WRITABLE_CODE;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_FALSE(test, lorica_policy_needs_gates(&s->policy));
}

static struct kunit_case volume_cases[] = {
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(needs_what_may_not_degrade),
	KUNIT_CASE(matches_by_root_and_place),
	{},
};

static struct kunit_suite volume_suite = {
	.name = "lorica_volume",
	.test_cases = volume_cases,
};

kunit_test_suite(volume_suite);
