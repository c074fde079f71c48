/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_LEARN_NET_WIDE_H
#define LORICA_LIB_LEARN_NET_WIDE_H

#include <stddef.h>

struct learn;
struct learn_item;

/**
 * learn_net_order - in which order do two rules stand in a table?
 * @x: pointer to an item with a rule
 * @y: another
 *
 * Return: as for qsort().
 */
int learn_net_order(const void *x, const void *y);

/**
 * learn_net_widen - make one rule of many that differ in addresses or ports alone
 * @l: the run
 * @items: each with a rule; sorted by them afterwards. What is wider says so
 * @nr: their number
 */
void learn_net_widen(struct learn *l, struct learn_item **items, size_t nr);

#endif
