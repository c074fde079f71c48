// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../match.h"
#include "../policy_exec.h"
#include "build.h"

enum { CERT_LEN = 12 };

/* A whole policy with two keys and one rule, open to damage. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_key_rec keys[2];
	u8 certs[2 * CERT_LEN];
	struct lorica_exec_rule rules[2];
	u32 nr_rules;
	struct lorica_program programs[2];
	char strings[16];
	u32 nr_programs;
	u32 nr_strings;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.exec_default = LORICA_DEFAULT_DENY;
	strcpy((char *)s->keys[0].name, "alpha");
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_MANIFEST);
	s->keys[0].cert_length = cpu_to_le32(CERT_LEN);
	strcpy((char *)s->keys[1].name, "beta");
	s->keys[1].purposes = cpu_to_le32(LORICA_PURPOSE_POLICY);
	s->keys[1].cert_offset = cpu_to_le32(CERT_LEN);
	s->keys[1].cert_length = cpu_to_le32(CERT_LEN);
	s->certs[CERT_LEN] = 1;
	s->rules[0].kind = LORICA_EXEC_MANIFEST;
	s->rules[0].under = cpu_to_le32(LORICA_NO_STRING);
	s->rules[1] = s->rules[0];
	s->nr_rules = 1;
	s->rec.writable_code = LORICA_DEFAULT_DENY;
	s->programs[0].flags = cpu_to_le32(LORICA_PROGRAM_WRITABLE_CODE);
	s->programs[1].flags = cpu_to_le32(LORICA_PROGRAM_WRITABLE_CODE);
	s->programs[1].path = cpu_to_le32(3);
	memcpy(s->strings, "/a\0/bc", 7);
	s->nr_programs = 2;
	s->nr_strings = 7;
}

static enum lorica_reason decode(struct sample *s)
{
	int n = 4 + !!s->nr_rules + !!s->nr_programs + !!s->nr_strings, i = 0;
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, n);
	build_add(&s->b, i++, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, i++, LORICA_SECTION_KEYS, s->keys, sizeof(s->keys));
	build_add(&s->b, i++, LORICA_SECTION_CERTS, s->certs, sizeof(s->certs));
	if (s->nr_rules)
		build_add(&s->b, i++, LORICA_SECTION_EXEC, s->rules,
			  s->nr_rules * sizeof(s->rules[0]));
	if (s->nr_programs)
		build_add(&s->b, i++, LORICA_SECTION_PROGRAMS, s->programs,
			  s->nr_programs * sizeof(s->programs[0]));
	if (s->nr_strings)
		build_add(&s->b, i++, LORICA_SECTION_STRINGS, s->strings, s->nr_strings);
	build_add(&s->b, i++, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static void accepts_a_whole_policy(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_keys, 2);
	KUNIT_EXPECT_EQ(test, s->policy.nr_exec, 1);
	KUNIT_EXPECT_EQ(test, lorica_policy_cert(&s->policy, 1).len, CERT_LEN);
	KUNIT_EXPECT_TRUE(test, lorica_policy_cert(&s->policy, 1).data ==
					s->policy.certs.data + CERT_LEN);
}

static void damage_twins(struct sample *s)
{
	s->certs[CERT_LEN] = 0;
}

static void damage_writable_value(struct sample *s)
{
	s->rec.writable_code = LORICA_DEFAULT_ALLOW;
}

static void damage_writable_unmanaged(struct sample *s)
{
	s->nr_rules = 0;
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
}

static void damage_writable_allow(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_ALLOW;
}

static void damage_except_unmanaged(struct sample *s)
{
	s->rec.writable_code = LORICA_DEFAULT_UNMANAGED;
}

static void damage_bpf_value(struct sample *s)
{
	s->rec.bpf = LORICA_DEFAULT_ALLOW;
}

static void damage_bpf_allow(struct sample *s)
{
	damage_except_unmanaged(s);
	s->nr_programs = 0;
	s->nr_strings = 0;
	s->rec.bpf = LORICA_DEFAULT_DENY;
	s->rec.exec_default = LORICA_DEFAULT_ALLOW;
}

static void damage_loader_unmanaged(struct sample *s)
{
	s->programs[0].flags |= cpu_to_le32(LORICA_PROGRAM_BPF);
}

static void damage_helpers_value(struct sample *s)
{
	s->rec.helpers = LORICA_DEFAULT_ALLOW;
}

static void damage_helpers_allow(struct sample *s)
{
	damage_bpf_allow(s);
	s->rec.bpf = LORICA_DEFAULT_UNMANAGED;
	s->rec.helpers = LORICA_DEFAULT_DENY;
}

static void damage_helper_unmanaged(struct sample *s)
{
	s->programs[0].flags |= cpu_to_le32(LORICA_PROGRAM_HELPER);
}

static void damage_rec_end(struct sample *s)
{
	s->rec.reserved[0] = 1;
}

static void damage_firmware_deny(struct sample *s)
{
	s->rec.firmware = LORICA_DEFAULT_DENY;
}

static void damage_firmware_value(struct sample *s)
{
	s->rec.firmware = LORICA_DEFAULT_ALLOW + 1;
}

static void damage_firmware_allow(struct sample *s)
{
	damage_bpf_allow(s);
	s->rec.bpf = LORICA_DEFAULT_UNMANAGED;
	s->rec.firmware = LORICA_DEFAULT_ALLOW;
}

static void damage_program_flags(struct sample *s)
{
	s->programs[1].flags = cpu_to_le32(LORICA_PROGRAM_ALL + 1);
}

static void damage_program_nothing(struct sample *s)
{
	s->programs[0].flags = 0;
}

static void damage_program_gap(struct sample *s)
{
	s->programs[1].path = cpu_to_le32(4);
}

static void damage_program_past(struct sample *s)
{
	s->programs[1].path = cpu_to_le32(~0U);
}

static void damage_program_relative(struct sample *s)
{
	s->strings[3] = 'b';
}

static void damage_program_order(struct sample *s)
{
	s->programs[0].path = cpu_to_le32(3);
	s->programs[1].path = 0;
}

static void damage_program_twice(struct sample *s)
{
	s->programs[1].path = 0;
}

static void damage_string_order(struct sample *s)
{
	s->strings[1] = 'x';
}

static void damage_string_twice(struct sample *s)
{
	memcpy(s->strings, "/a\0/a", 6);
	s->nr_strings = 6;
}

static void damage_string_unnamed(struct sample *s)
{
	s->nr_programs = 1;
}

static void damage_under_gap(struct sample *s)
{
	s->rules[0].under = cpu_to_le32(1);
}

static void damage_under_past(struct sample *s)
{
	s->rules[0].under = cpu_to_le32(7);
}

static void damage_under_order(struct sample *s)
{
	s->rules[1].under = 0;
	s->nr_rules = 2;
}

static void damage_string_open(struct sample *s)
{
	s->nr_strings = 6;
}

static void damage_string_left(struct sample *s)
{
	s->nr_strings = 8;
}

static void damage_string_missing(struct sample *s)
{
	s->nr_strings = 0;
}

static void damage_program_missing(struct sample *s)
{
	s->nr_programs = 0;
}

static void damage_mode(struct sample *s)
{
	s->rec.mode = 3;
}

static void damage_mode_zero(struct sample *s)
{
	s->rec.mode = 0;
}

static void damage_on_fail(struct sample *s)
{
	s->rec.on_fail = 2;
}

static void damage_default(struct sample *s)
{
	s->rec.exec_default = 3;
}

static void damage_rec_reserved(struct sample *s)
{
	s->rec.reserved[sizeof(s->rec.reserved) - 1] = 1;
}

static void damage_key_reserved(struct sample *s)
{
	s->keys[1].reserved = cpu_to_le32(1);
}

static void damage_purpose_unknown(struct sample *s)
{
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_ALL + 1);
}

static void damage_purpose_none(struct sample *s)
{
	s->keys[1].purposes = 0;
}

static void damage_key_order(struct sample *s)
{
	s->keys[0].name[0] = 'z';
}

static void damage_key_twice(struct sample *s)
{
	memcpy(s->keys[1].name, s->keys[0].name, sizeof(s->keys[0].name));
}

static void damage_key_name(struct sample *s)
{
	s->keys[0].name[0] = ' ';
}

static void damage_cert_gap(struct sample *s)
{
	s->keys[1].cert_offset = cpu_to_le32(CERT_LEN + 1);
}

static void damage_cert_past(struct sample *s)
{
	s->keys[1].cert_length = cpu_to_le32(CERT_LEN + 1);
}

static void damage_cert_short(struct sample *s)
{
	s->keys[1].cert_length = cpu_to_le32(CERT_LEN - 1);
}

static void damage_cert_huge(struct sample *s)
{
	s->keys[1].cert_length = cpu_to_le32(~0U);
}

static void damage_rule_kind(struct sample *s)
{
	s->rules[0].kind = 9;
}

static void damage_rule_key(struct sample *s)
{
	s->rules[0].ref = 2;
}

static void damage_rule_purpose(struct sample *s)
{
	s->rules[0].ref = 1;
}

static void damage_rule_reserved(struct sample *s)
{
	s->rules[0].reserved = 1;
}

/* Nothing of a kernel's can be missing that a manifest needs. */
static void damage_rule_flags(struct sample *s)
{
	s->rules[0].flags = LORICA_EXEC_MAY_DEGRADE;
}

