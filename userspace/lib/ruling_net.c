// SPDX-License-Identifier: GPL-2.0-only
#include "ruling_net.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "desk.h"
#include "kernel/net_match.h"
#include "kernel/policy_net.h"
#include "ruling.h"
#include "text.h"
#include "userspace/cmd.h"
#include "value.h"
#include "words.h"

/* Of the network a running kernel asks for nothing else. */
static const enum lorica_reason open_nothing[] = { LORICA_OK };

static bool number(const char *text, uint64_t most, uint64_t *result)
{
	return value_number(text, result, NULL) && *result <= most;
}

static bool read_family(const char *text, struct lorica_net_query *query)
{
	static const char prefix[] = "family ";
	bool is_named = !strncmp(text, prefix, strlen(prefix));
	const char *name = is_named ? text + strlen(prefix) : text, *own;
	uint64_t value;
	int i;

	query->act = LORICA_NET_SOCKET;
	for (i = 1; i < 256; i++) {
		own = lorica_net_family_name(i);
		if (!own || strcmp(own, name))
			continue;
		query->proto = i;
		return is_named == (i != LORICA_NET_FAMILY_IP && i != LORICA_NET_FAMILY_PACKET);
	}
	if (!is_named || !number(name, 255, &value) || !value)
		return false;
	query->proto = value;
	return true;
}

/* ADDRESS:PORT, with an address of IPv6 in brackets */
static bool read_address(const char *text, struct lorica_net_query *query)
{
	const char *colon = strrchr(text, ':');
	char address[INET6_ADDRSTRLEN] = "";
	bool wide = *text == '[';
	uint64_t port;
	size_t len;

	if (!colon || !number(colon + 1, UINT16_MAX, &port))
		return false;
	len = colon - text;
	if (wide && (len < 2 || text[len - 1] != ']'))
		return false;
	text += wide;
	len -= 2 * wide;
	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	query->port = port;
	query->version = wide ? 6 : 4;
	if (inet_pton(wide ? AF_INET6 : AF_INET, address, query->address) != 1)
		return false;
	lorica_net_normal(query);
	return true;
}

bool ruling_net_object(enum lorica_event_type type, const char *text,
		       struct lorica_net_query *query)
{
	size_t i;

	*query = (struct lorica_net_query){ .act = type == LORICA_EVENT_NET_CONNECT ?
							   LORICA_NET_CONNECT :
							   LORICA_NET_LISTEN };
	if (type == LORICA_EVENT_NET_SOCKET)
		return read_family(text, query);
	for (i = 0; i < words_net_proto.n; i++) {
		const char *name = words_net_proto.list[i].name;

		if (strncmp(text, name, strlen(name)) || text[strlen(name)] != ' ')
			continue;
		query->proto = words_net_proto.list[i].value;
		return read_address(text + strlen(name) + 1, query);
	}
	return false;
}

static void place(const struct desk *desk, struct span span, struct ruling_rule *rule)
{
	const struct sources *sources = &desk->policy.text.c.sources;
	struct span written;

	sources_used(sources, &span, &written);
	rule->source = sources_find(sources, span.start);
	rule->at = source_locate(rule->source, span.start - rule->source->base);
}

static struct ruling_rule rule_of(struct desk *desk, u32 i)
{
	const struct sema_net_rule *judged = &desk->policy.text.c.sema.net[i];
	struct ruling_rule rule = { 0 };
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		abort();
	fputs(judged->rule.verdict == LORICA_DEFAULT_DENY ? "deny " : "allow ", to);
	if (judged->program)
		text_quoted(judged->program, to);
	else
		fputs("any", to);
	putc(' ', to);
	text_net_act(&judged->rule, to);
	fclose(to);
	rule.text = arena_string(&desk->arena, text, len);
	free(text);
	place(desk, judged->span, &rule);
	return rule;
}

static struct ruling_rule default_of(struct desk *desk)
{
	const struct ast_net *net = desk->policy.text.c.sema.net_section;
	struct ruling_rule rule = { 0 };

	rule.text = "without a 'net' section every program uses the network";
	if (!net)
		return rule;
	rule.text = arena_printf(&desk->arena, "net default %s",
				 words_name(&words_default, net->value));
	place(desk, net->value_span, &rule);
	return rule;
}

int ruling_net(struct desk *desk, struct ruling *r)
{
	const struct lorica_policy *policy = &desk->policy.policy;
	struct lorica_net_query query;
	u32 named = LORICA_NO_RULE, any;
	const char *program = r->event.program;
	bool sends;

	if (!r->event.object || !ruling_net_object(r->event.type, r->event.object, &query)) {
		fprintf(stderr, "lorica %s: '%s' is no object of such an event\n", desk->verb,
			r->event.object ? r->event.object : "");
		return EXIT_REJECTED;
	}
	r->by_program = true;
	r->open = open_nothing;
	if (program)
		named = lorica_net_find(policy, program, &query);
	r->decision = lorica_net_decide(policy, named, &query);
	/* As the kernel has it: who may send takes such a port by that. */
	if (r->decision.reason == LORICA_R_NET_NO_RULE && query.act == LORICA_NET_LISTEN &&
	    query.proto == LORICA_NET_UDP && !query.port) {
		sends = (program && lorica_net_sends(policy, program, LORICA_NET_UDP)) ||
			lorica_net_sends(policy, NULL, LORICA_NET_UDP);
		if (sends) {
			r->decision.allow = true;
			r->decision.reason = LORICA_R_NET_RULE;
			r->decided_by.text = "a rule that lets it send by udp";
			return EXIT_OK;
		}
	}
	if (r->decision.rule == LORICA_NO_RULE) {
		r->decided_by = default_of(desk);
		return EXIT_OK;
	}
	r->decided_by = rule_of(desk, r->decision.rule);
	any = named == LORICA_NO_RULE ? LORICA_NO_RULE : lorica_net_find(policy, NULL, &query);
	if (any != LORICA_NO_RULE) {
		r->lost[r->nr_lost] = rule_of(desk, any);
		r->lost[r->nr_lost++].why = "a rule for the program goes before one for all";
	}
	r->lost[r->nr_lost] = default_of(desk);
	r->lost[r->nr_lost++].why = "a rule speaks of it";
	return EXIT_OK;
}
