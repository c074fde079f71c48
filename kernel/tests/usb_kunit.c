// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../policy_usb.h"
#include "../usb_match.h"
#include "build.h"

/* Offsets into the strings below. */
enum { PORT_BELOW = 0, PORT = 4, SERIAL = 8, NAME = 10, HOST_PORT = 14, STRINGS = 21 };
static const char strings[STRINGS] = "1.*\0"
				     "1.2\0"
				     "S\0"
				     "dev\0"
				     "hc/1.2";

enum { RULES = 4 };

/* A whole policy with rules for USB devices, open to damage. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_usb_rule rules[RULES];
	u32 nr_rules;
	u8 strings[STRINGS];
	u32 nr_strings;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	struct lorica_usb_facts facts;
};

static void rule_init(struct lorica_usb_rule *rule, u8 verdict)
{
	memset(rule, 0, sizeof(*rule));
	rule->verdict = verdict;
	rule->serial = cpu_to_le32(LORICA_NO_STRING);
	rule->name = rule->serial;
	rule->manufacturer = rule->serial;
	rule->port = rule->serial;
}

static void rule_id(struct lorica_usb_rule *rule, u16 vendor, u16 product)
{
	rule->match = LORICA_USB_VENDOR | LORICA_USB_PRODUCT;
	rule->vendor = cpu_to_le16(vendor);
	rule->product = cpu_to_le16(product);
}

static void rule_class(struct lorica_usb_rule *rule, u8 class_code, u8 subclass, u8 protocol,
		       u8 given)
{
	rule->classes[rule->nr_classes++] = (struct lorica_usb_class){ class_code, subclass,
								       protocol, given };
}

/* allow 0403:6001 serial "S"; allow port "hc/1.2"; deny port "1.2"; allow interfaces 03, 08:06. */
static void sample_init(struct sample *s)
{
	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.usb = LORICA_DEFAULT_DENY;
	memcpy(s->strings, strings, sizeof(strings));
	rule_init(&s->rules[0], LORICA_DEFAULT_ALLOW);
	rule_id(&s->rules[0], 0x0403, 0x6001);
	s->rules[0].serial = cpu_to_le32(SERIAL);
	s->rules[0].name = cpu_to_le32(NAME);
	rule_init(&s->rules[1], LORICA_DEFAULT_ALLOW);
	s->rules[1].port = cpu_to_le32(HOST_PORT);
	rule_init(&s->rules[2], LORICA_DEFAULT_DENY);
	s->rules[2].port = cpu_to_le32(PORT);
	rule_init(&s->rules[3], LORICA_DEFAULT_ALLOW);
	s->rules[3].port = cpu_to_le32(PORT_BELOW);
	rule_class(&s->rules[3], 0x03, 0, 0, 1);
	rule_class(&s->rules[3], 0x08, 0x06, 0, 2);
	s->nr_rules = RULES;
	s->nr_strings = STRINGS;
	s->facts.vendor = 0x1234;
	s->facts.product = 0x5678;
	s->facts.controller = "hc";
	s->facts.port = "3";
}

static enum lorica_reason decode(struct sample *s)
{
	int n = 2 + !!s->nr_rules + !!s->nr_strings, i = 0;
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, n);
	build_add(&s->b, i++, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	if (s->nr_rules)
		build_add(&s->b, i++, LORICA_SECTION_USB, s->rules,
			  s->nr_rules * sizeof(s->rules[0]));
	build_add(&s->b, i++, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	if (s->nr_strings)
		build_add(&s->b, i++, LORICA_SECTION_USB_STRINGS, s->strings, s->nr_strings);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static struct sample *sample(struct kunit *test)
{
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, s != NULL);
	sample_init(s);
	return s;
}

static void accepts_a_whole_section(struct kunit *test)
{
	struct sample *s = sample(test);

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_usb, RULES);
	KUNIT_EXPECT_STREQ(test, lorica_policy_usb_string(&s->policy, s->policy.usb[0].name),
			   "dev");
	s->nr_rules = 0;
	s->nr_strings = 0;
	KUNIT_EXPECT_EQ(test, decode(s), LORICA_OK);
}

