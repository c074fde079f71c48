// SPDX-License-Identifier: GPL-2.0-only
#include "ruling_net.h"

#include <stdio.h>
#include <stdlib.h>

#include "desk.h"
#include "desk_names.h"
#include "kernel/policy_net.h"
#include "net_object.h"
#include "ruling.h"
#include "text.h"
#include "userspace/cmd.h"
#include "words.h"

/* Of the network a running kernel asks for nothing else. */
static const enum lorica_reason open_nothing[] = { LORICA_OK };

/* A program has more names than these only in a manifest that was made to be strange. */
enum { MAX_NAMES = 64 };

/**
 * struct search - what is asked, and what was found
 * @policy: that is asked
 * @query: what the program is about to do
 * @names: of the program, each once
 * @nr: their number
 * @named: the best rule for one of them
 * @sends: a rule lets one of them send by UDP
 */
struct search {
	const struct lorica_policy *policy;
	const struct lorica_net_query *query;
	const char *names[MAX_NAMES];
	u32 nr;
	u32 named;
	bool sends;
};

static bool has_name(const struct search *s, const char *name)
{
	u32 i = 0;

	while (i < s->nr && strcmp(s->names[i], name))
		i++;
	return i < s->nr;
}

/* As consider() in kernel/net.c, with the same look-ups. */
static void consider(void *context, const char *name)
{
	struct search *s = context;

	if (has_name(s, name))
		return;
	if (s->nr < MAX_NAMES)
		s->names[s->nr++] = name;
	s->named = lorica_net_better(s->policy, s->named,
				     lorica_net_find(s->policy, name, s->query));
	s->sends |= lorica_net_sends(s->policy, name, LORICA_NET_UDP);
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
	ruling_place(desk, judged->span, &rule);
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
	ruling_place(desk, net->value_span, &rule);
	return rule;
}

static bool has_port(const struct lorica_net_rule *rule, const struct lorica_net_query *q)
{
	u16 first = le16_to_cpu(rule->first), last = le16_to_cpu(rule->last);

	if (q->act == LORICA_NET_SOCKET)
		return true;
	return q->port ? q->port >= first && q->port <= last : first == 1 && last == UINT16_MAX;
}

static bool has_address(const struct lorica_net_rule *rule, const struct lorica_net_query *q)
{
	u32 whole = rule->bits / 8, rest = rule->bits % 8;

	if (!rule->version)
		return true;
	return rule->version == q->version && !memcmp(rule->address, q->address, whole) &&
	       (!rest || !((rule->address[whole] ^ q->address[whole]) >> (8 - rest)));
}

/* What the others say, for people; the decision is made by then. */
static const char *why_lost(const struct sema_net_rule *rule, const struct lorica_net_query *q,
			    const struct sema_net_rule *decider)
{
	if (rule->rule.proto != q->proto)
		return q->act == LORICA_NET_SOCKET ? "it is about another family" :
						     "it is about another protocol";
	if (!has_port(&rule->rule, q))
		return q->port ? "it is about other ports" : "it is not about all ports";
	if (!has_address(&rule->rule, q))
		return q->version ? "it is about other addresses" : "it is about some addresses";
	if (decider && !rule->program && decider->program)
		return "a rule for the program goes before one for any";
	return "a rule with a longer prefix goes before it";
}

/* Those for the program first, as the table has them. */
static void add_lost(struct desk *desk, struct ruling *r, const struct search *s)
{
	const struct lorica_net_query *q = s->query;
	const struct sema *sema = &desk->policy.text.c.sema;
	const struct sema_net_rule *decider = r->decision.rule == LORICA_NO_RULE ?
						      NULL :
						      &sema->net[r->decision.rule];
	u32 i;

	for (i = 0; i < sema->nr_net && r->nr_lost < RULING_NET_LOST; i++) {
		const struct sema_net_rule *rule = &sema->net[i];

		if (rule->rule.act != q->act || rule == decider ||
		    (rule->program && !has_name(s, rule->program)))
			continue;
		r->lost[r->nr_lost] = rule_of(desk, i);
		r->lost[r->nr_lost++].why = why_lost(rule, q, decider);
	}
	if (!decider && r->decided_by.source)
		return;
	r->lost[r->nr_lost] = default_of(desk);
	r->lost[r->nr_lost++].why = "a rule speaks of it";
}
_Static_assert((int)RULING_NET_LOST < (int)RULING_MAX_RULES, "and the default");

/* A rule for it lets the program send by UDP, which takes such a port as well. */
static bool is_any_datagram(const struct lorica_net_query *q)
{
	return q->act == LORICA_NET_LISTEN && q->proto == LORICA_NET_UDP && !q->port;
}

static int no_object(const struct desk *desk, const char *object)
{
	fprintf(stderr, "lorica %s: '%s' is no object of such an event\n", desk->verb,
		object ? object : "");
	return EXIT_REJECTED;
}

int ruling_net(struct desk *desk, struct ruling *r)
{
	const struct lorica_policy *policy = &desk->policy.policy;
	struct lorica_net_query query;
	struct search s = { .policy = policy, .query = &query, .named = LORICA_NO_RULE };

	if (!r->event.object || !net_object_read(r->event.type, r->event.object, &query))
		return no_object(desk, r->event.object);
	r->by_program = true;
	r->unmanaged = !policy->rec->net;
	r->open = open_nothing;
	if (net_object_is_unreadable(&query)) {
		r->decision.allow = !policy->rec->net;
		r->decision.reason = policy->rec->net ? LORICA_R_NET_ADDRESS : LORICA_R_DEFAULT;
		r->decision.rule = LORICA_NO_RULE;
		r->decided_by = default_of(desk);
		if (policy->rec->net)
			r->decided_by = (struct ruling_rule){
				.text = "what is no address is refused by every 'net' section"
			};
		return EXIT_OK;
	}
	if (r->event.program)
		desk_names(desk, r->event.program, consider, &s);
	r->decision = lorica_net_decide(policy, s.named, &query);
	if (r->decision.reason == LORICA_R_NET_NO_RULE && is_any_datagram(&query) &&
	    (s.sends || lorica_net_sends(policy, NULL, LORICA_NET_UDP))) {
		r->decision.allow = true;
		r->decision.reason = LORICA_R_NET_RULE;
		r->decided_by.text = "a rule that lets it send by udp takes such a port as well";
	} else if (r->decision.rule == LORICA_NO_RULE) {
		r->decided_by = default_of(desk);
	} else {
		r->decided_by = rule_of(desk, r->decision.rule);
	}
	if (policy->rec->net)
		add_lost(desk, r, &s);
	return EXIT_OK;
}