static void damage_degrade_unknown(struct sample *s)
{
	s->rec.may_degrade = LORICA_MAY_DEGRADE_ALL + 1;
}

static void damage_degrade_nothing(struct sample *s)
{
	s->rec.may_degrade = LORICA_MAY_DEGRADE_WRITABLE_CODE;
	s->rec.writable_code = LORICA_DEFAULT_UNMANAGED;
	s->programs[0].flags = s->programs[1].flags = cpu_to_le32(LORICA_PROGRAM_BPF);
	s->rec.bpf = LORICA_DEFAULT_DENY;
}

static void damage_rule_twice(struct sample *s)
{
	s->nr_rules = 2;
}

static void damage_rule_unmanaged(struct sample *s)
{
	s->rec.exec_default = LORICA_DEFAULT_UNMANAGED;
}

/* A manifest key signs no files, and one for other things neither. */
static void damage_signed_purpose(struct sample *s)
{
	s->rules[0].kind = LORICA_EXEC_SIGNED;
}

static void damage_signed_other(struct sample *s)
{
	s->rules[0].kind = LORICA_EXEC_SIGNED;
	s->rules[0].ref = 1;
}

static void damage_manifest_purpose(struct sample *s)
{
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_EXEC);
}

static void damage_signed_order(struct sample *s)
{
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_EXEC | LORICA_PURPOSE_MANIFEST);
	s->rules[0].kind = LORICA_EXEC_SIGNED;
	s->nr_rules = 2;
}

