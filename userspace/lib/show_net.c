// SPDX-License-Identifier: GPL-2.0-only
/* The net section of a policy, in JSON. */
#include "show.h"

#include <string.h>

#include "json.h"
#include "kernel/net_match.h"
#include "kernel/policy_net.h"
#include "value_net.h"
#include "words.h"

static void address(const struct lorica_net_rule *rule, struct json *j)
{
	struct value_net net = { .version = rule->version, .bits = rule->bits };
	char text[VALUE_NET];

	if (!rule->version) {
		json_text(j, "address", NULL);
		return;
	}
	memcpy(net.address, rule->address, sizeof(net.address));
	value_net_print(&net, text);
	json_text(j, "address", text);
}

static void one_rule(const struct lorica_policy *policy, const struct lorica_net_rule *rule,
		     struct json *j)
{
	json_open(j, NULL, '{');
	json_text(j, "verdict", words_name(&words_default, rule->verdict));
	json_text(j, "program", lorica_policy_string(policy, rule->program));
	if (rule->act == LORICA_NET_SOCKET) {
		json_text(j, "act", "socket");
		json_text(j, "family", lorica_net_family_name(rule->proto));
		json_number(j, "family_number", rule->proto);
	} else {
		json_text(j, "act", words_name(&words_net_act, rule->act));
		json_text(j, "protocol", words_name(&words_net_proto, rule->proto));
		json_number(j, "first_port", le16_to_cpu(rule->first));
		json_number(j, "last_port", le16_to_cpu(rule->last));
		address(rule, j);
	}
	json_close(j, '}');
}

void show_net_json(const struct lorica_policy *policy, struct json *j)
{
	u32 i;

	if (policy->rec->net == LORICA_DEFAULT_UNMANAGED) {
		json_text(j, "net", NULL);
		return;
	}
	json_open(j, "net", '{');
	json_text(j, "default", words_name(&words_default, policy->rec->net));
	json_open(j, "rules", '[');
	for (i = 0; i < policy->nr_net; i++)
		one_rule(policy, &policy->net[i], j);
	json_close(j, ']');
	json_close(j, '}');
}
