// SPDX-License-Identifier: GPL-2.0-only
/* The productions net-section and net-rule of policy/lorica.ebnf. */
#include "parser.h"

#include <string.h>

#include "kernel/net_match.h"
#include "kernel/policy_net.h"

/* Where the next value goes, and what it has to be. */
struct values {
	struct parser *p;
	struct ast_net_value **tail;
	bool good;
};

static struct ast_net_value *add(struct values *values, const struct ast_word *word)
{
	struct ast_net_value *value = arena_alloc(values->p->lex.arena, sizeof(*value));

	value->word = *word;
	*values->tail = value;
	values->tail = &value->next;
	return value;
}

static void add_ports(void *context, const struct ast_word *word)
{
	struct values *values = context;
	struct value_wrong wrong;
	struct value_ports ports;

	if (value_ports(word->text, &ports, &wrong)) {
		add(values, word)->ports = ports;
		return;
	}
	parser_wrong(values->p, DIAG_BAD_PORT, word, &wrong);
	values->good = false;
}

static void add_address(void *context, const struct ast_word *word)
{
	struct values *values = context;
	struct value_wrong wrong;
	struct value_net address;

	if (value_net(word->text, &address, &wrong)) {
		add(values, word)->address = address;
		return;
	}
	parser_wrong(values->p, DIAG_BAD_ADDRESS, word, &wrong);
	values->good = false;
}

/* ports = "any" | port-values, { ",", port-values } ; */
static bool ports(struct parser *p, struct ast_net_rule *rule)
{
	struct values values = { .p = p, .tail = &rule->ports, .good = true };

	if (parser_is(p, "any")) {
		const struct ast_word word = { "any", p->token.span };

		parser_take(p);
		add(&values, &word)->ports = (struct value_ports){ 1, UINT16_MAX };
		return true;
	}
	do {
		if (!parser_values(p, CONSTANT_NUMBER | CONSTANT_NAME, "a port, or 'any'",
				   add_ports, &values))
			return false;
	} while (parser_comma(p));
	return values.good;
}

/* ( "at" | "to" ), address-values, { ",", address-values } */
static bool addresses(struct parser *p, struct ast_net_rule *rule)
{
	struct values values = { .p = p, .tail = &rule->addresses, .good = true };

	if (!parser_is(p, rule->act == LORICA_NET_LISTEN ? "at" : "to"))
		return true;
	rule->at = parser_take(p).span;
	do {
		if (!parser_values(p, CONSTANT_NAME, "an address like 10.0.0.0/8", add_address,
				   &values))
			return false;
	} while (parser_comma(p));
	return values.good;
}

/* One of some words, { ",", another } ; for protocols and families */
static bool numbers(struct parser *p, struct ast_net_rule *rule, const struct words *words,
		    const char *what)
{
	struct values values = { .p = p, .tail = &rule->numbers };
	struct ast_word word = { 0 };
	uint32_t number;

	do {
		if (!parser_choice(p, words, what, &number, &word.span))
			return false;
		word.text = words_name(words, number);
		add(&values, &word)->number = number;
	} while (parser_comma(p));
	return true;
}

/* The names that the kernel's part has for families, but for those with a word of their own. */
static const struct words *family_words(void)
{
	enum { FAMILIES = 64 };
	static struct word list[FAMILIES];
	static struct words words = { list, 0 };
	uint8_t i;

	if (words.n)
		return &words;
	for (i = 0; i < FAMILIES; i++) {
		const char *name = lorica_net_family_name(i);

		if (name && i != LORICA_NET_FAMILY_IP && i != LORICA_NET_FAMILY_PACKET)
			list[words.n++] = (struct word){ name, i };
	}
	return &words;
}

enum act {
	LISTEN = LORICA_NET_LISTEN,
	CONNECT = LORICA_NET_CONNECT,
	RAW,
	PACKET,
	FAMILY,
};

/* clang-format off */
static const struct word act_list[] = {
	{ "listen", LISTEN },
	{ "connect", CONNECT },
	{ "raw", RAW },
	{ "packet", PACKET },
	{ "family", FAMILY },
};
/* clang-format on */
static const struct words act_words = { act_list, sizeof(act_list) / sizeof(act_list[0]) };

/* What the language calls by a word of its own is a family as well. */
static bool one_family(struct parser *p, struct ast_net_rule *rule, uint8_t family)
{
	struct values values = { .p = p, .tail = &rule->numbers };
	const struct ast_word word = { lorica_net_family_name(family), rule->span };

	add(&values, &word)->number = family;
	return true;
}

static bool rest(struct parser *p, uint32_t which, struct ast_net_rule *rule)
{
	rule->act = which <= CONNECT ? which : LORICA_NET_SOCKET;
	switch (which) {
	case RAW:
		return one_family(p, rule, LORICA_NET_FAMILY_IP);
	case PACKET:
		return one_family(p, rule, LORICA_NET_FAMILY_PACKET);
	case FAMILY:
		return numbers(p, rule, family_words(), "the name of an address family");
	default:
		return numbers(p, rule, &words_net_proto, "'tcp' or 'udp'") && ports(p, rule) &&
		       addresses(p, rule);
	}
}

bool parse_net_act(struct parser *p, const char *word, struct ast_net_rule *rule)
{
	size_t i = 0;

	while (strcmp(act_list[i].name, word))
		i++;
	return rest(p, act_list[i].value, rule);
}

static bool act(struct parser *p, struct ast_net_rule *rule)
{
	uint32_t which;

	return parser_choice(p, &act_words, "'listen', 'connect', 'raw', 'packet' or 'family'",
			     &which, &rule->span) &&
	       rest(p, which, rule);
}

/*
 * net-rule = [ "allow" | "deny" ], ( "any" | programs, { ",", programs } ), net-act ;
 */
static bool net_rule(struct parser *p, void *section)
{
	struct ast_net_rule *rule = arena_alloc(p->lex.arena, sizeof(*rule));
	struct ast_path **programs = &rule->programs;
	struct ast_net *net = section;

	rule->denies = parser_is(p, "deny");
	if (rule->denies || parser_is(p, "allow"))
		parser_take(p);
	if (parser_is(p, "any"))
		parser_take(p);
	else if (!parser_paths(p, "'any', or the path of a program", &programs))
		return false;
	/* A rule of which a part was skipped is not what was written. */
	if (!act(p, rule))
		return false;
	*net->tail = rule;
	net->tail = &rule->next;
	return true;
}

/* net-section = "net", [ "default", ( "deny" | "allow" ) ], "{", { net-rule }, "}" ; */
bool parse_net(struct parser *p, struct span head, bool twice)
{
	struct ast_net *net = p->ast->net;

	if (!net || twice) {
		net = arena_alloc(p->lex.arena, sizeof(*net));
		net->span = head;
		net->tail = &net->rules;
	}
	if (!twice)
		p->ast->net = net;
	parse_default(p, "net", head, &net->value, &net->value_span, &net->default_broken);
	return parser_block(p, head, net, net_rule);
}