/* Each of these is one change to a whole section. */
#define DAMAGE(what, act)                           \
	static void damage_##what(struct sample *s) \
	{                                           \
		act;                                \
	}
DAMAGE(unmanaged, s->rec.usb = LORICA_DEFAULT_UNMANAGED)
DAMAGE(default, s->rec.usb = 3)
DAMAGE(rec_byte, s->rec.reserved[0] = 1)
DAMAGE(rec_last, s->rec.reserved[2] = 1)
DAMAGE(verdict, s->rules[0].verdict = LORICA_DEFAULT_UNMANAGED)
DAMAGE(match, s->rules[0].match |= 1 << 2)
DAMAGE(product_alone, s->rules[0].match = LORICA_USB_PRODUCT)
DAMAGE(unused_vendor, s->rules[1].vendor = cpu_to_le16(1))
DAMAGE(unused_product, s->rules[0].match = LORICA_USB_VENDOR)
DAMAGE(when, s->rules[0].when = 3)
DAMAGE(deny_at_most, s->rules[2].at_most = 1)
DAMAGE(reserved, s->rules[0].reserved[2] = 1)
DAMAGE(reserved2, s->rules[0].reserved2 = cpu_to_le32(1))
DAMAGE(no_string, s->rules[0].serial = cpu_to_le32(SERIAL + 1))
DAMAGE(beyond, s->rules[0].serial = cpu_to_le32(STRINGS))
DAMAGE(no_port, s->rules[1].port = cpu_to_le32(NAME); s->rules[0].name = cpu_to_le32(HOST_PORT))
DAMAGE(nothing, rule_init(&s->rules[2], LORICA_DEFAULT_ALLOW))
DAMAGE(only_when, rule_init(&s->rules[3], LORICA_DEFAULT_ALLOW); s->rules[3].when = 1)
DAMAGE(many_classes, s->rules[3].nr_classes = LORICA_USB_RULE_CLASSES + 1)
DAMAGE(class_zero, s->rules[3].classes[0].given = 0)
DAMAGE(class_four, s->rules[3].classes[0].given = 4)
DAMAGE(class_sub, s->rules[3].classes[0].subclass = 1)
DAMAGE(class_protocol, s->rules[3].classes[1].protocol = 1)
DAMAGE(class_order, s->rules[3].classes[1].class_code = 3; s->rules[3].classes[1].subclass = 0;
       s->rules[3].classes[1].given = 1)
DAMAGE(class_behind, s->rules[3].classes[2].class_code = 9)
DAMAGE(order, struct lorica_usb_rule r = s->rules[0]; s->rules[0] = s->rules[1]; s->rules[1] = r)
DAMAGE(twins, s->rules[2] = s->rules[1])
DAMAGE(unnamed, s->rules[0].name = cpu_to_le32(LORICA_NO_STRING))
DAMAGE(string_order, s->strings[SERIAL] = 'e')
DAMAGE(string_control, s->strings[SERIAL] = '\n')
DAMAGE(string_empty, s->strings[SERIAL] = '\0')
DAMAGE(string_end, s->nr_strings--)
DAMAGE(no_strings, s->nr_strings = 0)

