// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../serials.h"

static const u8 vendor[32] = { 1 }, apps[32] = { 2 }, one[32] = { 3 }, two[32] = { 4 };

/* A manifest by name and serial; @head is where its name is kept. */
static struct lorica_stmt_view manifest(struct lorica_stmt *head, const char *name, u64 serial)
{
	memset(head, 0, sizeof(*head));
	memcpy(head->name, name, strlen(name));
	return (struct lorica_stmt_view){ .head = head, .serial = serial };
}

static enum lorica_reason check(const struct lorica_serials *s, const char *name, u64 serial,
				const u8 *signer, const u8 *sha256)
{
	struct lorica_stmt head;
	struct lorica_stmt_view view = manifest(&head, name, serial);

	return lorica_serials_check(s, &view, signer, sha256);
}

static void note(struct lorica_serials *s, const char *name, u64 serial, const u8 *signer,
		 const u8 *sha256)
{
	struct lorica_stmt head;
	struct lorica_stmt_view view = manifest(&head, name, serial);

	lorica_serials_note(s, &view, signer, sha256);
}

static struct lorica_serials *none(struct kunit *test)
{
	return kunit_kzalloc(test, sizeof(struct lorica_serials), GFP_KERNEL);
}

static void an_older_one_does_not_come_back(struct kunit *test)
{
	struct lorica_serials *s = none(test);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	KUNIT_EXPECT_EQ(test, check(s, "late", 5, vendor, one), LORICA_OK);
	note(s, "late", 5, vendor, one);
	KUNIT_EXPECT_EQ(test, check(s, "late", 4, vendor, one), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, check(s, "late", 1, vendor, two), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, check(s, "late", 6, vendor, two), LORICA_OK);
	note(s, "late", 6, vendor, two);
	KUNIT_EXPECT_EQ(test, check(s, "late", 5, vendor, one), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, s->nr, 1U);
}

static void the_newest_one_does(struct kunit *test)
{
	struct lorica_serials *s = none(test);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	note(s, "late", 5, vendor, one);
	KUNIT_EXPECT_EQ(test, check(s, "late", 5, vendor, one), LORICA_OK);
	KUNIT_EXPECT_EQ(test, check(s, "late", 5, vendor, two), LORICA_R_SERIAL_SAME);
}

static void another_name_or_signer_has_a_line_of_its_own(struct kunit *test)
{
	struct lorica_serials *s = none(test);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	note(s, "late", 5, vendor, one);
	KUNIT_EXPECT_EQ(test, check(s, "later", 1, vendor, one), LORICA_OK);
	KUNIT_EXPECT_EQ(test, check(s, "lat", 1, vendor, one), LORICA_OK);
	KUNIT_EXPECT_EQ(test, check(s, "late", 1, apps, one), LORICA_OK);
	note(s, "late", 1, apps, two);
	KUNIT_EXPECT_EQ(test, check(s, "late", 4, vendor, one), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, check(s, "late", 2, apps, one), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->nr, 2U);
}

/* What cannot be remembered is refused, and what is known goes on. */
static void it_does_not_forget_when_it_is_full(struct kunit *test)
{
	struct lorica_serials *s = none(test);
	char name[16];
	int i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	for (i = 0; i < LORICA_MAX_SERIALS; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		KUNIT_EXPECT_EQ(test, check(s, name, 2, vendor, one), LORICA_OK);
		note(s, name, 2, vendor, one);
	}
	KUNIT_EXPECT_EQ(test, check(s, "more", 2, vendor, one), LORICA_R_TOO_MANY);
	note(s, "more", 2, vendor, one);
	KUNIT_EXPECT_EQ(test, check(s, "m0", 1, vendor, one), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, check(s, "m0", 3, vendor, two), LORICA_OK);
	KUNIT_EXPECT_EQ(test, check(s, "m127", 1, vendor, one), LORICA_R_SERIAL_OLD);
}

static struct kunit_case serials_cases[] = {
	KUNIT_CASE(an_older_one_does_not_come_back),
	KUNIT_CASE(the_newest_one_does),
	KUNIT_CASE(another_name_or_signer_has_a_line_of_its_own),
	KUNIT_CASE(it_does_not_forget_when_it_is_full),
	{},
};

static struct kunit_suite serials_suite = {
	.name = "lorica_serials",
	.test_cases = serials_cases,
};

kunit_test_suite(serials_suite);
