// SPDX-License-Identifier: GPL-2.0-only
/* Rules of `usb` without which the policy would mean the same. */
#include "sema.h"

#include <string.h>

#include "diag.h"
#include "kernel/policy_usb.h"
#include "kernel/usb_match.h"
#include "text_usb.h"

static bool is_given(__le32 string)
{
	return string != cpu_to_le32(LORICA_NO_STRING);
}

/* Each class of @inner is in one of @outer's. */
static bool classes_within(const struct lorica_usb_rule *outer, const struct lorica_usb_rule *inner)
{
	unsigned int i, k;

	for (i = 0; i < inner->nr_classes; i++) {
		for (k = 0; k < outer->nr_classes; k++)
			if (outer->classes[k].given <= inner->classes[i].given &&
			    lorica_usb_class_has(&outer->classes[k], &inner->classes[i]))
				break;
		if (k == outer->nr_classes)
			return false;
	}
	return inner->nr_classes;
}

static bool port_within(const struct lorica_policy *p, __le32 outer, __le32 inner)
{
	const char *wide, *port, *slash;
	size_t n;

	if (!is_given(outer) || outer == inner)
		return true;
	if (!is_given(inner))
		return false;
	wide = lorica_policy_usb_string(p, outer);
	port = lorica_policy_usb_string(p, inner);
	/* Without a controller it is the ports of any. */
	slash = strrchr(port, '/');
	if (slash && !strchr(wide, '/'))
		port = slash + 1;
	n = strlen(wide) - 1;
	return wide[n] == '*' ? !strncmp(wide, port, n) : !strcmp(wide, port);
}

/* Of two that say the same: does @wide speak of each device that @rule speaks of? */
static bool covers(const struct lorica_policy *p, const struct lorica_usb_rule *wide,
		   const struct lorica_usb_rule *rule)
{
	return (!wide->when || wide->when == rule->when) &&
	       (!(wide->match & LORICA_USB_VENDOR) ||
		(rule->match & LORICA_USB_VENDOR && wide->vendor == rule->vendor)) &&
	       (!(wide->match & LORICA_USB_PRODUCT) ||
		(rule->match & LORICA_USB_PRODUCT && wide->product == rule->product)) &&
	       (!is_given(wide->serial) || wide->serial == rule->serial) &&
	       (!is_given(wide->name) || wide->name == rule->name) &&
	       (!is_given(wide->manufacturer) || wide->manufacturer == rule->manufacturer) &&
	       port_within(p, wide->port, rule->port) &&
	       (!wide->nr_classes || classes_within(wide, rule));
}

static bool differ(__le32 a, __le32 b)
{
	return is_given(a) && is_given(b) && a != b;
}

static bool share_class(const struct lorica_usb_rule *a, const struct lorica_usb_rule *b)
{
	unsigned int i, k;

	for (i = 0; i < a->nr_classes; i++)
		for (k = 0; k < b->nr_classes; k++)
			if (lorica_usb_class_has(&a->classes[i], &b->classes[k]) ||
			    lorica_usb_class_has(&b->classes[k], &a->classes[i]))
				return true;
	return false;
}

/* May one device be meant by both? Where it is not plain that none is: yes. */
static bool may_meet(const struct lorica_usb_rule *a, const struct lorica_usb_rule *b)
{
	if (a->when && b->when && a->when != b->when)
		return false;
	if (a->match & b->match & LORICA_USB_VENDOR && a->vendor != b->vendor)
		return false;
	if (a->match & b->match & LORICA_USB_PRODUCT && a->product != b->product)
		return false;
	/* What is allowed is of these classes alone; what is denied may be of others, too. */
	if (a->nr_classes && b->nr_classes && !share_class(a, b) &&
	    (a->verdict == LORICA_DEFAULT_ALLOW || b->verdict == LORICA_DEFAULT_ALLOW))
		return false;
	return !differ(a->serial, b->serial) && !differ(a->name, b->name) &&
	       !differ(a->manufacturer, b->manufacturer);
}

/* Rules are sorted, those that decide before others first. */
static void check_rule(const struct sema *sema, unsigned int i, struct diags *diags,
		       struct arena *arena)
{
	const struct sema_usb_rule *r = &sema->usb_rules[i], *other = NULL;
	unsigned int k;

	/* To count devices is to say something. */
	if (r->rule.at_most)
		return;
	for (k = i + 1; k < sema->nr_usb_rules; k++) {
		const struct sema_usb_rule *next = &sema->usb_rules[k];

		if (!may_meet(&r->rule, &next->rule))
			continue;
		if (next->rule.verdict != r->rule.verdict || next->rule.at_most)
			return;
		if (!other && covers(&sema->usb, &next->rule, &r->rule))
			other = next;
	}
	if (!other && r->rule.verdict != sema->usb_default)
		return;
	diag_report(diags, DIAG_SHADOWED_RULE, r->ast->span, "'%s' changes nothing: %s",
		    text_usb_string(&sema->usb, &r->rule, arena),
		    other ? "what decides without it says the same" : "the default says the same");
	diag_related(diags, other ? other->ast->span : sema->usb_section->value_span,
		     "that stands here");
}

/* One for the time before the seal, and one for that after it, leave none to a third. */
static void check_moments(const struct sema *sema, unsigned int i, struct diags *diags,
			  struct arena *arena)
{
	const struct sema_usb_rule *r = &sema->usb_rules[i], *until = NULL, *after = NULL;
	struct lorica_usb_rule twin;
	unsigned int k;

	if (r->rule.when)
		return;
	for (k = 0; k < i; k++) {
		twin = sema->usb_rules[k].rule;
		twin.when = r->rule.when;
		twin.verdict = r->rule.verdict;
		twin.at_most = r->rule.at_most;
		if (memcmp(&twin, &r->rule, sizeof(twin)))
			continue;
		/* The verdict changes what classes mean, see match_classes() of the kernel. */
		if (twin.nr_classes && sema->usb_rules[k].rule.verdict != r->rule.verdict)
			continue;
		if (sema->usb_rules[k].rule.when == LORICA_USB_UNTIL_SEAL)
			until = &sema->usb_rules[k];
		else
			after = &sema->usb_rules[k];
	}
	if (!until || !after)
		return;
	diag_report(diags, DIAG_SHADOWED_RULE, r->ast->span,
		    "'%s' never decides: one rule has the time until the seal, and another the time after it",
		    text_usb_string(&sema->usb, &r->rule, arena));
	diag_related(diags, until->ast->span, "until the seal");
	diag_related(diags, after->ast->span, "after the seal");
}

void sema_usb_lint(const struct sema *sema, struct diags *diags, struct arena *arena)
{
	unsigned int i;

	for (i = 0; i < sema->nr_usb_rules; i++) {
		check_rule(sema, i, diags, arena);
		check_moments(sema, i, diags, arena);
	}
}
