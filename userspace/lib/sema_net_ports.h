/* SPDX-License-Identifier: GPL-2.0-only */
/* Rules of `net` that differ in nothing but their ports and what they say of them. */
#ifndef LORICA_LIB_SEMA_NET_PORTS_H
#define LORICA_LIB_SEMA_NET_PORTS_H

#include "sema.h"

struct diags;
struct net_ports;

/**
 * net_ports_new - memory for net_ports_judge(), used for one group after the other
 * @most: rules that a group may have
 * @to: where records go; has room for twice as many as there are rules
 *
 * Return: for net_ports_free(); aborts when there is no memory.
 */
struct net_ports *net_ports_new(unsigned int most, struct sema_net_rule *to);

/**
 * net_ports_free - forget it
 * @p: from net_ports_new()
 */
void net_ports_free(struct net_ports *p);

/**
 * net_ports_order - how the rules of a group have to be sorted
 * @a: one rule
 * @b: another one of its group
 *
 * Return: below 0 when @a comes first.
 */
int net_ports_order(const struct sema_net_rule *a, const struct sema_net_rule *b);

/**
 * net_ports_judge - ranges of ports that do not overlap, of rules that may
 * @p: from net_ports_new()
 * @group: sorted rules; @decides of each is set
 * @nr: their number
 * @diags: gets contradictions, and what is said twice; NULL when there are none
 *
 * Of two rules for one port the one with fewer ports decides. Takes no longer
 * than sorting, whatever the ranges are.
 *
 * Return: the number of records so far, of all groups.
 */
unsigned int net_ports_judge(struct net_ports *p, struct sema_net_rule *group, unsigned int nr,
			     struct diags *diags);

#endif
