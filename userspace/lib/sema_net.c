// SPDX-License-Identifier: GPL-2.0-only
/* The rules of `net`: each line becomes records, and of those that overlap one decides. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "value_port.h"
#include "words.h"

/* Records before those that say the same are merged. */
enum { MAX_WRITTEN = 4 * LORICA_MAX_NET_RULES, PORTS = 1 << 16 };

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
	if (!order)
		order = (int)le16_to_cpu(a->rule.last) - (int)le16_to_cpu(b->rule.last);
	/* The first one in the text first, so that reports name it as such. */
	return order ? order : (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

static bool same_group(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return !group_order(a, b) && lorica_net_alike(&a->rule, &b->rule);
}

static u16 first(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.first);
}

static u16 last(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.last);
}

static bool is_inside(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return first(a) >= first(b) && last(a) <= last(b) &&
	       last(a) - first(a) < last(b) - first(b);
}

/* Of two rules for one port, program and address the one with fewer ports decides. */
static void check_pair(const struct sema_net_rule *a, const struct sema_net_rule *b,
		       struct diags *diags)
{
	bool same = first(a) == first(b) && last(a) == last(b);

	if (a->rule.verdict == b->rule.verdict) {
		if (!same || !sema_same_file(diags->sources, a->span, b->span))
			return;
		diag_report(diags, DIAG_DUPLICATE_RULE, b->span, "this is said twice");
		diag_related(diags, a->span, "first said here");
		return;
	}
	if (is_inside(a, b) || is_inside(b, a))
		return;
	if (a->span.start > b->span.start) {
		const struct sema_net_rule *swap = a;

		a = b;
		b = swap;
	}
	diag_report(diags, DIAG_CONTRADICTION, b->span, "%s here what is %s elsewhere",
		    b->rule.verdict == LORICA_DEFAULT_DENY ? "denies" : "allows",
		    a->rule.verdict == LORICA_DEFAULT_DENY ? "denied" : "allowed");
	diag_related(diags, a->span, "%s here, and neither is more specific",
		     a->rule.verdict == LORICA_DEFAULT_DENY ? "denied" : "allowed");
}

static int by_width(const void *x, const void *y)
{
	const struct sema_net_rule *a = *(const struct sema_net_rule *const *)x;
	const struct sema_net_rule *b = *(const struct sema_net_rule *const *)y;
	int order = (last(a) - first(a)) - (last(b) - first(b));

	return order ? order : (a > b) - (a < b);
}

/* The next port from @port on that no rule has yet. */
static u32 next_free(u32 *skip, u32 port)
{
	u32 end = port, at;

	while (skip[end] != end)
		end = skip[end];
	for (; skip[port] != port; port = at) {
		at = skip[port];
		skip[port] = end;
	}
	return end;
}

struct flatten {
	struct arena *arena;
	u32 *skip;
	const struct sema_net_rule **owner;
	const struct sema_net_rule **narrow;
	struct sema_net_rule *to;
	unsigned int nr;
};

/* Rules that differ in ports and verdicts alone become ranges that do not overlap. */
static void flatten(struct flatten *f, const struct sema_net_rule *group, unsigned int n)
{
	u32 port, end = 0;
	unsigned int i;

	if (n == 1 || group->rule.act == LORICA_NET_SOCKET) {
		f->to[f->nr++] = group[0];
		return;
	}
	for (port = 0; port <= PORTS; port++)
		f->skip[port] = port;
	memset(f->owner, 0, PORTS * sizeof(*f->owner));
	for (i = 0; i < n; i++)
		f->narrow[i] = &group[i];
	qsort(f->narrow, n, sizeof(*f->narrow), by_width);
	for (i = 0; i < n; i++) {
		for (port = next_free(f->skip, first(f->narrow[i])); port <= last(f->narrow[i]);
		     port = next_free(f->skip, port)) {
			f->owner[port] = f->narrow[i];
			f->skip[port] = port + 1;
		}
		end = last(f->narrow[i]) > end ? last(f->narrow[i]) : end;
	}
	for (port = first(&group[0]); port <= end; port++) {
		struct sema_net_rule *before = f->nr ? &f->to[f->nr - 1] : NULL;

		if (!f->owner[port])
			continue;
		if (before && port > first(&group[0]) && f->owner[port - 1] &&
		    before->rule.verdict == f->owner[port]->rule.verdict) {
			before->rule.last = cpu_to_le16(port);
			continue;
		}
		f->to[f->nr] = *f->owner[port];
		f->to[f->nr].rule.first = cpu_to_le16(port);
		f->to[f->nr++].rule.last = cpu_to_le16(port);
	}
}

