// SPDX-License-Identifier: GPL-2.0-only
#include "sema_net_ports.h"

#include <stdlib.h>

#include "diag.h"

enum { PORTS = 1 << 16, WORDS = PORTS / 64, NR_VERDICTS = 2 };

/**
 * struct ends - where ranges of one verdict end
 * @words: a bit for each port that is the last one of a range
 * @summary: a bit for each word that is not zero
 * @rule: by such a port, the first rule of the group that ends there
 */
struct ends {
	u64 words[WORDS];
	u64 summary[WORDS / 64];
	const struct sema_net_rule *rule[PORTS];
};

/**
 * struct net_ports - what one group needs, and all records
 * @ends: of the rules that were looked at
 * @heap: rules that cover the port at hand, the narrowest on top
 * @nr_heap: their number
 * @to: the records
 * @nr: their number
 * @start: those of earlier groups
 */
struct net_ports {
	struct ends ends[NR_VERDICTS];
	struct sema_net_rule **heap;
	unsigned int nr_heap;
	struct sema_net_rule *to;
	unsigned int nr;
	unsigned int start;
};

struct net_ports *net_ports_new(unsigned int most, struct sema_net_rule *to)
{
	struct net_ports *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	p->heap = malloc((most + 1) * sizeof(p->heap[0]));
	if (!p->heap)
		abort();
	p->to = to;
	return p;
}

void net_ports_free(struct net_ports *p)
{
	free(p->heap);
	free(p);
}

static u32 first(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.first);
}

static u32 last(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.last);
}

static bool denies(const struct sema_net_rule *r)
{
	return r->rule.verdict == LORICA_DEFAULT_DENY;
}

static int by_number(u32 a, u32 b)
{
	return (a > b) - (a < b);
}

/* What was learnt stands in no file. */
static u32 base(const struct sema_net_rule *r)
{
	return r->file ? r->file->base : 0;
}

/* Of those with the same ports that say the same, what stands in one file stands together. */
int net_ports_order(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	int order = by_number(first(a), first(b));

	if (!order)
		order = by_number(last(a), last(b));
	if (!order)
		order = by_number(a->rule.verdict, b->rule.verdict);
	if (!order)
		order = by_number(base(a), base(b));
	return order ? order : by_number(a->span.start, b->span.start);
}

static void report(const struct sema_net_rule *a, const struct sema_net_rule *b,
		   struct diags *diags)
{
	const struct sema_net_rule *one = a->span.start < b->span.start ? a : b;
	const struct sema_net_rule *other = one == a ? b : a;

	diag_report(diags, DIAG_CONTRADICTION, other->span, "%s here what is %s elsewhere",
		    denies(other) ? "denies" : "allows", denies(one) ? "denied" : "allowed");
	diag_related(diags, one->span, "%s here, and neither is more specific",
		     denies(one) ? "denied" : "allowed");
}

static bool same_ports(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return first(a) == first(b) && last(a) == last(b);
}

/* @b stands behind @a in the group. */
static void check_twins(const struct sema_net_rule *a, const struct sema_net_rule *b,
			struct diags *diags)
{
	if (!same_ports(a, b))
		return;
	if (a->rule.verdict != b->rule.verdict) {
		report(a, b, diags);
	} else if (a->file == b->file) {
		diag_report(diags, DIAG_DUPLICATE_RULE, b->span, "this is said twice");
		diag_related(diags, a->span, "first said here");
	}
}

/* The first bit from @at on, below @end; @end when there is none. */
static u32 next_end(const struct ends *ends, u32 at, u32 end)
{
	u32 word = at / 64, part;
	u64 bits = ends->words[word] & ~0ULL << at % 64;

	if (!bits) {
		if (++word == WORDS)
			return end;
		part = word / 64;
		bits = ends->summary[part] & ~0ULL << word % 64;
		while (!bits && ++part < WORDS / 64)
			bits = ends->summary[part];
		if (!bits)
			return end;
		word = 64 * part + __builtin_ctzll(bits);
		bits = ends->words[word];
	}
	at = 64 * word + __builtin_ctzll(bits);
	return at < end ? at : end;
}

