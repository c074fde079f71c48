// SPDX-License-Identifier: GPL-2.0-only
#include "policy_usb.h"

#include "limits.h"
#include "usb_match.h"

static bool is_printable(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

static enum lorica_reason decode_usb_strings(const struct lorica_bytes *s,
					     struct lorica_policy *policy)
{
	const char *p = (const char *)s->data, *last = NULL;
	size_t room, len;

	for (room = s->len; room; room -= len + 1) {
		len = strnlen(p, room < LORICA_MAX_USB_STRING ? room : LORICA_MAX_USB_STRING);
		if (len == LORICA_MAX_USB_STRING)
			return LORICA_R_LIMIT;
		if (len == room || !len || !is_printable(p))
			return LORICA_R_CONTENT;
		if (last && strcmp(last, p) >= 0)
			return LORICA_R_ORDER;
		last = p;
		p += len + 1;
	}
	policy->usb_strings = *s;
	return LORICA_OK;
}

const char *lorica_policy_usb_string(const struct lorica_policy *policy, __le32 offset)
{
	if (offset == cpu_to_le32(LORICA_NO_STRING))
		return NULL;
	return (const char *)policy->usb_strings.data + le32_to_cpu(offset);
}

/* None, or the first byte of a string. */
static bool is_usb_string(const struct lorica_policy *policy, __le32 offset)
{
	u32 at = le32_to_cpu(offset);

	return at == LORICA_NO_STRING ||
	       (at < policy->usb_strings.len && (!at || !policy->usb_strings.data[at - 1]));
}

static bool is_class(const struct lorica_usb_class *c)
{
	if (c->given < 1 || c->given > 3)
		return false;
	return (c->given > 1 || !c->subclass) && (c->given > 2 || !c->protocol);
}

static enum lorica_reason check_classes(const struct lorica_usb_rule *rule)
{
	u32 i;

	if (rule->nr_classes > LORICA_USB_RULE_CLASSES)
		return LORICA_R_CONTENT;
	for (i = 0; i < rule->nr_classes; i++) {
		if (!is_class(&rule->classes[i]))
			return LORICA_R_CONTENT;
		if (i &&
		    memcmp(&rule->classes[i - 1], &rule->classes[i], sizeof(rule->classes[0])) >= 0)
			return LORICA_R_ORDER;
	}
	return lorica_all_zero((const u8 *)&rule->classes[i],
			       (LORICA_USB_RULE_CLASSES - i) * sizeof(rule->classes[0])) ?
		       LORICA_OK :
		       LORICA_R_RESERVED;
}

static enum lorica_reason check_usb_rule(const struct lorica_policy *policy,
					 const struct lorica_usb_rule *rule)
{
	bool vendor = rule->match & LORICA_USB_VENDOR, product = rule->match & LORICA_USB_PRODUCT;

	if (!lorica_all_zero(rule->reserved, sizeof(rule->reserved)) || rule->reserved2 ||
	    rule->match & ~LORICA_USB_MATCH_ALL)
		return LORICA_R_RESERVED;
	if (rule->verdict != LORICA_DEFAULT_ALLOW && rule->verdict != LORICA_DEFAULT_DENY)
		return LORICA_R_CONTENT;
	if (rule->when > LORICA_USB_AFTER_SEAL || (product && !vendor) ||
	    (!vendor && rule->vendor) || (!product && rule->product) ||
	    (rule->at_most && rule->verdict != LORICA_DEFAULT_ALLOW))
		return LORICA_R_CONTENT;
	if (!is_usb_string(policy, rule->serial) || !is_usb_string(policy, rule->name) ||
	    !is_usb_string(policy, rule->manufacturer) || !is_usb_string(policy, rule->port))
		return LORICA_R_CONTENT;
	if (rule->port != cpu_to_le32(LORICA_NO_STRING) &&
	    !lorica_usb_port(lorica_policy_usb_string(policy, rule->port)))
		return LORICA_R_CONTENT;
	/* What says nothing of the device would be another default. */
	if (!(lorica_usb_specificity(policy, rule) & ~1U))
		return LORICA_R_CONTENT;
	return check_classes(rule);
}

static bool usb_rule_names(const struct lorica_policy *policy, u32 at)
{
	u32 i;

	for (i = 0; i < policy->nr_usb; i++) {
		const struct lorica_usb_rule *r = &policy->usb[i];

		if (le32_to_cpu(r->serial) == at || le32_to_cpu(r->name) == at ||
		    le32_to_cpu(r->manufacturer) == at || le32_to_cpu(r->port) == at)
			return true;
	}
	return false;
}

/* A string that no rule names would be bytes that nobody looks at. */
static enum lorica_reason check_usb_names(const struct lorica_policy *policy)
{
	const char *strings = (const char *)policy->usb_strings.data;
	size_t at;

	for (at = 0; at < policy->usb_strings.len; at += strlen(strings + at) + 1)
		if (!usb_rule_names(policy, at))
			return LORICA_R_CONTENT;
	return LORICA_OK;
}

enum lorica_reason lorica_policy_usb_decode(const struct lorica_bytes *section,
					    struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_USB];
	const struct lorica_usb_rule *rules = (const void *)s->data;
	u32 i, n = s->len / sizeof(*rules);
	enum lorica_reason reason;

	if (s->len % sizeof(*rules))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_USB_RULES)
		return LORICA_R_LIMIT;
	/* Rules that nothing would ever look at are a mistake of the compiler. */
	if (n && policy->rec->usb == LORICA_DEFAULT_UNMANAGED)
		return LORICA_R_CONTENT;
	reason = decode_usb_strings(&section[LORICA_SECTION_USB_STRINGS], policy);
	for (i = 0; !reason && i < n; i++) {
		reason = check_usb_rule(policy, &rules[i]);
		if (!reason && i && lorica_usb_order(policy, &rules[i - 1], &rules[i]) >= 0)
			reason = LORICA_R_ORDER;
	}
	if (reason)
		return reason;
	policy->usb = rules;
	policy->nr_usb = n;
	return check_usb_names(policy);
}
