// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../manifest.h"
#include "build.h"

/* Four files, two of them equal: /a and /c; digests 0x11.., 0x22.., 0x22.., 0xff.. */
struct sample {
	struct lorica_digest digests[4];
	char paths[13];
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_manifest manifest;
	u32 index[64];
};

static void entry(struct lorica_digest *d, u8 byte, u32 path)
{
	memset(d, 0, sizeof(*d));
	memset(d->digest, byte, sizeof(d->digest));
	d->path = cpu_to_le32(path);
	d->kind = LORICA_FILE_ELF;
	d->tier = LORICA_TIER_SHA256;
}

static void sample_init(struct sample *s)
{
	memcpy(s->paths, "/a\0/b\0/c\0/d\0", 13);
	entry(&s->digests[0], 0x11, 3);
	entry(&s->digests[1], 0x22, 0);
	entry(&s->digests[2], 0x22, 6);
	entry(&s->digests[3], 0xff, 9);
}

static enum lorica_reason decode(struct sample *s)
{
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_MANIFEST, 2);
	build_add(&s->b, 0, LORICA_SECTION_DIGESTS, s->digests, sizeof(s->digests));
	build_add(&s->b, 1, LORICA_SECTION_PATHS, s->paths, 12);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_manifest_decode(&s->view, &s->manifest);
}

static void finds_what_is_listed(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	const struct lorica_digest *d;
	u8 sha[32];

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_ASSERT_LE(test, lorica_manifest_index_size(&s->manifest), sizeof(s->index));
	lorica_manifest_index(&s->manifest, s->index);
	memset(sha, 0x22, sizeof(sha));
	d = lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_STREQ(test, lorica_manifest_path(&s->manifest, d), "/a");
	memset(sha, 0xff, sizeof(sha));
	KUNIT_ASSERT_TRUE(test,
			  lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256) != NULL);
	memset(sha, 0x11, sizeof(sha));
	KUNIT_ASSERT_TRUE(test,
			  lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256) != NULL);
	sha[31] ^= 1;
	KUNIT_EXPECT_TRUE(test,
			  lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256) == NULL);
	memset(sha, 0, sizeof(sha));
	KUNIT_EXPECT_TRUE(test,
			  lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256) == NULL);
}

/* The descriptor of a listed program, as a file, is not that program; nor the other way round. */
static void keeps_the_tiers_apart(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	const struct lorica_digest *d;
	u8 digest[32];

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	s->digests[0].tier = LORICA_TIER_FSVERITY;
	s->digests[2].tier = LORICA_TIER_FSVERITY;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	lorica_manifest_index(&s->manifest, s->index);
	memset(digest, 0x11, sizeof(digest));
	KUNIT_EXPECT_TRUE(test, !lorica_manifest_lookup(&s->manifest, digest, LORICA_TIER_SHA256));
	d = lorica_manifest_lookup(&s->manifest, digest, LORICA_TIER_FSVERITY);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_STREQ(test, lorica_manifest_path(&s->manifest, d), "/b");
	memset(digest, 0xff, sizeof(digest));
	KUNIT_EXPECT_TRUE(test,
			  !lorica_manifest_lookup(&s->manifest, digest, LORICA_TIER_FSVERITY));
	memset(digest, 0x22, sizeof(digest));
	d = lorica_manifest_lookup(&s->manifest, digest, LORICA_TIER_SHA256);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_STREQ(test, lorica_manifest_path(&s->manifest, d), "/a");
	KUNIT_EXPECT_TRUE(test, lorica_manifest_next(&s->manifest, d) == NULL);
	d = lorica_manifest_lookup(&s->manifest, digest, LORICA_TIER_FSVERITY);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_STREQ(test, lorica_manifest_path(&s->manifest, d), "/c");
	KUNIT_EXPECT_TRUE(test, lorica_manifest_next(&s->manifest, d) == NULL);
}

static void finds_every_path(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	const struct lorica_digest *d;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	lorica_manifest_index(&s->manifest, s->index);
	d = lorica_manifest_lookup(&s->manifest, s->digests[1].digest, LORICA_TIER_SHA256);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	d = lorica_manifest_next(&s->manifest, d);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_STREQ(test, lorica_manifest_path(&s->manifest, d), "/c");
	KUNIT_EXPECT_TRUE(test, lorica_manifest_next(&s->manifest, d) == NULL);
	d = lorica_manifest_lookup(&s->manifest, s->digests[3].digest, LORICA_TIER_SHA256);
	KUNIT_ASSERT_TRUE(test, d != NULL);
	KUNIT_EXPECT_TRUE(test, lorica_manifest_next(&s->manifest, d) == NULL);
}

/* A file that is listed in both tiers has one path, and two entries that share it. */
static void two_tiers_share_a_path(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	s->digests[0].path = cpu_to_le32(0);
	s->digests[0].tier = LORICA_TIER_FSVERITY;
	memcpy(s->paths, "/a\0/c/c\0/dd\0", 13);
	s->digests[2].path = cpu_to_le32(3);
	s->digests[3].path = cpu_to_le32(8);
	KUNIT_EXPECT_EQ(test, decode(s), LORICA_OK);
}