static void refuses_a_damaged_section(struct kunit *test)
{
	static const struct {
		void (*damage)(struct sample *s);
		enum lorica_reason want;
	} cases[] = {
		{ damage_unmanaged, LORICA_R_CONTENT },
		{ damage_default, LORICA_R_CONTENT },
		{ damage_rec_byte, LORICA_R_RESERVED },
		{ damage_rec_last, LORICA_R_RESERVED },
		{ damage_verdict, LORICA_R_CONTENT },
		{ damage_match, LORICA_R_RESERVED },
		{ damage_product_alone, LORICA_R_CONTENT },
		{ damage_unused_vendor, LORICA_R_CONTENT },
		{ damage_unused_product, LORICA_R_CONTENT },
		{ damage_when, LORICA_R_CONTENT },
		{ damage_deny_at_most, LORICA_R_CONTENT },
		{ damage_reserved, LORICA_R_RESERVED },
		{ damage_reserved2, LORICA_R_RESERVED },
		{ damage_no_string, LORICA_R_CONTENT },
		{ damage_beyond, LORICA_R_CONTENT },
		{ damage_no_port, LORICA_R_CONTENT },
		{ damage_nothing, LORICA_R_CONTENT },
		{ damage_only_when, LORICA_R_CONTENT },
		{ damage_many_classes, LORICA_R_CONTENT },
		{ damage_class_zero, LORICA_R_CONTENT },
		{ damage_class_four, LORICA_R_CONTENT },
		{ damage_class_sub, LORICA_R_CONTENT },
		{ damage_class_protocol, LORICA_R_CONTENT },
		{ damage_class_order, LORICA_R_ORDER },
		{ damage_class_behind, LORICA_R_RESERVED },
		{ damage_order, LORICA_R_ORDER },
		{ damage_twins, LORICA_R_ORDER },
		{ damage_unnamed, LORICA_R_CONTENT },
		{ damage_string_order, LORICA_R_ORDER },
		{ damage_string_control, LORICA_R_CONTENT },
		{ damage_string_empty, LORICA_R_CONTENT },
		{ damage_string_end, LORICA_R_CONTENT },
		{ damage_no_strings, LORICA_R_CONTENT },
	};
	struct sample *s = sample(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		enum lorica_reason got;

		sample_init(s);
		cases[i].damage(s);
		got = decode(s);
		KUNIT_EXPECT_TRUE_MSG(test, got == cases[i].want, "case %u: %d, not %d",
				      (unsigned int)i, got, cases[i].want);
	}
	sample_init(s);
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	s->view.section[LORICA_SECTION_USB].len--;
	KUNIT_EXPECT_EQ(test, lorica_policy_decode(&s->view, &s->policy), LORICA_R_TABLE);
}

