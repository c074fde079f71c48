// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../envelope.h"
#include "../limits.h"
#include "../reason.h"
#include "build.h"

static void accepts_smallest(struct kunit *test)
{
	struct lorica_stmt_view view;
	struct build b;

	build_policy(&b);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(b.data, b.len, &view), LORICA_OK);
	KUNIT_EXPECT_EQ(test, view.type, LORICA_TYPE_POLICY);
	KUNIT_EXPECT_EQ(test, view.serial, 1);
	KUNIT_EXPECT_STREQ(test, view.name, "t");
	KUNIT_EXPECT_TRUE(test, view.device == NULL);
	KUNIT_EXPECT_EQ(test, view.section[LORICA_SECTION_TEXT].len, 9);
}

static void set_magic(struct build *b)
{
	build_head(b)->magic[7] ^= 1;
}

static void set_abi(struct build *b)
{
	build_head(b)->abi = cpu_to_le16(LORICA_ABI + 1);
}

static void set_type_zero(struct build *b)
{
	build_head(b)->type = 0;
}

static void set_type_unknown(struct build *b)
{
	build_head(b)->type = cpu_to_le16(77);
}

static void set_longer(struct build *b)
{
	build_head(b)->length = cpu_to_le32(b->len + 8);
}

static void set_shorter(struct build *b)
{
	build_head(b)->length = cpu_to_le32(b->len - 8);
}

static void set_extra(struct build *b)
{
	b->len += 8;
	build_head(b)->length = cpu_to_le32(b->len);
}

static void set_flags(struct build *b)
{
	build_head(b)->flags = cpu_to_le32(1);
}

static void set_reserved(struct build *b)
{
	build_head(b)->reserved[9] = 1;
}

static void set_section_reserved(struct build *b)
{
	build_section(b, 1)->reserved = cpu_to_le32(1);
}

static void set_padding(struct build *b)
{
	b->data[b->len - 1] = 1;
}

static void set_many(struct build *b)
{
	build_head(b)->nsections = cpu_to_le16(LORICA_MAX_SECTIONS + 1);
}

static void set_table_too_long(struct build *b)
{
	build_head(b)->nsections = cpu_to_le16(LORICA_MAX_SECTIONS);
}

static void set_no_name(struct build *b)
{
	build_head(b)->name[0] = 0;
}

static void set_name_char(struct build *b)
{
	build_head(b)->name[0] = '/';
}

static void set_name_full(struct build *b)
{
	memset(build_head(b)->name, 'a', LORICA_MAX_NAME);
}

static void set_name_tail(struct build *b)
{
	build_head(b)->name[5] = 'x';
}

static void set_serial_zero(struct build *b)
{
	build_head(b)->serial = 0;
}

static void set_ids_equal(struct build *b)
{
	build_section(b, 1)->id = build_section(b, 0)->id;
}

static void set_offset(struct build *b)
{
	build_section(b, 1)->offset = cpu_to_le32(8);
}

static void set_length_zero(struct build *b)
{
	build_section(b, 0)->length = 0;
}

static void set_length_huge(struct build *b)
{
	build_section(b, 1)->length = cpu_to_le32(~0U);
}

static void set_length_wraps(struct build *b)
{
	build_section(b, 1)->length = cpu_to_le32(~0U - 3);
}

static void set_section_foreign(struct build *b)
{
	build_section(b, 1)->id = cpu_to_le32(LORICA_SECTION_DIGESTS);
}

static void set_section_unknown(struct build *b)
{
	build_section(b, 1)->id = cpu_to_le32(1000);
}

static void set_section_missing(struct build *b)
{
	build_section(b, 1)->id = cpu_to_le32(LORICA_SECTION_EXEC);
}

