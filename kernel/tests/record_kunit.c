// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../record.h"
#include "build.h"

static const u8 digest[32] = { 0x00, 0x1f, 0xa0, [31] = 0xff };

#define DIGEST "001fa000000000000000000000000000000000000000000000000000000000ff"

/* A statement of the longest name and the largest numbers. */
static void widest(struct build *b, u16 type)
{
	build_start(b, type, 0);
	memset(build_head(b)->name, 'n', LORICA_MAX_NAME - 1);
	build_head(b)->serial = cpu_to_le64(~0ULL);
	build_head(b)->epoch = cpu_to_le64(~0ULL);
}

static void says_what_a_policy_is(struct kunit *test)
{
	struct build *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct lorica_stmt_view view;
	struct lorica_record record = { .view = &view, .sha256 = digest, .boot = "ok" };
	char text[LORICA_RECORD_SIZE];
	size_t len;

	KUNIT_ASSERT_TRUE(test, b != NULL);
	build_policy(b);
	build_head(b)->epoch = cpu_to_le64(7);
	KUNIT_ASSERT_EQ(test, (int)lorica_stmt_decode(b->data, b->len, &view), (int)LORICA_OK);
	record.mode = LORICA_MODE_ENFORCE;
	len = lorica_record_write(&record, text);
	KUNIT_EXPECT_STREQ(test, text,
			   "name=t;serial=1;epoch=7;sha256=" DIGEST
			   ";mode=enforce;boot=ok;sealed=no;");
	KUNIT_EXPECT_EQ(test, len, strlen(text));
	KUNIT_EXPECT_STREQ(test, lorica_record_name(&view), "lorica-policy");
	record.mode = LORICA_MODE_AUDIT;
	record.boot = "failed";
	record.sealed = true;
	lorica_record_write(&record, text);
	KUNIT_EXPECT_TRUE(test, strstr(text, ";mode=audit;boot=failed;sealed=yes;") != NULL);
}

/* A manifest has no mode, and no boot. */
static void says_what_a_manifest_is(struct kunit *test)
{
	struct build *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct lorica_stmt_view view;
	struct lorica_record record = { .view = &view, .sha256 = digest, .sealed = true };
	char text[LORICA_RECORD_SIZE];

	KUNIT_ASSERT_TRUE(test, b != NULL);
	build_start(b, LORICA_TYPE_MANIFEST, 0);
	KUNIT_ASSERT_EQ(test, (int)lorica_stmt_decode(b->data, b->len, &view), (int)LORICA_OK);
	lorica_record_write(&record, text);
	KUNIT_EXPECT_STREQ(test, lorica_record_name(&view), "lorica-manifest");
	KUNIT_EXPECT_TRUE(test, strstr(text, "sealed=yes;") != NULL);
	KUNIT_EXPECT_TRUE(test, strstr(text, "mode=") == NULL);
	KUNIT_EXPECT_TRUE(test, strstr(text, "boot=") == NULL);
}

/* What was cut would be the same for two states. */
static void has_room_for_the_widest(struct kunit *test)
{
	struct build *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct lorica_stmt_view view = {};
	struct lorica_record record = { .view = &view, .sha256 = digest, .boot = "not-managed" };
	char text[LORICA_RECORD_SIZE];
	size_t len;

	KUNIT_ASSERT_TRUE(test, b != NULL);
	widest(b, LORICA_TYPE_MANIFEST);
	KUNIT_ASSERT_EQ(test, (int)lorica_stmt_decode(b->data, b->len, &view), (int)LORICA_OK);
	/* As a policy's: only its head counts here. */
	view.type = LORICA_TYPE_POLICY;
	record.mode = LORICA_MODE_ENFORCE;
	record.sealed = true;
	len = lorica_record_write(&record, text);
	KUNIT_EXPECT_LT(test, len, (size_t)LORICA_RECORD_SIZE);
	KUNIT_EXPECT_STREQ(test, text + len - 11, "sealed=yes;");
	KUNIT_EXPECT_TRUE(test,
			  strstr(text,
				 ";serial=18446744073709551615;epoch=18446744073709551615;") !=
				  NULL);
}

static struct kunit_case record_cases[] = { KUNIT_CASE(says_what_a_policy_is),
					    KUNIT_CASE(says_what_a_manifest_is),
					    KUNIT_CASE(has_room_for_the_widest),
					    {} };

static struct kunit_suite record_suite = {
	.name = "lorica_record",
	.test_cases = record_cases,
};

kunit_test_suite(record_suite);