static const struct damage {
	const char *name;
	void (*make)(struct sample *s);
	enum lorica_reason want;
} damages[] = {
	{ "one certificate twice", damage_twins, LORICA_R_CONTENT },
	{ "mode 3", damage_mode, LORICA_R_CONTENT },
	{ "mode 0", damage_mode_zero, LORICA_R_CONTENT },
	{ "on-fail", damage_on_fail, LORICA_R_CONTENT },
	{ "default", damage_default, LORICA_R_CONTENT },
	{ "policy reserved", damage_rec_reserved, LORICA_R_RESERVED },
	{ "key reserved", damage_key_reserved, LORICA_R_RESERVED },
	{ "purpose unknown", damage_purpose_unknown, LORICA_R_RESERVED },
	{ "no purpose", damage_purpose_none, LORICA_R_CONTENT },
	{ "keys not sorted", damage_key_order, LORICA_R_ORDER },
	{ "key twice", damage_key_twice, LORICA_R_ORDER },
	{ "key name", damage_key_name, LORICA_R_CONTENT },
	{ "gap between certificates", damage_cert_gap, LORICA_R_CONTENT },
	{ "certificate past the section", damage_cert_past, LORICA_R_CONTENT },
	{ "bytes after the certificates", damage_cert_short, LORICA_R_CONTENT },
	{ "huge certificate", damage_cert_huge, LORICA_R_LIMIT },
	{ "rule kind", damage_rule_kind, LORICA_R_CONTENT },
	{ "rule names no key", damage_rule_key, LORICA_R_CONTENT },
	{ "rule's key signs no manifests", damage_rule_purpose, LORICA_R_CONTENT },
	{ "rule's key signs manifests, not files", damage_signed_purpose, LORICA_R_CONTENT },
	{ "rule's key signs policies, not files", damage_signed_other, LORICA_R_CONTENT },
	{ "rule's key signs files, not manifests", damage_manifest_purpose, LORICA_R_CONTENT },
	{ "rules not sorted by kind", damage_signed_order, LORICA_R_ORDER },
	{ "rule reserved", damage_rule_reserved, LORICA_R_RESERVED },
	{ "rule twice", damage_rule_twice, LORICA_R_ORDER },
	{ "rules of an unmanaged section", damage_rule_unmanaged, LORICA_R_CONTENT },
	{ "writable-code allow", damage_writable_value, LORICA_R_CONTENT },
	{ "writable-code of an unmanaged section", damage_writable_unmanaged, LORICA_R_CONTENT },
	{ "writable-code without default deny", damage_writable_allow, LORICA_R_CONTENT },
	{ "exception from nothing", damage_except_unmanaged, LORICA_R_CONTENT },
	{ "manifests that may degrade", damage_rule_flags, LORICA_R_CONTENT },
	{ "something unknown may degrade", damage_degrade_unknown, LORICA_R_RESERVED },
	{ "what is not said may degrade", damage_degrade_nothing, LORICA_R_CONTENT },
	{ "bpf allow", damage_bpf_value, LORICA_R_CONTENT },
	{ "bpf deny without default deny", damage_bpf_allow, LORICA_R_CONTENT },
	{ "loader where all may load", damage_loader_unmanaged, LORICA_R_CONTENT },
	{ "kernel-helpers allow", damage_helpers_value, LORICA_R_CONTENT },
	{ "kernel-helpers deny without default deny", damage_helpers_allow, LORICA_R_CONTENT },
	{ "helper where all may be", damage_helper_unmanaged, LORICA_R_CONTENT },
	{ "unused byte of the record", damage_rec_end, LORICA_R_RESERVED },
	{ "firmware deny", damage_firmware_deny, LORICA_R_CONTENT },
	{ "firmware unknown", damage_firmware_value, LORICA_R_CONTENT },
	{ "firmware allow without default deny", damage_firmware_allow, LORICA_R_CONTENT },
	{ "program flags", damage_program_flags, LORICA_R_RESERVED },
	{ "program without a flag", damage_program_nothing, LORICA_R_CONTENT },
	{ "gap between paths", damage_program_gap, LORICA_R_CONTENT },
	{ "path past the section", damage_program_past, LORICA_R_CONTENT },
	{ "relative path", damage_program_relative, LORICA_R_CONTENT },
	{ "programs not sorted", damage_program_order, LORICA_R_ORDER },
	{ "program twice", damage_program_twice, LORICA_R_ORDER },
	{ "path without its end", damage_string_open, LORICA_R_CONTENT },
	{ "bytes after the paths", damage_string_left, LORICA_R_CONTENT },
	{ "programs without paths", damage_string_missing, LORICA_R_CONTENT },
	{ "paths without programs", damage_program_missing, LORICA_R_CONTENT },
	{ "paths not sorted", damage_string_order, LORICA_R_ORDER },
	{ "path twice", damage_string_twice, LORICA_R_ORDER },
	{ "path that nothing names", damage_string_unnamed, LORICA_R_CONTENT },
	{ "rule under the rest of a path", damage_under_gap, LORICA_R_CONTENT },
	{ "rule under a path past the section", damage_under_past, LORICA_R_CONTENT },
	{ "rules not sorted by place", damage_under_order, LORICA_R_ORDER },
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

static void keys_and_certs_come_together(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	build_policy(&s->b);
	build_head(&s->b)->nsections = cpu_to_le16(3);
	build_start(&s->b, LORICA_TYPE_POLICY, 3);
	build_add(&s->b, 0, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, 1, LORICA_SECTION_KEYS, s->keys, sizeof(s->keys));
	build_add(&s->b, 2, LORICA_SECTION_TEXT, "x", 1);
	KUNIT_ASSERT_EQ(test, lorica_stmt_decode(s->b.data, s->b.len, &s->view), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_policy_decode(&s->view, &s->policy), LORICA_R_SECTION_MISSING);
}

static void finds_programs(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	s->rec.bpf = LORICA_DEFAULT_DENY;
	s->rec.helpers = LORICA_DEFAULT_DENY;
	s->programs[0].flags |= cpu_to_le32(LORICA_PROGRAM_BPF);
	s->programs[1].flags |= cpu_to_le32(LORICA_PROGRAM_HELPER);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, "/a"),
			LORICA_PROGRAM_WRITABLE_CODE | LORICA_PROGRAM_BPF);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, "/bc"),
			LORICA_PROGRAM_WRITABLE_CODE | LORICA_PROGRAM_HELPER);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, "/b"), 0);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, "/"), 0);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, "/bcd"), 0);
	KUNIT_EXPECT_EQ(test, lorica_policy_program(&s->policy, ""), 0);
}