static const struct damage {
	const char *name;
	void (*make)(struct build *b);
	enum lorica_reason want;
} damages[] = {
	{ "magic", set_magic, LORICA_R_MAGIC },
	{ "abi", set_abi, LORICA_R_ABI },
	{ "type 0", set_type_zero, LORICA_R_TYPE },
	{ "type unknown", set_type_unknown, LORICA_R_TYPE },
	{ "says it is longer", set_longer, LORICA_R_TRUNCATED },
	{ "says it is shorter", set_shorter, LORICA_R_TRAILING },
	{ "bytes after the last section", set_extra, LORICA_R_TRAILING },
	{ "flags", set_flags, LORICA_R_RESERVED },
	{ "reserved", set_reserved, LORICA_R_RESERVED },
	{ "section reserved", set_section_reserved, LORICA_R_RESERVED },
	{ "padding", set_padding, LORICA_R_RESERVED },
	{ "too many sections", set_many, LORICA_R_LIMIT },
	{ "table past the end", set_table_too_long, LORICA_R_TRUNCATED },
	{ "no name", set_no_name, LORICA_R_CONTENT },
	{ "name with slash", set_name_char, LORICA_R_CONTENT },
	{ "name without NUL", set_name_full, LORICA_R_CONTENT },
	{ "name with a tail", set_name_tail, LORICA_R_CONTENT },
	{ "serial 0", set_serial_zero, LORICA_R_CONTENT },
	{ "ids not ascending", set_ids_equal, LORICA_R_TABLE },
	{ "offset into the head", set_offset, LORICA_R_TABLE },
	{ "empty section", set_length_zero, LORICA_R_TABLE },
	{ "section past the end", set_length_huge, LORICA_R_TRUNCATED },
	{ "length that wraps when aligned", set_length_wraps, LORICA_R_TRUNCATED },
	{ "section of another type", set_section_foreign, LORICA_R_SECTION_UNKNOWN },
	{ "section of no type", set_section_unknown, LORICA_R_SECTION_UNKNOWN },
	{ "text missing", set_section_missing, LORICA_R_SECTION_MISSING },
};

static void refuses_each_damage(struct kunit *test)
{
	struct lorica_stmt_view view;
	struct build b;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		build_policy(&b);
		damages[i].make(&b);
		KUNIT_EXPECT_EQ_MSG(test, lorica_stmt_decode(b.data, b.len, &view), damages[i].want,
				    "%s", damages[i].name);
	}
}

static void refuses_every_truncation(struct kunit *test)
{
	struct lorica_stmt_view view;
	struct build b;
	size_t len;

	build_policy(&b);
	for (len = 0; len < b.len; len++)
		KUNIT_EXPECT_EQ(test, lorica_stmt_decode(b.data, len, &view), LORICA_R_TRUNCATED);
}

static void binds_to_device_and_time(struct kunit *test)
{
	u8 here[32] = { 1 }, there[32] = { 2 };
	struct lorica_stmt_view view;
	struct build b;

	build_policy(&b);
	memcpy(build_head(&b)->device, here, sizeof(here));
	build_head(&b)->valid_from = cpu_to_le64(100);
	build_head(&b)->valid_until = cpu_to_le64(200);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(b.data, b.len, &view), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, here, 150), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, here, 100), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, here, 200), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, here, 99), LORICA_R_NOT_YET_VALID);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, here, 201), LORICA_R_EXPIRED);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, there, 150), LORICA_R_OTHER_DEVICE);
	KUNIT_EXPECT_EQ(test, lorica_stmt_now(&view, NULL, 150), LORICA_R_NO_DEVICE_ID);
}

static void never_goes_back(struct kunit *test)
{
	struct lorica_stmt_view view;
	struct build b;

	build_policy(&b);
	build_head(&b)->serial = cpu_to_le64(7);
	build_head(&b)->epoch = cpu_to_le64(3);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(b.data, b.len, &view), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 0, 0), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 6, 3), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 7, 3), LORICA_R_SERIAL_SAME);
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 8, 3), LORICA_R_SERIAL_OLD);
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 6, 4), LORICA_R_EPOCH_OLD);
	/* A higher epoch does not excuse an old serial. */
	KUNIT_EXPECT_EQ(test, lorica_stmt_newer(&view, 8, 2), LORICA_R_SERIAL_OLD);
}

