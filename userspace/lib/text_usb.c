// SPDX-License-Identifier: GPL-2.0-only
#include "text_usb.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "kernel/policy_usb.h"
#include "value_usb.h"
#include "words.h"

static void quoted(const char *word, const char *text, FILE *to)
{
	if (!text)
		return;
	fprintf(to, " %s \"", word);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', to);
		putc(*text, to);
	}
	putc('"', to);
}

void text_usb_class(const struct lorica_usb_class *class, FILE *to)
{
	const char *name = value_usb_class_name(class->class_code);

	if (class->given == 1 && name)
		fputs(name, to);
	else if (class->given == 1)
		fprintf(to, "%02x:*:*", class->class_code);
	else if (class->given == 2)
		fprintf(to, "%02x:%02x:*", class->class_code, class->subclass);
	else
		fprintf(to, "%02x:%02x:%02x", class->class_code, class->subclass, class->protocol);
}

static void classes(const struct lorica_usb_rule *rule, FILE *to)
{
	unsigned int i;

	for (i = 0; i < rule->nr_classes; i++) {
		fputs(i ? ", " : rule->nr_classes > 1 ? " interfaces " : " class ", to);
		text_usb_class(&rule->classes[i], to);
	}
}

void text_usb_rule(const struct lorica_policy *policy, const struct lorica_usb_rule *rule, FILE *to)
{
	static const char *const moments[] = {
		[LORICA_USB_ALWAYS] = "",
		[LORICA_USB_UNTIL_SEAL] = " until seal",
		[LORICA_USB_AFTER_SEAL] = " after seal",
	};

	fputs(words_name(&words_default, rule->verdict), to);
	if (rule->match & LORICA_USB_PRODUCT)
		fprintf(to, " %04x:%04x", le16_to_cpu(rule->vendor), le16_to_cpu(rule->product));
	else if (rule->match & LORICA_USB_VENDOR)
		fprintf(to, " %04x:*", le16_to_cpu(rule->vendor));
	classes(rule, to);
	quoted("serial", lorica_policy_usb_string(policy, rule->serial), to);
	quoted("product", lorica_policy_usb_string(policy, rule->name), to);
	quoted("manufacturer", lorica_policy_usb_string(policy, rule->manufacturer), to);
	quoted("port", lorica_policy_usb_string(policy, rule->port), to);
	if (rule->at_most)
		fprintf(to, " at most %u", rule->at_most);
	fputs(moments[rule->when], to);
}

const char *text_usb_string(const struct lorica_policy *policy, const struct lorica_usb_rule *rule,
			    struct arena *arena)
{
	const char *text = "";
	char *buf = NULL;
	size_t len;
	FILE *to = open_memstream(&buf, &len);

	if (to) {
		text_usb_rule(policy, rule, to);
		if (!fclose(to))
			text = arena_string(arena, buf, len);
	}
	free(buf);
	return text;
}