static unsigned int group_end(const struct sema_net_rule *rules, unsigned int at, unsigned int nr)
{
	unsigned int end = at + 1;

	while (end < nr && same_group(&rules[at], &rules[end]))
		end++;
	return end;
}

/* Sorted. A range is compared with those behind it that begin inside of it. */
static void check_group(const struct sema_net_rule *group, unsigned int n, struct diags *diags)
{
	unsigned int i, j;

	for (i = 0; i < n && !diag_full(diags); i++)
		for (j = i + 1; j < n && first(&group[j]) <= last(&group[i]); j++)
			check_pair(&group[i], &group[j], diags);
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
				   const struct ast_net_value *number,
				   const struct ast_net_value *port,
				   const struct ast_net_value *address)
{
	struct sema_net_rule r = {
		.program = program->path.text,
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
			      const struct ast_path *program, const struct ast_net_value *number)
{
	const struct ast_net_value *port = rule->ports, *address;
	unsigned int n = 0;

	do {
		address = rule->addresses;
		do {
			to[n++] = record(rule, program, number, port, address);
			address = address ? address->next : NULL;
		} while (address);
		port = port ? port->next : NULL;
	} while (port);
	return n;
}

static unsigned int add_rule(struct sema_net_rule *to, const struct ast_net_rule *rule,
			     struct diags *diags)
{
	const struct ast_path *program = rule->programs ?: &every;
	const struct ast_net_value *number;
	unsigned int n = 0;

	for (; program && !diag_full(diags); program = program->next) {
		if (program != &every && !sema_is_program(&program->path, diags))
			continue;
		for (number = rule->numbers; number; number = number->next)
			n += add_ports(to + n, rule, program, number);
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

/* Of rules that are sorted. */
static void make_table(const struct sema_net_rule *all, unsigned int nr, struct arena *arena,
		       struct sema *sema)
{
	struct flatten f = { .arena = arena };
	unsigned int i, end;

	/* Two ranges that overlap may become three. */
	f.to = arena_alloc(arena, (2 * (size_t)nr + 1) * sizeof(*f.to));
	f.skip = malloc((PORTS + 1) * sizeof(*f.skip));
	f.owner = malloc(PORTS * sizeof(*f.owner));
	f.narrow = malloc((nr + 1) * sizeof(*f.narrow));
	if (!f.skip || !f.owner || !f.narrow)
		abort();
	for (i = 0; i < nr; i = end) {
		end = group_end(all, i, nr);
		flatten(&f, all + i, end - i);
	}
	free(f.skip);
	free(f.owner);
	free(f.narrow);
	sema->net = f.to;
	sema->nr_net = f.nr;
}

void sema_net_settle(struct sema_net_rule *all, unsigned int nr, struct arena *arena,
		     struct sema *sema)
{
	qsort(all, nr, sizeof(*all), by_table);
	make_table(all, nr, arena, sema);
}

void sema_net(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema)
{
	const struct ast_net *net = ast->net;
	struct sema_net_rule *all;
	unsigned int nr = 0, i, end;

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
	for (i = 0; i < nr; i = end) {
		end = group_end(all, i, nr);
		check_group(all + i, end - i, diags);
	}
	make_table(all, nr, arena, sema);
	if (sema->nr_net > LORICA_MAX_NET_RULES)
		diag_report(diags, DIAG_LIMIT, sema->net[LORICA_MAX_NET_RULES].span,
			    "a policy can have at most %d rules for the network",
			    LORICA_MAX_NET_RULES);
}
