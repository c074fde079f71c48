// SPDX-License-Identifier: GPL-2.0-only
/* A USB device in the words of a rule. */
#include "expect_usb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "ast.h"
#include "diag.h"
#include "kernel/usb_match.h"
#include "text.h"
#include "text_usb.h"

static bool wrong(struct diags *diags, struct span span, const char *text)
{
	diag_report(diags, DIAG_BAD_USB, span, "%s", text);
	return false;
}

/* A rule says of which devices it speaks, an event what one device is. */
bool expect_usb_check(const struct ast_usb_rule *rule, struct diags *diags)
{
	const struct lorica_usb_rule *r = &rule->rule;
	unsigned int i;

	if (!(r->match & LORICA_USB_PRODUCT))
		return wrong(diags, rule->span, "a device has an id, as in 'usb 0403:6001'");
	for (i = 0; i < r->nr_classes; i++)
		if (r->classes[i].given != 3)
			return wrong(diags, rule->span,
				     "an interface has three numbers, as in 'interfaces 03:01:01'");
	if (rule->port.text && strchr(rule->port.text, '*'))
		return wrong(diags, rule->port.span, "a device is plugged into one port");
	if (r->at_most)
		return wrong(diags, rule->span, "'at most' is for rules");
	return true;
}

const struct lorica_usb_facts *expect_usb_facts(const struct ast_usb_rule *rule,
						struct arena *arena)
{
	struct lorica_usb_facts *facts = arena_alloc(arena, sizeof(*facts));
	const char *port = rule->port.text ?: "", *slash = strrchr(port, '/');
	unsigned int i;

	facts->vendor = le16_to_cpu(rule->rule.vendor);
	facts->product = le16_to_cpu(rule->rule.product);
	facts->serial = rule->serial.text;
	facts->name = rule->name.text;
	facts->manufacturer = rule->manufacturer.text;
	facts->controller = slash ? arena_string(arena, port, slash - port) : "";
	facts->port = slash ? slash + 1 : port;
	facts->after_seal = rule->rule.when != LORICA_USB_UNTIL_SEAL;
	for (i = 0; i < rule->rule.nr_classes; i++)
		lorica_usb_add_interface(facts, rule->rule.classes[i].class_code,
					 rule->rule.classes[i].subclass,
					 rule->rule.classes[i].protocol);
	return facts;
}

static void say(FILE *to, const char *what, const char *text)
{
	if (!text)
		return;
	fprintf(to, " %s ", what);
	text_quoted(text, to);
}

/* In one form, however it was written. */
const char *expect_usb_text(const struct ast_usb_rule *rule, struct arena *arena)
{
	const char *result;
	unsigned int i;
	char *text;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		abort();
	fprintf(to, "%04x:%04x", le16_to_cpu(rule->rule.vendor), le16_to_cpu(rule->rule.product));
	for (i = 0; i < rule->rule.nr_classes; i++) {
		fputs(i ? ", " : " interfaces ", to);
		text_usb_class(&rule->rule.classes[i], to);
	}
	say(to, "serial", rule->serial.text);
	say(to, "product", rule->name.text);
	say(to, "manufacturer", rule->manufacturer.text);
	say(to, "port", rule->port.text);
	fputs(rule->rule.when == LORICA_USB_UNTIL_SEAL ? " until seal" : " after seal", to);
	fclose(to);
	result = arena_string(arena, text, len);
	free(text);
	return result;
}
