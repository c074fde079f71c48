// SPDX-License-Identifier: GPL-2.0-only
#include "usb_match.h"

#include "policy_usb.h"

/* Ports have numbers from 1 to 255; where there is a star it is the last one. */
static bool is_path(const char *p, bool *below)
{
	unsigned int number, digits;

	for (*below = false;; p++) {
		if (*p == '*' && !p[1]) {
			*below = true;
			return true;
		}
		number = 0;
		for (digits = 0; *p >= '0' && *p <= '9' && digits < 4; p++, digits++)
			number = 10 * number + *p - '0';
		if (!number || number > 255 || (digits > 1 && p[-(int)digits] == '0'))
			return false;
		if (*p != '.')
			return !*p;
	}
}

enum lorica_usb_port lorica_usb_port(const char *text)
{
	const char *slash = strrchr(text, '/');
	bool below;

	if (slash == text || !is_path(slash ? slash + 1 : text, &below))
		return LORICA_USB_NO_PORT;
	if (slash)
		return below ? LORICA_USB_PORT_CONTROLLER_BELOW : LORICA_USB_PORT_CONTROLLER_EXACT;
	return below ? LORICA_USB_PORT_BELOW : LORICA_USB_PORT_EXACT;
}

void lorica_usb_add_interface(struct lorica_usb_facts *facts, u8 class_code, u8 subclass,
			      u8 protocol)
{
	const struct lorica_usb_class new = { class_code, subclass, protocol, 3 };
	u32 i;

	for (i = 0; i < facts->nr_interfaces; i++)
		if (!memcmp(&facts->interfaces[i], &new, sizeof(new)))
			return;
	if (i == LORICA_MAX_USB_INTERFACES)
		facts->overflow = true;
	else
		facts->interfaces[facts->nr_interfaces++] = new;
}

static bool has(__le32 offset)
{
	return offset != cpu_to_le32(LORICA_NO_STRING);
}

/* The least specific one of a list decides: each of them may be what matches. */
static u32 depth(const struct lorica_usb_rule *rule)
{
	u32 i, least = rule->nr_classes ? 3 : 0;

	for (i = 0; i < rule->nr_classes && i < LORICA_USB_RULE_CLASSES; i++)
		if (rule->classes[i].given < least)
			least = rule->classes[i].given;
	return least;
}

/* The kind in the upper bits; below it how long the way is, of at most seven steps. */
static u32 port_depth(const struct lorica_policy *policy, __le32 offset)
{
	const char *port;
	u32 kind, steps = 1;

	if (!has(offset))
		return 0;
	port = lorica_policy_usb_string(policy, offset);
	kind = lorica_usb_port(port);
	for (port = strrchr(port, '/') ?: port; *port; port++)
		steps += *port == '.';
	return kind << 3 | (steps < 7 ? steps : 7);
}

u32 lorica_usb_specificity(const struct lorica_policy *policy, const struct lorica_usb_rule *rule)
{
	return (u32)has(rule->serial) << 13 | (u32) !!(rule->match & LORICA_USB_PRODUCT) << 12 |
	       port_depth(policy, rule->port) << 6 |
	       (u32) !!(rule->match & LORICA_USB_VENDOR) << 5 | (u32)has(rule->name) << 4 |
	       (u32)has(rule->manufacturer) << 3 | depth(rule) << 1 |
	       (rule->when != LORICA_USB_ALWAYS);
}

int lorica_usb_order(const struct lorica_policy *policy, const struct lorica_usb_rule *a,
		     const struct lorica_usb_rule *b)
{
	u32 x = lorica_usb_specificity(policy, a), y = lorica_usb_specificity(policy, b);

	if (x != y)
		return x > y ? -1 : 1;
	/* The compiler lets no two rules contradict each other. If one did, this fails closed. */
	if (a->verdict != b->verdict)
		return a->verdict == LORICA_DEFAULT_DENY ? -1 : 1;
	return memcmp(a, b, sizeof(*a));
}