/* Rule 0 takes manifests of key 0, rule 1 what it signed below /a. */
static void sample_signed(struct sample *s)
{
	sample_init(s);
	s->keys[0].purposes = cpu_to_le32(LORICA_PURPOSE_MANIFEST | LORICA_PURPOSE_EXEC);
	s->rules[1].kind = LORICA_EXEC_SIGNED;
	s->rules[1].under = 0;
	s->nr_rules = 2;
}

static void keeps_kinds_of_rules_apart(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_exec_facts signed_file = {};
	struct lorica_decision d;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_signed(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/a"), BIT(0));
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 1, "/a"), 0);
	signed_file.rules = lorica_match_signed(&s->policy, 0);
	KUNIT_EXPECT_EQ(test, signed_file.rules, BIT(1));
	KUNIT_EXPECT_EQ(test, lorica_match_signed(&s->policy, 1), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_signed(&s->policy, 2), 0);
	d = lorica_match_exec(&s->policy, &signed_file);
	KUNIT_EXPECT_TRUE(test, d.allow);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_SIGNED);
	KUNIT_EXPECT_EQ(test, d.rule, 1);
	KUNIT_EXPECT_STREQ(test, lorica_policy_string(&s->policy, s->policy.exec[1].under), "/a");
}

static void matches_by_evidence(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_exec_facts listed = { .rules = BIT(0) };
	struct lorica_exec_facts other = { .rules = BIT(1) };
	struct lorica_exec_facts none = {};
	struct lorica_decision d;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	d = lorica_match_exec(&s->policy, &listed);
	KUNIT_EXPECT_TRUE(test, d.allow);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_MANIFEST);
	KUNIT_EXPECT_EQ(test, d.rule, 0);
	/* Evidence that no rule asks for is none. */
	d = lorica_match_exec(&s->policy, &other);
	KUNIT_EXPECT_FALSE(test, d.allow);
	d = lorica_match_exec(&s->policy, &none);
	KUNIT_EXPECT_FALSE(test, d.allow);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_NOT_LISTED);

	s->rec.exec_default = LORICA_DEFAULT_ALLOW;
	s->rec.writable_code = LORICA_DEFAULT_UNMANAGED;
	s->nr_programs = 0;
	s->nr_strings = 0;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	d = lorica_match_exec(&s->policy, &none);
	KUNIT_EXPECT_TRUE(test, d.allow);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_DEFAULT);
}