static void an_empty_manifest_lists_nothing(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	u8 sha[32] = {};

	KUNIT_ASSERT_TRUE(test, s != NULL);
	build_start(&s->b, LORICA_TYPE_MANIFEST, 0);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(s->b.data, s->b.len, &s->view), LORICA_OK);
	KUNIT_ASSERT_EQ(test, lorica_manifest_decode(&s->view, &s->manifest), LORICA_OK);
	lorica_manifest_index(&s->manifest, s->index);
	KUNIT_EXPECT_TRUE(test,
			  lorica_manifest_lookup(&s->manifest, sha, LORICA_TIER_SHA256) == NULL);
}

static void damage_order(struct sample *s)
{
	s->digests[0].digest[0] = 0x99;
}

static void damage_twice(struct sample *s)
{
	s->digests[2] = s->digests[1];
}

static void damage_path_order(struct sample *s)
{
	s->digests[1].path = cpu_to_le32(9);
}

static void damage_path_middle(struct sample *s)
{
	s->digests[3].path = cpu_to_le32(10);
}

static void damage_path_past(struct sample *s)
{
	s->digests[3].path = cpu_to_le32(12);
}

static void damage_path_huge(struct sample *s)
{
	s->digests[3].path = cpu_to_le32(~0U);
}

static void damage_kind(struct sample *s)
{
	s->digests[0].kind = 0;
}

static void damage_kind_high(struct sample *s)
{
	s->digests[0].kind = LORICA_FILE_LAST + 1;
}

static void damage_tier(struct sample *s)
{
	s->digests[0].tier = LORICA_TIER_NONE;
}

static void damage_tier_other(struct sample *s)
{
	s->digests[0].tier = LORICA_TIER_SIGNATURE;
}

static void damage_tier_high(struct sample *s)
{
	s->digests[0].tier = LORICA_TIER_FSVERITY + 1;
}

static void damage_tiers_equal(struct sample *s)
{
	s->digests[2] = s->digests[1];
	s->digests[2].tier = LORICA_TIER_FSVERITY;
}

static void damage_reserved(struct sample *s)
{
	s->digests[0].reserved[1] = 1;
}

static void damage_no_nul(struct sample *s)
{
	s->paths[11] = 'x';
}

static void damage_fewer_paths(struct sample *s)
{
	s->paths[2] = 'x';
}

static void damage_relative(struct sample *s)
{
	s->paths[0] = 'a';
}

static void damage_paths_order(struct sample *s)
{
	s->paths[1] = 'z';
}

static void damage_paths_equal(struct sample *s)
{
	s->paths[1] = 'b';
}

static const struct damage {
	const char *name;
	void (*make)(struct sample *s);
	enum lorica_reason want;
} damages[] = {
	{ "digests not sorted", damage_order, LORICA_R_ORDER },
	{ "entry twice", damage_twice, LORICA_R_ORDER },
	{ "equal digests, paths not sorted", damage_path_order, LORICA_R_ORDER },
	{ "path starts inside a string", damage_path_middle, LORICA_R_CONTENT },
	{ "path past the section", damage_path_past, LORICA_R_CONTENT },
	{ "path far past the section", damage_path_huge, LORICA_R_CONTENT },
	{ "kind 0", damage_kind, LORICA_R_CONTENT },
	{ "kind unknown", damage_kind_high, LORICA_R_CONTENT },
	{ "tier 0", damage_tier, LORICA_R_CONTENT },
	{ "tier of no digest", damage_tier_other, LORICA_R_CONTENT },
	{ "tier unknown", damage_tier_high, LORICA_R_CONTENT },
	{ "one digest and path in two tiers", damage_tiers_equal, LORICA_R_ORDER },
	{ "reserved", damage_reserved, LORICA_R_RESERVED },
	{ "last path without NUL", damage_no_nul, LORICA_R_CONTENT },
	{ "a path that an entry starts at is gone", damage_fewer_paths, LORICA_R_CONTENT },
	{ "relative path", damage_relative, LORICA_R_CONTENT },
	{ "paths not sorted", damage_paths_order, LORICA_R_ORDER },
	{ "paths equal", damage_paths_equal, LORICA_R_ORDER },
};

static void refuses_each_damage(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		damages[i].make(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].want, "%s", damages[i].name);
	}
}

static void refuses_a_ragged_table(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	build_start(&s->b, LORICA_TYPE_MANIFEST, 2);
	build_add(&s->b, 0, LORICA_SECTION_DIGESTS, s->digests, sizeof(s->digests) - 1);
	build_add(&s->b, 1, LORICA_SECTION_PATHS, s->paths, 12);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(s->b.data, s->b.len, &s->view), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_manifest_decode(&s->view, &s->manifest), LORICA_R_TABLE);
}

static struct kunit_case manifest_cases[] = {
	KUNIT_CASE(finds_what_is_listed),
	KUNIT_CASE(keeps_the_tiers_apart),
	KUNIT_CASE(finds_every_path),
	KUNIT_CASE(two_tiers_share_a_path),
	KUNIT_CASE(an_empty_manifest_lists_nothing),
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(refuses_a_ragged_table),
	{},
};

static struct kunit_suite manifest_suite = {
	.name = "lorica_manifest",
	.test_cases = manifest_cases,
};

kunit_test_suite(manifest_suite);
