// SPDX-License-Identifier: GPL-2.0-only
/* The rules of `net`: each line becomes records, and of those that overlap one decides. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "sema_net_ports.h"
#include "sources.h"

/* Records before those that say the same are merged. */
enum { MAX_WRITTEN = 4 * LORICA_MAX_NET_RULES };

static const struct ast_path every = { 0 };

/* By the name of the program, of which none is the last; and as records are sorted. */
static int group_order(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	int order = 0;

	if (a->program && b->program)
		order = strcmp(a->program, b->program);
	else if (a->program || b->program)
		order = a->program ? -1 : 1;
	return order;
}

static int by_table(const void *x, const void *y)
{
	const struct sema_net_rule *a = x, *b = y;
	int order = group_order(a, b);

	if (!order)
		order = lorica_net_order(&a->rule, &b->rule);
	return order ? order : net_ports_order(a, b);
}

static bool same_group(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return !group_order(a, b) && lorica_net_alike(&a->rule, &b->rule);
}

static unsigned int group_end(const struct sema_net_rule *rules, unsigned int at, unsigned int nr)
{
	unsigned int end = at + 1;

	while (end < nr && same_group(&rules[at], &rules[end]))
		end++;
	return end;
}

static unsigned int length(const struct ast_net_value *list)
{
	unsigned int n = 0;

	for (; list; list = list->next)
		n++;
	return n;
}

static size_t product(const struct ast_net_rule *rule)
{
	unsigned int programs = 0;
	const struct ast_path *p;

	for (p = rule->programs; p; p = p->next)
		programs++;
	return (size_t)(programs ?: 1) * length(rule->numbers) * (length(rule->ports) ?: 1) *
	       (length(rule->addresses) ?: 1);
}

static struct sema_net_rule record(const struct ast_net_rule *rule, const struct ast_path *program,
				   const struct source *file, const struct ast_net_value *number,
				   const struct ast_net_value *port,
				   const struct ast_net_value *address)
{
	struct sema_net_rule r = {
		.program = program->path.text,
		.line = rule,
		.file = file,
		/* Where the lines that it comes from differ. */
		.span = address ? address->word.span : port ? port->word.span : number->word.span,
		.rule = {
			.act = rule->act,
			.proto = number->number,
			.verdict = rule->denies ? LORICA_DEFAULT_DENY : LORICA_DEFAULT_ALLOW,
		},
	};

	if (port) {
		r.rule.first = cpu_to_le16(port->ports.first);
		r.rule.last = cpu_to_le16(port->ports.last);
	}
	if (address) {
		r.rule.version = address->address.version;
		r.rule.bits = address->address.bits;
		memcpy(r.rule.address, address->address.address,
		       address->address.version == 4 ? 4 : sizeof(r.rule.address));
	}
	return r;
}

static unsigned int add_ports(struct sema_net_rule *to, const struct ast_net_rule *rule,
			      const struct ast_path *program, const struct source *file,
			      const struct ast_net_value *number)
{
	const struct ast_net_value *port = rule->ports, *address;
	unsigned int n = 0;

	do {
		address = rule->addresses;
		do {
			to[n++] = record(rule, program, file, number, port, address);
			address = address ? address->next : NULL;
		} while (address);
		port = port ? port->next : NULL;
	} while (port);
	return n;
}

static unsigned int add_rule(struct sema_net_rule *to, const struct ast_net_rule *rule,
			     struct diags *diags)
{
	const struct source *file = sources_find(diags->sources, rule->span.start);
	const struct ast_path *program = rule->programs ?: &every;
	const struct ast_net_value *number;
	unsigned int n = 0;

	for (; program && !diag_full(diags); program = program->next) {
		if (program != &every && !sema_is_program(&program->path, diags))
			continue;
		for (number = rule->numbers; number; number = number->next)
			n += add_ports(to + n, rule, program, file, number);
	}
	return n;
}

