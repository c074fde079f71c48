// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../overlap.h"

/* Only its paths matter; lorica_manifest_decode() has made them sound. */
#define MANIFEST(text)                                                          \
	{                                                                       \
		.paths = {.data = (const u8 *)(text), .len = sizeof(text) - 1 } \
	}

static const char strings[] = "/opt\0/usr";

static const char *overlap(const struct lorica_manifest *a, u32 key_a,
			   const struct lorica_manifest *b, u32 key_b)
{
	/* Key 0 may speak of everything, key 1 of /opt, key 2 of /usr, key 3 of nothing. */
	const struct lorica_exec_rule rules[] = {
		{ .kind = LORICA_EXEC_MANIFEST, .ref = 0, .under = cpu_to_le32(LORICA_NO_STRING) },
		{ .kind = LORICA_EXEC_MANIFEST, .ref = 1, .under = cpu_to_le32(0) },
		{ .kind = LORICA_EXEC_MANIFEST, .ref = 2, .under = cpu_to_le32(5) },
	};
	const struct lorica_policy policy = {
		.exec = rules,
		.nr_exec = ARRAY_SIZE(rules),
		.strings = { .data = (const u8 *)strings, .len = sizeof(strings) },
	};
	const struct lorica_claim x = { a, key_a }, y = { b, key_b };
	const char *one = lorica_overlap(&policy, &x, &y);
	const char *two = lorica_overlap(&policy, &y, &x);

	/* The order must not count. */
	if (!one != !two || (one && strcmp(one, two)))
		return "another one when asked the other way round";
	return one;
}

static void finds_a_common_path(struct kunit *test)
{
	static const struct lorica_manifest base = MANIFEST("/bin/sh\0/opt/a\0/usr/bin/x\0");
	static const struct lorica_manifest apps = MANIFEST("/lib/q\0/opt/a\0/opt/b\0");
	static const struct lorica_manifest last = MANIFEST("/usr/bin/x\0");

	KUNIT_EXPECT_STREQ(test, overlap(&base, 0, &apps, 1) ?: "none", "/opt/a");
	KUNIT_EXPECT_STREQ(test, overlap(&base, 0, &last, 2) ?: "none", "/usr/bin/x");
}

static void one_key_may_say_it_twice(struct kunit *test)
{
	static const struct lorica_manifest a = MANIFEST("/bin/sh\0");

	KUNIT_EXPECT_TRUE(test, !overlap(&a, 0, &a, 0));
}

static void what_no_rule_takes_does_not_count(struct kunit *test)
{
	static const struct lorica_manifest base = MANIFEST("/bin/sh\0/usr/bin/x\0");
	static const struct lorica_manifest apps = MANIFEST("/bin/sh\0/opt/b\0");

	KUNIT_EXPECT_TRUE(test, !overlap(&base, 0, &apps, 1));
	KUNIT_EXPECT_TRUE(test, !overlap(&base, 0, &base, 3));
	KUNIT_EXPECT_TRUE(test, !overlap(&apps, 1, &base, 2));
}

static void different_paths_are_fine(struct kunit *test)
{
	static const struct lorica_manifest a = MANIFEST("/a\0/c\0/e\0"), none = {};
	static const struct lorica_manifest b = MANIFEST("/b\0/cc\0/d\0/opt\0");

	KUNIT_EXPECT_TRUE(test, !overlap(&a, 0, &b, 1));
	KUNIT_EXPECT_TRUE(test, !overlap(&a, 0, &none, 1));
	KUNIT_EXPECT_TRUE(test, !overlap(&none, 0, &none, 1));
}

/* clang-format off */
static struct kunit_case overlap_cases[] = {
	KUNIT_CASE(finds_a_common_path),
	KUNIT_CASE(one_key_may_say_it_twice),
	KUNIT_CASE(what_no_rule_takes_does_not_count),
	KUNIT_CASE(different_paths_are_fine),
	{},
};
/* clang-format on */

static struct kunit_suite overlap_suite = {
	.name = "lorica_overlap",
	.test_cases = overlap_cases,
};

kunit_test_suite(overlap_suite);