static void knows_ports(struct kunit *test)
{
	static const struct {
		const char *text;
		enum lorica_usb_port want;
	} cases[] = {
		{ "1", LORICA_USB_PORT_EXACT },
		{ "255.1.2.3.4.5", LORICA_USB_PORT_EXACT },
		{ "1.*", LORICA_USB_PORT_BELOW },
		{ "*", LORICA_USB_PORT_BELOW },
		{ "0000:00:14.0/1.2", LORICA_USB_PORT_CONTROLLER_EXACT },
		{ "a/b/*", LORICA_USB_PORT_CONTROLLER_BELOW },
		{ "", LORICA_USB_NO_PORT },
		{ "0", LORICA_USB_NO_PORT },
		{ "01", LORICA_USB_NO_PORT },
		{ "256", LORICA_USB_NO_PORT },
		{ "99999999999", LORICA_USB_NO_PORT },
		{ "1.", LORICA_USB_NO_PORT },
		{ ".1", LORICA_USB_NO_PORT },
		{ "1..2", LORICA_USB_NO_PORT },
		{ "1.*.2", LORICA_USB_NO_PORT },
		{ "1*", LORICA_USB_NO_PORT },
		{ "1-1.2", LORICA_USB_NO_PORT },
		{ "/1", LORICA_USB_NO_PORT },
		{ "a/", LORICA_USB_NO_PORT },
		{ "x", LORICA_USB_NO_PORT },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_TRUE_MSG(test, lorica_usb_port(cases[i].text) == cases[i].want, "'%s'",
				      cases[i].text);
}

static void expect(struct kunit *test, struct sample *s, enum lorica_reason reason, u32 rule)
{
	const struct lorica_decision d = lorica_match_usb(&s->policy, &s->facts, NULL);

	KUNIT_EXPECT_EQ(test, d.reason, reason);
	KUNIT_EXPECT_EQ(test, d.rule, rule);
	KUNIT_EXPECT_EQ(test, d.allow, reason == LORICA_R_USB_RULE || reason == LORICA_R_DEFAULT);
}

static void the_most_specific_rule_decides(struct kunit *test)
{
	struct sample *s = sample(test);

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	expect(test, s, LORICA_R_USB_NO_RULE, ~0U);
	s->facts.port = "1.2";
	expect(test, s, LORICA_R_USB_RULE, 1);
	s->facts.controller = "hcd";
	expect(test, s, LORICA_R_USB_DENIED, 2);
	s->facts.controller = "h";
	expect(test, s, LORICA_R_USB_DENIED, 2);
	s->facts.vendor = 0x0403;
	s->facts.product = 0x6001;
	expect(test, s, LORICA_R_USB_DENIED, 2);
	s->facts.serial = "S";
	s->facts.name = "dev";
	expect(test, s, LORICA_R_USB_RULE, 0);
	s->facts.serial = "S ";
	expect(test, s, LORICA_R_USB_DENIED, 2);
	s->facts.serial = "S";
	s->facts.name = NULL;
	expect(test, s, LORICA_R_USB_DENIED, 2);
	s->facts.name = "dev";
	s->facts.product++;
	expect(test, s, LORICA_R_USB_DENIED, 2);
}

static void every_interface_has_to_be_allowed(struct kunit *test)
{
	struct sample *s = sample(test);

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	s->facts.port = "1.3";
	expect(test, s, LORICA_R_USB_NO_RULE, ~0U); /* without any interface */
	lorica_usb_add_interface(&s->facts, 0x08, 0x06, 0x50);
	expect(test, s, LORICA_R_USB_RULE, 3);
	lorica_usb_add_interface(&s->facts, 0x03, 0x01, 0x01);
	expect(test, s, LORICA_R_USB_RULE, 3);
	s->facts.port = "1";
	expect(test, s, LORICA_R_USB_NO_RULE, ~0U);
	s->facts.port = "1.3.4";
	expect(test, s, LORICA_R_USB_RULE, 3);
	lorica_usb_add_interface(&s->facts, 0x08, 0x05, 0x50);
	expect(test, s, LORICA_R_USB_NO_RULE, ~0U);
}

static void one_interface_is_enough_to_deny(struct kunit *test)
{
	struct sample *s = sample(test);

	s->rec.usb = LORICA_DEFAULT_ALLOW;
	rule_init(&s->rules[0], LORICA_DEFAULT_DENY);
	rule_class(&s->rules[0], 0x03, 0x01, 0x01, 3);
	s->nr_rules = 1;
	s->nr_strings = 0;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	expect(test, s, LORICA_R_DEFAULT, ~0U);
	lorica_usb_add_interface(&s->facts, 0x03, 0x01, 0x02);
	expect(test, s, LORICA_R_DEFAULT, ~0U);
	lorica_usb_add_interface(&s->facts, 0x03, 0x01, 0x01);
	expect(test, s, LORICA_R_USB_DENIED, 0);
}

static void what_is_not_looked_at_is_refused(struct kunit *test)
{
	struct sample *s = sample(test);
	u32 i;

	s->rec.usb = LORICA_DEFAULT_ALLOW;
	s->nr_rules = 0;
	s->nr_strings = 0;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	for (i = 0; i < 2 * LORICA_MAX_USB_INTERFACES; i++)
		lorica_usb_add_interface(&s->facts, 0xff, 0, i / 2);
	KUNIT_EXPECT_EQ(test, s->facts.nr_interfaces, LORICA_MAX_USB_INTERFACES);
	expect(test, s, LORICA_R_DEFAULT, ~0U);
	lorica_usb_add_interface(&s->facts, 0xff, 1, 0);
	expect(test, s, LORICA_R_USB_INTERFACES, ~0U);
}

static void counts_and_asks_for_the_seal(struct kunit *test)
{
	struct sample *s = sample(test);
	struct lorica_decision d;
	u16 used[2] = { 0 };

	rule_init(&s->rules[0], LORICA_DEFAULT_ALLOW);
	rule_id(&s->rules[0], 0x1234, 0x5678);
	s->rules[1] = s->rules[0];
	s->rules[0].when = LORICA_USB_UNTIL_SEAL;
	s->rules[0].at_most = 2;
	s->rules[1].match = LORICA_USB_VENDOR;
	s->rules[1].product = 0;
	s->rules[1].verdict = LORICA_DEFAULT_DENY;
	s->nr_rules = 2;
	s->nr_strings = 0;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	expect(test, s, LORICA_R_USB_RULE, 0);
	used[0] = 1;
	used[1] = 9;
	d = lorica_match_usb(&s->policy, &s->facts, used);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_USB_RULE);
	used[0] = 2;
	d = lorica_match_usb(&s->policy, &s->facts, used);
	KUNIT_EXPECT_EQ(test, d.reason, LORICA_R_USB_TOO_MANY);
	KUNIT_EXPECT_EQ(test, d.rule, 0);
	KUNIT_EXPECT_FALSE(test, d.allow);
	s->facts.after_seal = true;
	expect(test, s, LORICA_R_USB_DENIED, 1);
	s->rules[0].when = LORICA_USB_AFTER_SEAL;
	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	expect(test, s, LORICA_R_USB_RULE, 0);
}