/* One that begins before @b, says something else, and ends inside of it. */
static void check_crossing(const struct net_ports *p, const struct sema_net_rule *b,
			   struct diags *diags)
{
	const struct ends *ends = &p->ends[!denies(b)];
	u32 at = next_end(ends, first(b), last(b));

	if (at < last(b))
		report(ends->rule[at], b, diags);
}

static void note(struct net_ports *p, const struct sema_net_rule *rule)
{
	struct ends *ends = &p->ends[denies(rule)];
	u32 at = last(rule);

	if (!(ends->words[at / 64] >> at % 64 & 1))
		ends->rule[at] = rule;
	ends->words[at / 64] |= 1ULL << at % 64;
	ends->summary[at / 64 / 64] |= 1ULL << at / 64 % 64;
}

static void forget(struct net_ports *p, const struct sema_net_rule *rule)
{
	struct ends *ends = &p->ends[denies(rule)];

	ends->words[last(rule) / 64] = 0;
	ends->summary[last(rule) / 64 / 64] = 0;
}

/* Sorted, so what begins before a rule has been noted when its turn comes. */
static void check(struct net_ports *p, const struct sema_net_rule *group, unsigned int n,
		  struct diags *diags)
{
	unsigned int i, noted = 0;

	for (i = 0; i < n && !diag_full(diags); i++) {
		while (first(&group[noted]) < first(&group[i]))
			note(p, &group[noted++]);
		if (i)
			check_twins(&group[i - 1], &group[i], diags);
		check_crossing(p, &group[i], diags);
	}
	while (noted)
		forget(p, &group[--noted]);
}

static bool is_narrower(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	int order = by_number(last(a) - first(a), last(b) - first(b));

	return order ? order < 0 : a < b;
}

static void push(struct net_ports *p, struct sema_net_rule *rule)
{
	unsigned int i = p->nr_heap++;

	for (; i && is_narrower(rule, p->heap[(i - 1) / 2]); i = (i - 1) / 2)
		p->heap[i] = p->heap[(i - 1) / 2];
	p->heap[i] = rule;
}

static void pop(struct net_ports *p)
{
	struct sema_net_rule *rule = p->heap[--p->nr_heap];
	unsigned int i = 0, child;

	while ((child = 2 * i + 1) < p->nr_heap) {
		if (child + 1 < p->nr_heap && is_narrower(p->heap[child + 1], p->heap[child]))
			child++;
		if (!is_narrower(p->heap[child], rule))
			break;
		p->heap[i] = p->heap[child];
		i = child;
	}
	p->heap[i] = rule;
}

/* Where ranges of one verdict touch they are one. */
static void add(struct net_ports *p, struct sema_net_rule *owner, u32 from, u32 to)
{
	struct sema_net_rule *before = p->nr > p->start ? &p->to[p->nr - 1] : NULL;

	owner->decides = true;
	if (before && last(before) + 1 == from && before->rule.verdict == owner->rule.verdict) {
		before->rule.last = cpu_to_le16(to);
		return;
	}
	p->to[p->nr] = *owner;
	p->to[p->nr].rule.first = cpu_to_le16(from);
	p->to[p->nr++].rule.last = cpu_to_le16(to);
}

/* From port to port at which something begins or ends. */
static void flatten(struct net_ports *p, struct sema_net_rule *group, unsigned int n)
{
	unsigned int i = 0;
	u32 port = 0, end;

	p->nr_heap = 0;
	while (i < n || p->nr_heap) {
		if (!p->nr_heap)
			port = first(&group[i]);
		while (i < n && first(&group[i]) == port)
			push(p, &group[i++]);
		end = last(p->heap[0]);
		if (i < n && first(&group[i]) <= end)
			end = first(&group[i]) - 1;
		add(p, p->heap[0], port, end);
		port = end + 1;
		while (p->nr_heap && last(p->heap[0]) < port)
			pop(p);
	}
}

unsigned int net_ports_judge(struct net_ports *p, struct sema_net_rule *group, unsigned int nr,
			     struct diags *diags)
{
	p->start = p->nr;
	if (diags)
		check(p, group, nr, diags);
	if (nr == 1 || group->rule.act == LORICA_NET_SOCKET) {
		group->decides = true;
		p->to[p->nr++] = *group;
	} else {
		flatten(p, group, nr);
	}
	return p->nr;
}
