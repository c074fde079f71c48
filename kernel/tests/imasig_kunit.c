// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../imasig.h"
#include "../reason.h"

enum { SIGNATURE = 256, SIZE = LORICA_IMASIG_HEAD + SIGNATURE };

/* An attribute of the largest size, and a byte more. */
struct sample {
	u8 data[LORICA_IMASIG_MAX + 1];
	size_t len;
};

/* As evmctl writes it with a key of 2048 bits. */
static void sample_init(struct sample *s)
{
	static const u8 head[LORICA_IMASIG_HEAD] = { 3, 2, 4, 0xa1, 0xb2, 0xc3, 0xd4, 0x01, 0x00 };

	memset(s, 0x5a, sizeof(*s));
	memcpy(s->data, head, sizeof(head));
	s->len = SIZE;
}

/* Of a signature of @len bytes, whose head says so. */
static void sample_size(struct sample *s, size_t len)
{
	sample_init(s);
	s->data[7] = len >> 8;
	s->data[8] = len;
	s->len = LORICA_IMASIG_HEAD + len;
}

static void reads_a_signature(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_imasig sig;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, lorica_imasig_parse(s->data, s->len, &sig), LORICA_OK);
	KUNIT_EXPECT_EQ(test, sig.key_id, 0xa1b2c3d4);
	KUNIT_EXPECT_EQ(test, sig.len, (u32)SIGNATURE);
	KUNIT_EXPECT_TRUE(test, sig.data == s->data + LORICA_IMASIG_HEAD);
}

static void takes_the_largest_key(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_imasig sig;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_size(s, LORICA_MAX_SIGNATURE);
	KUNIT_ASSERT_EQ(test, lorica_imasig_parse(s->data, s->len, &sig), LORICA_OK);
	KUNIT_EXPECT_EQ(test, sig.len, (u32)LORICA_MAX_SIGNATURE);
	sample_size(s, LORICA_MAX_SIGNATURE + 1);
	KUNIT_EXPECT_EQ(test, lorica_imasig_parse(s->data, s->len, &sig), LORICA_R_SIG_FORMAT);
}

static const struct damage {
	const char *name;
	u16 at;
	u8 byte;
	enum lorica_reason want;
} damages[] = {
	{ "a digest (IMA_XATTR_DIGEST)", 0, 1, LORICA_R_SIG_KIND },
	{ "an HMAC", 0, 2, LORICA_R_SIG_KIND },
	{ "a digest with its algorithm", 0, 4, LORICA_R_SIG_KIND },
	{ "a portable signature of EVM", 0, 5, LORICA_R_SIG_KIND },
	{ "a signature over fs-verity", 0, 6, LORICA_R_SIG_KIND },
	{ "type 0", 0, 0, LORICA_R_SIG_KIND },
	{ "type 255", 0, 255, LORICA_R_SIG_KIND },
	{ "version 0", 1, 0, LORICA_R_SIG_KIND },
	{ "version 1", 1, 1, LORICA_R_SIG_KIND },
	{ "version 3", 1, 3, LORICA_R_SIG_KIND },
	{ "MD5", 2, 1, LORICA_R_SIG_HASH },
	{ "SHA-1", 2, 2, LORICA_R_SIG_HASH },
	{ "SHA-384", 2, 5, LORICA_R_SIG_HASH },
	{ "SHA-512", 2, 6, LORICA_R_SIG_HASH },
	{ "an unknown digest", 2, 255, LORICA_R_SIG_HASH },
	{ "a size of 0", 7, 0, LORICA_R_SIG_FORMAT },
	{ "a size one too large", 8, 1, LORICA_R_SIG_FORMAT },
	{ "the largest size", 7, 255, LORICA_R_SIG_FORMAT },
};

static void refuses_each_damage(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_imasig sig;
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		s->data[damages[i].at] = damages[i].byte;
		KUNIT_EXPECT_EQ_MSG(test, lorica_imasig_parse(s->data, s->len, &sig),
				    damages[i].want, "%s", damages[i].name);
	}
}

/* In a block of its own that ends where it ends, so that a step too far shows. */
static void refuses_each_length_but_one(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_imasig sig;
	size_t len;
	u8 *cut;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	for (len = 0; len <= sizeof(s->data); len++) {
		if (len == SIZE)
			continue;
		cut = kunit_kzalloc(test, len ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_TRUE(test, cut != NULL);
		memcpy(cut, s->data, len);
		KUNIT_EXPECT_EQ_MSG(test, lorica_imasig_parse(cut, len, &sig), LORICA_R_SIG_FORMAT,
				    "%u bytes", (unsigned int)len);
	}
	/* Nothing is left to be signed by a signature without bytes. */
	sample_size(s, 0);
	KUNIT_EXPECT_EQ(test, lorica_imasig_parse(s->data, s->len, &sig), LORICA_R_SIG_FORMAT);
}

static void a_key_id_is_the_tail_of_an_identifier(struct kunit *test)
{
	static const u8 id[20] = { [15] = 9, [16] = 0xde, [17] = 0xad, [18] = 1, [19] = 2 };
	u32 key_id = 7;

	KUNIT_EXPECT_TRUE(test, lorica_imasig_key_id(id, sizeof(id), &key_id));
	KUNIT_EXPECT_EQ(test, key_id, 0xdead0102);
	KUNIT_EXPECT_TRUE(test, lorica_imasig_key_id(id + 16, 4, &key_id));
	KUNIT_EXPECT_EQ(test, key_id, 0xdead0102);
	KUNIT_EXPECT_FALSE(test, lorica_imasig_key_id(id, 3, &key_id));
	KUNIT_EXPECT_FALSE(test, lorica_imasig_key_id(id, 0, &key_id));
}

static void each_reason_has_words(struct kunit *test)
{
	enum lorica_reason r;

	for (r = LORICA_R_SIGNED; r <= LORICA_R_SIG_WRONG; r++) {
		KUNIT_EXPECT_STRNEQ(test, lorica_reason_name(r), "unknown");
		KUNIT_EXPECT_EQ(test, lorica_reason_errno(r), r == LORICA_R_SIGNED ? 0 : -EACCES);
	}
}

static struct kunit_case imasig_cases[] = {
	KUNIT_CASE(reads_a_signature),
	KUNIT_CASE(takes_the_largest_key),
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(refuses_each_length_but_one),
	KUNIT_CASE(a_key_id_is_the_tail_of_an_identifier),
	KUNIT_CASE(each_reason_has_words),
	{},
};

static struct kunit_suite imasig_suite = {
	.name = "lorica_imasig",
	.test_cases = imasig_cases,
};

kunit_test_suite(imasig_suite);
