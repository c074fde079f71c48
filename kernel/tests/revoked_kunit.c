// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../match.h"
#include "../revoked.h"
#include "build.h"

enum { CERT_LEN = 4, RECORDS = 6, MANY = 1000 };

/* A policy with two keys that revokes something of each kind, open to damage. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_key_rec keys[2];
	u8 certs[2 * CERT_LEN];
	struct lorica_revoked revoked[RECORDS + 1];
	u32 len;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.exec_default = LORICA_DEFAULT_DENY;
	s->rec.on_revoked = LORICA_ON_REVOKED_KILL;
	strcpy((char *)s->keys[0].name, "alpha");
	strcpy((char *)s->keys[1].name, "beta");
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_MANIFEST);
	s->keys[1].purposes = cpu_to_le32(LORICA_PURPOSE_MANIFEST);
	s->keys[0].cert_length = cpu_to_le32(CERT_LEN);
	s->keys[1].cert_length = cpu_to_le32(CERT_LEN);
	s->keys[1].cert_offset = cpu_to_le32(CERT_LEN);
	s->certs[CERT_LEN] = 1;
	s->revoked[0].kind = LORICA_REVOKED_DIGEST;
	s->revoked[0].id[0] = 1;
	s->revoked[1].kind = LORICA_REVOKED_DIGEST;
	s->revoked[1].id[0] = 7;
	s->revoked[2].kind = LORICA_REVOKED_MANIFEST;
	s->revoked[2].id[0] = 'm';
	s->revoked[2].below = cpu_to_le64(5);
	s->revoked[3] = s->revoked[2];
	s->revoked[3].ref = 1;
	s->revoked[3].below = cpu_to_le64(2);
	s->revoked[4] = s->revoked[2];
	s->revoked[4].id[1] = 'n';
	s->revoked[5].kind = LORICA_REVOKED_VOLUME;
	s->revoked[5].id[0] = 7;
	s->len = RECORDS * sizeof(s->revoked[0]);
}

static enum lorica_reason decode(struct sample *s)
{
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, 4 + !!s->len);
	build_add(&s->b, 0, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, 1, LORICA_SECTION_KEYS, s->keys, sizeof(s->keys));
	build_add(&s->b, 2, LORICA_SECTION_CERTS, s->certs, sizeof(s->certs));
	if (s->len)
		build_add(&s->b, 3, LORICA_SECTION_REVOKED, s->revoked, s->len);
	build_add(&s->b, 3 + !!s->len, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static void damage_rest(struct sample *s)
{
	s->len -= 8;
}

static void damage_kind(struct sample *s)
{
	s->revoked[5].kind = 4;
}

static void damage_kind_zero(struct sample *s)
{
	s->revoked[0].kind = 0;
}

static void damage_reserved(struct sample *s)
{
	s->revoked[0].reserved[5] = 1;
}

static void damage_ref(struct sample *s)
{
	s->revoked[1].ref = 1;
}

static void damage_below(struct sample *s)
{
	s->revoked[5].below = cpu_to_le64(1);
}

static void damage_below_nothing(struct sample *s)
{
	s->revoked[2].below = cpu_to_le64(1);
}

static void damage_key(struct sample *s)
{
	s->revoked[3].ref = 2;
}

static void damage_purpose(struct sample *s)
{
	s->keys[1].purposes = cpu_to_le32(LORICA_PURPOSE_POLICY);
}

static void damage_name(struct sample *s)
{
	s->revoked[4].id[1] = '/';
}

static void damage_no_name(struct sample *s)
{
	s->revoked[2].id[0] = 0;
}

static void damage_twice(struct sample *s)
{
	s->revoked[0].id[0] = 7;
}

static void damage_order(struct sample *s)
{
	s->revoked[0].id[0] = 8;
}

static void damage_kinds(struct sample *s)
{
	s->revoked[5].kind = LORICA_REVOKED_DIGEST;
}

static void damage_ref_order(struct sample *s)
{
	s->revoked[2].ref = 1;
	s->revoked[3].ref = 0;
}

static void damage_allow(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_ALLOW;
}

static void damage_unmanaged(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
	s->rec.on_revoked = 0;
}

static void damage_nothing_to_kill(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
	s->len = 0;
}

static void damage_on_revoked(struct sample *s)
{
	s->rec.on_revoked = LORICA_ON_REVOKED_KILL + 1;
}

static const struct damage {
	const char *name;
	void (*make)(struct sample *s);
	enum lorica_reason want;
} damages[] = {
	{ "half a record", damage_rest, LORICA_R_TABLE },
	{ "kind 4", damage_kind, LORICA_R_CONTENT },
	{ "kind 0", damage_kind_zero, LORICA_R_CONTENT },
	{ "reserved", damage_reserved, LORICA_R_RESERVED },
	{ "digest with a key", damage_ref, LORICA_R_RESERVED },
	{ "volume with a serial", damage_below, LORICA_R_RESERVED },
	{ "serial below 1", damage_below_nothing, LORICA_R_CONTENT },
	{ "no such key", damage_key, LORICA_R_CONTENT },
	{ "key that signs no manifests", damage_purpose, LORICA_R_CONTENT },
	{ "name", damage_name, LORICA_R_CONTENT },
	{ "no name", damage_no_name, LORICA_R_CONTENT },
	{ "twice", damage_twice, LORICA_R_ORDER },
	{ "not sorted", damage_order, LORICA_R_ORDER },
	{ "kinds not sorted", damage_kinds, LORICA_R_ORDER },
	{ "keys not sorted", damage_ref_order, LORICA_R_ORDER },
	{ "default allow", damage_allow, LORICA_R_CONTENT },
	{ "unmanaged section", damage_unmanaged, LORICA_R_CONTENT },
	{ "kill without a section", damage_nothing_to_kill, LORICA_R_CONTENT },
	{ "on-revoked", damage_on_revoked, LORICA_R_CONTENT },
};

static void refuses_each_damage(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_revoked, RECORDS);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		sample_init(s);
		damages[i].make(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].want, "%s", damages[i].name);
	}
}

static void finds_by_kind(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	u8 hash[32] = { 1 };

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_DIGEST, hash));
	KUNIT_EXPECT_FALSE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_VOLUME, hash));
	hash[0] = 7;
	KUNIT_EXPECT_TRUE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_DIGEST, hash));
	KUNIT_EXPECT_TRUE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_VOLUME, hash));
	hash[31] = 1;
	KUNIT_EXPECT_FALSE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_DIGEST, hash));
	/* The name of a manifest is no hash. */
	KUNIT_EXPECT_FALSE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_DIGEST,
						      s->revoked[2].id));
	KUNIT_EXPECT_TRUE(test, lorica_revoked_any(&s->policy, LORICA_REVOKED_DIGEST));
	KUNIT_EXPECT_TRUE(test, lorica_revoked_any(&s->policy, LORICA_REVOKED_VOLUME));
	/* The volume is left out. */
	s->len -= sizeof(s->revoked[0]);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_FALSE(test, lorica_revoked_any(&s->policy, LORICA_REVOKED_VOLUME));
	KUNIT_EXPECT_FALSE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_VOLUME, hash));
	/* Nothing is revoked at all. */
	s->len = 0;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_FALSE(test, lorica_revoked_any(&s->policy, LORICA_REVOKED_DIGEST));
	KUNIT_EXPECT_FALSE(test, lorica_match_revoked(&s->policy, LORICA_REVOKED_DIGEST, hash));
}