static void takes_manifests_by_place(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	s->keys[1].purposes = s->keys[0].purposes;
	s->rules[0].under = cpu_to_le32(0);
	s->rules[1].under = cpu_to_le32(3);
	s->rules[1].ref = 1;
	s->nr_rules = 2;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/a/x"), 1);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/a"), 1);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/ab"), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/bc/x"), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 0, "/"), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 1, "/bc/x"), 2);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 1, "/a/x"), 0);
	KUNIT_EXPECT_EQ(test, lorica_match_manifest(&s->policy, 2, "/a/x"), 0);
}

/* After the seal a module needs a manifest, whatever the default is. */
static void no_default_covers_modules(struct kunit *test)
{
	static const u8 defaults[] = { LORICA_DEFAULT_UNMANAGED, LORICA_DEFAULT_DENY,
				       LORICA_DEFAULT_ALLOW };
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct lorica_exec_facts module = { .sealed_module = true }, program = {};
	struct lorica_policy_rec rec = { .mode = LORICA_MODE_ENFORCE };
	struct lorica_decision d;
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	s->policy.rec = &rec;
	for (i = 0; i < ARRAY_SIZE(defaults); i++) {
		rec.exec_default = defaults[i];
		KUNIT_EXPECT_EQ(test, lorica_match_managed(&s->policy, &program),
				defaults[i] == LORICA_DEFAULT_DENY);
		KUNIT_EXPECT_TRUE(test, lorica_match_managed(&s->policy, &module));
		module.rules = 0;
		d = lorica_match_exec(&s->policy, &module);
		KUNIT_EXPECT_FALSE(test, d.allow);
		KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_NOT_LISTED);
		KUNIT_EXPECT_EQ(test, d.rule, ~0U);
		module.rules = BIT(0);
		d = lorica_match_exec(&s->policy, &module);
		KUNIT_EXPECT_TRUE(test, d.allow);
		KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_MANIFEST);
	}
}