static void envelope_is_one_sequence(struct kunit *test)
{
	u8 der[80] = { 0x30, 78 };

	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 79), LORICA_R_TRUNCATED);
	der[1] = 77;
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_R_TRAILING);
	der[1] = 0x81;
	der[2] = 77;
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_OK);
	der[1] = 0x84;
	memset(der + 2, 0xff, 4);
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_R_TRUNCATED);
	/* Indefinite length and lengths of more than four octets are no DER of ours. */
	der[1] = 0x80;
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_R_ENVELOPE);
	der[1] = 0x85;
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_R_ENVELOPE);
	der[0] = 0x31;
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, 80), LORICA_R_ENVELOPE);
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, LORICA_MIN_STATEMENT - 1),
			LORICA_R_TRUNCATED);
	KUNIT_EXPECT_EQ(test, lorica_envelope_check(der, (size_t)LORICA_MAX_STATEMENT + 1),
			LORICA_R_OVERSIZED);
}

static void detached_keeps_the_signer(struct kunit *test)
{
	static const u8 algorithms[] = { 0x31, 2, 0x30, 0 };
	static const u8 signers[] = { 0x31, 3, 1, 2, 3 };
	struct lorica_envelope e = {
		.algorithms = { algorithms, sizeof(algorithms) },
		.signers = { signers, sizeof(signers) },
	};
	u8 *out = kunit_kzalloc(test, LORICA_DETACHED_SIZE, GFP_KERNEL);
	size_t len;

	KUNIT_ASSERT_TRUE(test, out != NULL);
	len = lorica_envelope_detach(&e, out);
	KUNIT_ASSERT_EQ(test, len, 4 + 11 + 4 + 4 + 3 + 4 + 4 + 11 + 5);
	/* The outer length is exact, and the last bytes are the signer's. */
	KUNIT_EXPECT_EQ(test, (out[2] << 8 | out[3]) + 4, len);
	KUNIT_EXPECT_TRUE(test, !memcmp(out + len - sizeof(signers), signers, sizeof(signers)));
	e.signers.len = LORICA_DETACHED_SIZE;
	KUNIT_EXPECT_EQ(test, lorica_envelope_detach(&e, out), 0);
	e.signers.len = ~0U;
	KUNIT_EXPECT_EQ(test, lorica_envelope_detach(&e, out), 0);
}

static void each_refusal_has_its_errno(struct kunit *test)
{
	int i, j;

	for (i = LORICA_R_TRUNCATED; i <= LORICA_R_MEMORY; i++) {
		KUNIT_EXPECT_LT(test, lorica_reason_errno(i), 0);
		for (j = LORICA_R_TRUNCATED; j < i; j++)
			KUNIT_EXPECT_NE(test, lorica_reason_errno(i), lorica_reason_errno(j));
	}
	KUNIT_EXPECT_EQ(test, lorica_reason_errno(LORICA_OK), 0);
	KUNIT_EXPECT_LT(test, lorica_reason_errno(9999), 0);
	KUNIT_EXPECT_STREQ(test, lorica_reason_name(9999), "unknown");
}

static struct kunit_case statement_cases[] = {
	KUNIT_CASE(accepts_smallest),
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(refuses_every_truncation),
	KUNIT_CASE(binds_to_device_and_time),
	KUNIT_CASE(never_goes_back),
	KUNIT_CASE(envelope_is_one_sequence),
	KUNIT_CASE(detached_keeps_the_signer),
	KUNIT_CASE(each_refusal_has_its_errno),
	{},
};

static struct kunit_suite statement_suite = {
	.name = "lorica_statement",
	.test_cases = statement_cases,
};

kunit_test_suite(statement_suite);

MODULE_LICENSE("GPL");