/* Each rule is more specific than the next one. */
static void orders_by_what_is_asked(struct kunit *test)
{
	struct sample *s = sample(test);
	struct lorica_usb_rule r[9];
	u32 i;

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	for (i = 0; i < ARRAY_SIZE(r); i++)
		rule_init(&r[i], LORICA_DEFAULT_ALLOW);
	r[0].serial = cpu_to_le32(SERIAL);
	rule_id(&r[1], 1, 1);
	r[2].port = cpu_to_le32(HOST_PORT);
	r[3].port = cpu_to_le32(PORT);
	r[4].port = cpu_to_le32(PORT_BELOW);
	r[5].match = LORICA_USB_VENDOR;
	r[6].name = cpu_to_le32(NAME);
	r[7].manufacturer = cpu_to_le32(NAME);
	rule_class(&r[8], 3, 1, 1, 3);
	for (i = 1; i < ARRAY_SIZE(r); i++) {
		KUNIT_EXPECT_TRUE_MSG(test, lorica_usb_order(&s->policy, &r[i - 1], &r[i]) < 0,
				      "rule %u", i);
		KUNIT_EXPECT_TRUE_MSG(test, lorica_usb_order(&s->policy, &r[i], &r[i - 1]) > 0,
				      "rule %u", i);
	}
	r[0] = r[8];
	r[0].classes[0].given = 2;
	r[0].classes[0].protocol = 0;
	KUNIT_EXPECT_TRUE(test, lorica_usb_order(&s->policy, &r[8], &r[0]) < 0);
	r[1] = r[0];
	r[1].when = LORICA_USB_UNTIL_SEAL;
	KUNIT_EXPECT_TRUE(test, lorica_usb_order(&s->policy, &r[1], &r[0]) < 0);
	KUNIT_EXPECT_TRUE(test, lorica_usb_order(&s->policy, &r[8], &r[1]) < 0);
	r[1] = r[0];
	r[1].verdict = LORICA_DEFAULT_DENY;
	KUNIT_EXPECT_TRUE(test, lorica_usb_order(&s->policy, &r[1], &r[0]) < 0);
	KUNIT_EXPECT_EQ(test, lorica_usb_order(&s->policy, &r[0], &r[0]), 0);
}

static struct kunit_case usb_cases[] = { KUNIT_CASE(accepts_a_whole_section),
					 KUNIT_CASE(refuses_a_damaged_section),
					 KUNIT_CASE(knows_ports),
					 KUNIT_CASE(the_most_specific_rule_decides),
					 KUNIT_CASE(every_interface_has_to_be_allowed),
					 KUNIT_CASE(one_interface_is_enough_to_deny),
					 KUNIT_CASE(what_is_not_looked_at_is_refused),
					 KUNIT_CASE(counts_and_asks_for_the_seal),
					 KUNIT_CASE(orders_by_what_is_asked),
					 {} };

static struct kunit_suite usb_suite = {
	.name = "lorica_usb",
	.test_cases = usb_cases,
};
kunit_test_suite(usb_suite);