static void finds_manifests(struct kunit *test)
{
	static const struct {
		const char *name;
		u32 key;
		u64 serial;
		bool want;
	} cases[] = {
		{ "m", 0, 1, true },   { "m", 0, 4, true },  { "m", 0, 5, false },
		{ "m", 1, 1, true },   { "m", 1, 2, false }, { "mn", 0, 4, true },
		{ "mn", 1, 1, false }, { "n", 0, 1, false }, { "m", 2, 1, false },
	};
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_stmt head;
	struct lorica_stmt_view view = { .head = &head };
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(&head, 0, sizeof(head));
		strcpy((char *)head.name, cases[i].name);
		view.serial = cases[i].serial;
		KUNIT_EXPECT_EQ_MSG(test,
				    lorica_match_revoked_manifest(&s->policy, cases[i].key, &view),
				    cases[i].want, "case %zu", i);
	}
}

static void put(u8 *id, u32 lead)
{
	memset(id, 0, 32);
	id[0] = lead >> 24;
	id[1] = lead >> 16;
	id[2] = lead >> 8;
	id[3] = lead;
}

/* How the entries lie: evenly, all at one end, twice as far each time, with the same first bytes. */
static u32 even(u32 i)
{
	return i * (0xffffffff / MANY);
}

static u32 at_start(u32 i)
{
	return i;
}