bool lorica_usb_class_has(const struct lorica_usb_class *class,
			  const struct lorica_usb_class *interface)
{
	return class->class_code == interface->class_code &&
	       (class->given < 2 || class->subclass == interface->subclass) &&
	       (class->given < 3 || class->protocol == interface->protocol);
}

static bool is_one_of(const struct lorica_usb_rule *rule, const struct lorica_usb_class *interface)
{
	u32 i;

	for (i = 0; i < rule->nr_classes; i++)
		if (lorica_usb_class_has(&rule->classes[i], interface))
			return true;
	return false;
}

/*
 * A device that also is something else is not what a rule allows, and is still
 * what a rule denies. One without interfaces is nothing of a class.
 */
static bool match_classes(const struct lorica_usb_rule *rule, const struct lorica_usb_facts *facts)
{
	bool all = rule->verdict == LORICA_DEFAULT_ALLOW;
	u32 i;

	if (!rule->nr_classes)
		return true;
	for (i = 0; i < facts->nr_interfaces; i++)
		if (is_one_of(rule, &facts->interfaces[i]) != all)
			return !all;
	return all && facts->nr_interfaces;
}

static bool match_text(const struct lorica_policy *policy, __le32 offset, const char *text)
{
	return !has(offset) || (text && !strcmp(lorica_policy_usb_string(policy, offset), text));
}

static bool match_port(const struct lorica_policy *policy, __le32 offset,
		       const struct lorica_usb_facts *facts)
{
	const char *port, *slash;
	size_t n;

	if (!has(offset))
		return true;
	port = lorica_policy_usb_string(policy, offset);
	slash = strrchr(port, '/');
	if (slash) {
		n = slash - port;
		if (strncmp(port, facts->controller, n) || facts->controller[n])
			return false;
		port = slash + 1;
	}
	n = strlen(port);
	return port[n - 1] == '*' ? !strncmp(port, facts->port, n - 1) : !strcmp(port, facts->port);
}

bool lorica_usb_matches(const struct lorica_policy *policy, const struct lorica_usb_rule *rule,
			const struct lorica_usb_facts *facts)
{
	if (rule->when &&
	    rule->when != (facts->after_seal ? LORICA_USB_AFTER_SEAL : LORICA_USB_UNTIL_SEAL))
		return false;
	if ((rule->match & LORICA_USB_VENDOR && le16_to_cpu(rule->vendor) != facts->vendor) ||
	    (rule->match & LORICA_USB_PRODUCT && le16_to_cpu(rule->product) != facts->product))
		return false;
	return match_classes(rule, facts) && match_port(policy, rule->port, facts) &&
	       match_text(policy, rule->serial, facts->serial) &&
	       match_text(policy, rule->name, facts->name) &&
	       match_text(policy, rule->manufacturer, facts->manufacturer);
}

struct lorica_decision lorica_match_usb(const struct lorica_policy *policy,
					const struct lorica_usb_facts *facts, const u16 *used)
{
	struct lorica_decision d = { .rule = ~0U };
	u32 i;

	if (facts->overflow) {
		d.reason = LORICA_R_USB_INTERFACES;
		return d;
	}
	/* The most specific ones come first. */
	for (i = 0; i < policy->nr_usb; i++) {
		const struct lorica_usb_rule *rule = &policy->usb[i];

		if (!lorica_usb_matches(policy, rule, facts))
			continue;
		d.rule = i;
		if (rule->verdict == LORICA_DEFAULT_DENY)
			d.reason = LORICA_R_USB_DENIED;
		else if (rule->at_most && used && used[i] >= rule->at_most)
			d.reason = LORICA_R_USB_TOO_MANY;
		else
			d.reason = LORICA_R_USB_RULE;
		d.allow = d.reason == LORICA_R_USB_RULE;
		return d;
	}
	d.allow = policy->rec->usb == LORICA_DEFAULT_ALLOW;
	d.reason = d.allow ? LORICA_R_DEFAULT : LORICA_R_USB_NO_RULE;
	return d;
}
