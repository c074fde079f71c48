// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../verity_table.h"

#define HEAD "1 7:0 7:0 4096 4096 512 513 "
#define ROOT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SALT "aaaa"
#define PLAIN HEAD "sha256 " ROOT " " SALT

static bool has_root(const char *line)
{
	u8 root[32];

	return lorica_verity_root(line, 1024, root);
}

static void finds_the_root(struct kunit *test)
{
	static const u8 want[4] = { 0x00, 0x11, 0x22, 0x33 };
	u8 root[32] = {};

	KUNIT_EXPECT_TRUE(test, lorica_verity_root(PLAIN, 1024, root));
	KUNIT_EXPECT_EQ(test, memcmp(root, want, sizeof(want)), 0);
	KUNIT_EXPECT_EQ(test, root[31], 0xff);
	KUNIT_EXPECT_TRUE(test, has_root(HEAD "sha256 " ROOT " -"));
}

static void takes_what_stays_sound(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, has_root(PLAIN " 1 restart_on_corruption"));
	KUNIT_EXPECT_TRUE(test, has_root(PLAIN " 2 panic_on_corruption ignore_zero_blocks"));
	KUNIT_EXPECT_TRUE(test, has_root(PLAIN " 2 restart_on_error try_verify_in_tasklet"));
	KUNIT_EXPECT_TRUE(test, has_root(PLAIN " 8 use_fec_from_device 7:1 fec_blocks 600 "
					       "fec_start 2 fec_roots 2"));
	KUNIT_EXPECT_TRUE(test, has_root(PLAIN " 2 root_hash_sig_key_desc vendor:1"));
}

static void refuses_what_weakens(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 1 ignore_corruption"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 1 check_at_most_once"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 2 ignore_zero_blocks check_at_most_once"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 1 something_new"));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha1 " ROOT " " SALT));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha256-generic " ROOT " " SALT));
	KUNIT_EXPECT_FALSE(test, has_root("0 7:0 7:0 4096 4096 512 513 sha256 " ROOT " " SALT));
}

static void refuses_what_it_cannot_read(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, has_root(""));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha256 " ROOT));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha256 " ROOT "00 " SALT));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha256 0011 " SALT));
	KUNIT_EXPECT_FALSE(test, has_root(HEAD "sha256 0G112233445566778899aabbccddeeff"
					       "00112233445566778899aabbccddeeff " SALT));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " x"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 2 ignore_zero_blocks"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 1 ignore_zero_blocks ignore_corruption"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 0 ignore_corruption"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 1 use_fec_from_device 7:1"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 999999999999999999 ignore_zero_blocks"));
	/* A key's name with a space in it must not speak for the table. */
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 3 ignore_corruption root_hash_sig_key_desc a"));
	KUNIT_EXPECT_FALSE(test, has_root(PLAIN " 2 root_hash_sig_key_desc a ignore_zero_blocks"));
}

/* A long salt pushes the options out of the buffer. */
static void refuses_a_line_that_was_cut(struct kunit *test)
{
	static const char line[] = PLAIN " 1 ignore_corruption";
	u8 root[32];

	KUNIT_EXPECT_TRUE(test, lorica_verity_root(PLAIN, sizeof(PLAIN) + 1, root));
	KUNIT_EXPECT_FALSE(test, lorica_verity_root(PLAIN, sizeof(PLAIN), root));
	KUNIT_EXPECT_FALSE(test, lorica_verity_root(line, sizeof(PLAIN) - 1, root));
}

static struct kunit_case verity_table_cases[] = {
	KUNIT_CASE(finds_the_root),
	KUNIT_CASE(takes_what_stays_sound),
	KUNIT_CASE(refuses_what_weakens),
	KUNIT_CASE(refuses_what_it_cannot_read),
	KUNIT_CASE(refuses_a_line_that_was_cut),
	{},
};

static struct kunit_suite verity_table_suite = {
	.name = "lorica_verity_table",
	.test_cases = verity_table_cases,
};

kunit_test_suite(verity_table_suite);