/* What is judged of a line alone. */
static void check_rule(const struct ast *ast, const struct ast_net_rule *rule, struct diags *diags)
{
	if (rule->denies && rule->act == LORICA_NET_LISTEN && rule->addresses) {
		diag_report(diags, DIAG_CONTRADICTION, rule->at,
			    "'deny' with 'at' has a way around it: a socket that is bound to all addresses; deny the port, and allow it at others");
	}
	if (rule->programs && ast->exec && ast->exec->value == LORICA_DEFAULT_ALLOW) {
		diag_report(diags, DIAG_CONTRADICTION, rule->programs->path.span,
			    "a rule for a program needs 'exec default deny': programs are known by digests that nobody computes else");
		diag_related(diags, ast->exec->value_span, "'default allow' stands here");
	}
	if (rule->programs && !ast->exec && !ast->partial && !ast->broken)
		diag_report(diags, DIAG_CONTRADICTION, rule->programs->path.span,
			    "a rule for a program needs an 'exec' section with 'default deny': programs are known by digests that nobody computes else");
}

static struct sema_net_rule *expand(const struct ast *ast, struct diags *diags, struct arena *arena,
				    unsigned int *nr)
{
	const struct ast_net_rule *rule;
	struct sema_net_rule *all;
	size_t room = 0;

	for (rule = ast->net->rules; rule; rule = rule->next) {
		size_t more = product(rule);

		if (more > MAX_WRITTEN || room + more > MAX_WRITTEN) {
			diag_report(diags, DIAG_LIMIT, rule->span,
				    "the rules of 'net' stand for at most %d combinations of program, port and address",
				    MAX_WRITTEN);
			return NULL;
		}
		room += more;
	}
	all = arena_alloc(arena, (room + 1) * sizeof(*all));
	for (rule = ast->net->rules, *nr = 0; rule && !diag_full(diags); rule = rule->next) {
		check_rule(ast, rule, diags);
		*nr += add_rule(all + *nr, rule, diags);
	}
	qsort(all, *nr, sizeof(*all), by_table);
	return all;
}

/* Of rules that are sorted. Without @diags nobody asks whether one contradicts another. */
static void make_table(struct sema_net_rule *all, unsigned int nr, struct diags *diags,
		       struct arena *arena, struct sema *sema)
{
	unsigned int i, end, most = 0;
	struct net_ports *ports;

	for (i = 0; i < nr; i = end) {
		end = group_end(all, i, nr);
		most = end - i > most ? end - i : most;
	}
	/* Two ranges that overlap may become three. */
	sema->net = arena_alloc(arena, (2 * (size_t)nr + 1) * sizeof(sema->net[0]));
	sema->nr_net = 0;
	ports = net_ports_new(most, sema->net);
	for (i = 0; i < nr; i = end) {
		end = group_end(all, i, nr);
		sema->nr_net = net_ports_judge(ports, all + i, end - i, diags);
	}
	net_ports_free(ports);
}

void sema_net_settle(struct sema_net_rule *all, unsigned int nr, struct arena *arena,
		     struct sema *sema)
{
	qsort(all, nr, sizeof(*all), by_table);
	make_table(all, nr, NULL, arena, sema);
}

void sema_net(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema)
{
	const struct ast_net *net = ast->net;
	struct sema_net_rule *all;
	unsigned int nr = 0;

	if (!net)
		return;
	sema->net_section = net;
	sema->net_default = net->value;
	if (!net->value && !net->default_broken && !ast->partial)
		diag_report(diags, DIAG_MISSING_DEFAULT, net->span,
			    "no 'net' section says 'default deny' or 'default allow'");
	all = expand(ast, diags, arena, &nr);
	if (!all)
		return;
	make_table(all, nr, diags, arena, sema);
	sema->net_written = all;
	sema->nr_net_written = nr;
	if (sema->nr_net > LORICA_MAX_NET_RULES)
		diag_report(diags, DIAG_LIMIT, sema->net[LORICA_MAX_NET_RULES].span,
			    "a policy can have at most %d rules for the network",
			    LORICA_MAX_NET_RULES);
}