static u32 at_end(u32 i)
{
	return 0xffffffff - MANY + i;
}

static u32 grown(u32 i)
{
	return i < 31 ? (1U << i) : 0x80000000 + i;
}

static u32 same(u32 i)
{
	return 0x12345678;
}

static void finds_all_of_many(struct kunit *test)
{
	static u32 (*const forms[])(u32 i) = { even, at_start, at_end, grown, same };
	struct lorica_revoked *table = kunit_kzalloc(test, MANY * sizeof(*table), GFP_KERNEL);
	struct lorica_policy policy = { .revoked = table, .nr_revoked = MANY };
	u32 form, i, missed, wrong;
	u8 hash[32];

	KUNIT_ASSERT_TRUE(test, table != NULL);
	for (i = LORICA_REVOKED_DIGEST; i < LORICA_NR_REVOKED_KINDS; i++)
		policy.revoked_end[i] = MANY;
	for (form = 0; form < ARRAY_SIZE(forms); form++) {
		for (i = 0; i < MANY; i++) {
			put(table[i].id, forms[form](i));
			table[i].id[30] = i >> 8;
			table[i].id[31] = i;
		}
		for (i = missed = wrong = 0; i < MANY; i++) {
			memcpy(hash, table[i].id, sizeof(hash));
			missed += !lorica_match_revoked(&policy, LORICA_REVOKED_DIGEST, hash);
			hash[29] ^= 1;
			wrong += lorica_match_revoked(&policy, LORICA_REVOKED_DIGEST, hash);
		}
		KUNIT_EXPECT_EQ_MSG(test, missed, 0, "form %u", form);
		KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "form %u", form);
		put(hash, 0xffffffff);
		hash[31] = 0xff;
		KUNIT_EXPECT_FALSE(test,
				   lorica_match_revoked(&policy, LORICA_REVOKED_DIGEST, hash));
	}
}

/* Deny goes before allow, and before the default. */
static void nothing_allows_what_is_revoked(struct kunit *test)
{
	static const u8 defaults[] = { LORICA_DEFAULT_UNMANAGED, LORICA_DEFAULT_DENY,
				       LORICA_DEFAULT_ALLOW };
	struct lorica_exec_rule rule = { .kind = LORICA_EXEC_MANIFEST };
	struct lorica_policy_rec rec = { .mode = LORICA_MODE_ENFORCE };
	struct lorica_policy policy = { .rec = &rec, .exec = &rule, .nr_exec = 1 };
	struct lorica_exec_facts facts = { .rules = 1, .revoked = true };
	struct lorica_decision d;
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(defaults); i++) {
		rec.exec_default = defaults[i / 2];
		facts.sealed_module = i % 2;
		d = lorica_match_exec(&policy, &facts);
		KUNIT_EXPECT_FALSE(test, d.allow);
		KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_REVOKED);
		KUNIT_EXPECT_EQ(test, d.rule, ~0U);
	}
	facts.revoked = false;
	KUNIT_EXPECT_TRUE(test, lorica_match_exec(&policy, &facts).allow);
}

/* clang-format off */
static struct kunit_case revoked_cases[] = {
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(finds_by_kind),
	KUNIT_CASE(finds_manifests),
	KUNIT_CASE(finds_all_of_many),
	KUNIT_CASE(nothing_allows_what_is_revoked),
	{},
};
/* clang-format on */

static struct kunit_suite revoked_suite = {
	.name = "lorica_revoked",
	.test_cases = revoked_cases,
};

kunit_test_suite(revoked_suite);
