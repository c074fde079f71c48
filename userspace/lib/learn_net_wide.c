// SPDX-License-Identifier: GPL-2.0-only
/* Many uses of one kind become one rule, which is wider than what was seen. */
#include "learn_net_wide.h"

#include <stdlib.h>

#include "kernel/policy_net.h"
#include "learn.h"
#include "learn_net.h"

/* Below it a port has a meaning, and the next one has another. */
enum { FIRST_FREE_PORT = 1024 };

/* With their addresses behind their ports, or the other way round. */
static int by_port(const void *x, const void *y)
{
	const struct learn_item *a = *(const struct learn_item *const *)x;
	const struct learn_item *b = *(const struct learn_item *const *)y;
	int order = strcmp(a->key.label, b->key.label);

	order = order ? order : a->rule.act - b->rule.act;
	order = order ? order : a->rule.proto - b->rule.proto;
	order = order ? order : le16_to_cpu(a->rule.first) - le16_to_cpu(b->rule.first);
	return order ? order : lorica_net_order(&a->rule, &b->rule);
}

static int by_address(const void *x, const void *y)
{
	const struct learn_item *a = *(const struct learn_item *const *)x;
	const struct learn_item *b = *(const struct learn_item *const *)y;
	int order = strcmp(a->key.label, b->key.label);

	return order ? order : lorica_net_order(&a->rule, &b->rule);
}

static bool same_use(const struct learn_item *a, const struct learn_item *b)
{
	return !strcmp(a->key.label, b->key.label) && a->rule.act == b->rule.act &&
	       a->rule.proto == b->rule.proto;
}

/* A wider rule may take back what the base denies to somebody. */
static bool is_denied_partly(const struct learn *l, const struct learn_item *item)
{
	const struct sema *sema = &l->desk->policy.text.c.sema;
	u32 i;

	for (i = 0; i < sema->nr_net; i++)
		if (sema->net[i].rule.verdict == LORICA_DEFAULT_DENY &&
		    sema->net[i].rule.act == item->rule.act &&
		    sema->net[i].rule.proto == item->rule.proto)
			return true;
	return false;
}

/* @nr that are for one port: as many addresses become any. */
static void widen_address(struct learn *l, struct learn_item **group, size_t nr)
{
	size_t seen = 1, i;

	for (i = 1; i < nr; i++)
		seen += !!lorica_net_order(&group[i - 1]->rule, &group[i]->rule);
	if (seen <= LEARN_NET_FEW || group[0]->rule.act == LORICA_NET_SOCKET ||
	    is_denied_partly(l, group[0]))
		return;
	for (i = 0; i < nr; i++) {
		group[i]->rule.version = 0;
		group[i]->rule.bits = 0;
		memset(group[i]->rule.address, 0, sizeof(group[i]->rule.address));
		group[i]->wide = arena_printf(&l->arena, "any address, of which %zu were seen",
					      seen);
	}
}

/* @nr that are for one address: as many ports become a range. */
static void widen_ports(struct learn *l, struct learn_item **group, size_t nr)
{
	u16 first = le16_to_cpu(group[0]->rule.first);
	u16 last = le16_to_cpu(group[nr - 1]->rule.first);
	size_t seen = 1, i;

	for (i = 1; i < nr; i++)
		seen += group[i - 1]->rule.first != group[i]->rule.first;
	if (seen <= LEARN_NET_FEW || first < FIRST_FREE_PORT ||
	    seen == (size_t)(last - first) + 1 || is_denied_partly(l, group[0]))
		return;
	for (i = 0; i < nr; i++) {
		group[i]->rule.first = cpu_to_le16(first);
		group[i]->rule.last = cpu_to_le16(last);
		group[i]->wide = arena_printf(&l->arena,
					      "%s%sports %u to %u, of which %zu were seen",
					      group[i]->wide ?: "", group[i]->wide ? "; " : "",
					      first, last, seen);
	}
}

static bool same_port(const struct learn_item *a, const struct learn_item *b)
{
	return same_use(a, b) && a->rule.first == b->rule.first;
}

static bool same_address(const struct learn_item *a, const struct learn_item *b)
{
	return same_use(a, b) && lorica_net_alike(&a->rule, &b->rule);
}

static void each_group(struct learn *l, struct learn_item **items, size_t nr,
		       bool (*same)(const struct learn_item *a, const struct learn_item *b),
		       void (*widen)(struct learn *l, struct learn_item **group, size_t nr))
{
	size_t i, end;

	for (i = 0; i < nr; i = end) {
		for (end = i + 1; end < nr && same(items[i], items[end]);)
			end++;
		widen(l, items + i, end - i);
	}
}

int learn_net_order(const void *x, const void *y)
{
	return by_address(x, y);
}

void learn_net_widen(struct learn *l, struct learn_item **items, size_t nr)
{
	qsort(items, nr, sizeof(*items), by_port);
	each_group(l, items, nr, same_port, widen_address);
	qsort(items, nr, sizeof(*items), by_address);
	each_group(l, items, nr, same_address, widen_ports);
}