/* It has to be listed where code has to, but for a policy that says otherwise. */
static void asks_for_firmware_by_default(struct kunit *test)
{
	static const struct {
		u8 exec_default, firmware;
		bool managed;
	} cases[] = {
		{ LORICA_DEFAULT_UNMANAGED, LORICA_DEFAULT_UNMANAGED, false },
		{ LORICA_DEFAULT_ALLOW, LORICA_DEFAULT_UNMANAGED, false },
		{ LORICA_DEFAULT_DENY, LORICA_DEFAULT_UNMANAGED, true },
		{ LORICA_DEFAULT_DENY, LORICA_DEFAULT_ALLOW, false },
	};
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	const struct lorica_exec_facts program = {};
	struct lorica_exec_facts firmware = { .firmware = true };
	struct lorica_policy_rec rec = { .mode = LORICA_MODE_ENFORCE };
	size_t i;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	s->policy.rec = &rec;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		rec.exec_default = cases[i].exec_default;
		rec.firmware = cases[i].firmware;
		firmware.rules = 0;
		KUNIT_EXPECT_EQ(test, lorica_match_managed(&s->policy, &firmware),
				cases[i].managed);
		KUNIT_EXPECT_EQ(test, lorica_match_exec(&s->policy, &firmware).allow,
				!cases[i].managed);
		/* The exception is for nothing else. */
		KUNIT_EXPECT_EQ(test, lorica_match_exec(&s->policy, &program).allow,
				cases[i].exec_default != LORICA_DEFAULT_DENY);
		firmware.rules = BIT(0);
		KUNIT_EXPECT_TRUE(test, lorica_match_exec(&s->policy, &firmware).allow);
	}
}

/* clang-format off */
static struct kunit_case policy_cases[] = {
	KUNIT_CASE(accepts_a_whole_policy),
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(keys_and_certs_come_together),
	KUNIT_CASE(finds_programs),
	KUNIT_CASE(keeps_kinds_of_rules_apart),
	KUNIT_CASE(matches_by_evidence),
	KUNIT_CASE(takes_manifests_by_place),
	KUNIT_CASE(no_default_covers_modules),
	KUNIT_CASE(asks_for_firmware_by_default),
	{},
};
/* clang-format on */

static struct kunit_suite policy_suite = {
	.name = "lorica_policy",
	.test_cases = policy_cases,
};

kunit_test_suite(policy_suite);
