// SPDX-License-Identifier: GPL-2.0-only
/* The net section in its canonical form: a line for each record. */
#include "text.h"

#include <string.h>

#include "kernel/net_match.h"
#include "kernel/policy_net.h"
#include "sema.h"
#include "value_net.h"
#include "value_port.h"
#include "words.h"

static void ports(const struct lorica_net_rule *rule, FILE *to)
{
	struct value_ports range = { le16_to_cpu(rule->first), le16_to_cpu(rule->last) };
	char text[VALUE_PORTS] = "any";

	if (range.first != 1 || range.last != UINT16_MAX)
		value_ports_print(&range, text);
	fprintf(to, " %s", text);
}

static void address(const struct lorica_net_rule *rule, FILE *to)
{
	struct value_net net = { .version = rule->version, .bits = rule->bits };
	char text[VALUE_NET];

	if (!rule->version)
		return;
	memcpy(net.address, rule->address, sizeof(net.address));
	value_net_print(&net, text);
	fprintf(to, " %s %s", rule->act == LORICA_NET_LISTEN ? "at" : "to", text);
}

void text_net_act(const struct lorica_net_rule *rule, FILE *to)
{
	if (rule->act == LORICA_NET_SOCKET) {
		const char *name = lorica_net_family_name(rule->proto);

		if (rule->proto != LORICA_NET_FAMILY_IP && rule->proto != LORICA_NET_FAMILY_PACKET)
			fputs("family ", to);
		if (name)
			fputs(name, to);
		else
			fprintf(to, "%u", rule->proto);
		return;
	}
	fprintf(to, "%s %s", words_name(&words_net_act, rule->act),
		words_name(&words_net_proto, rule->proto));
	ports(rule, to);
	address(rule, to);
}

void text_net(const struct sema *sema, FILE *to)
{
	unsigned int i;

	if (!sema->net_default)
		return;
	fprintf(to, "\nnet default %s {\n", words_name(&words_default, sema->net_default));
	for (i = 0; i < sema->nr_net; i++) {
		const struct sema_net_rule *r = &sema->net[i];

		fputs(r->rule.verdict == LORICA_DEFAULT_DENY ? "\tdeny " : "\t", to);
		if (r->program)
			text_quoted(r->program, to);
		else
			fputs("any", to);
		putc(' ', to);
		text_net_act(&r->rule, to);
		putc('\n', to);
	}
	fputs("}\n", to);
}
