/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_LEARN_WHY_H
#define LORICA_LIB_LEARN_WHY_H

struct learn;
struct learn_item;

/**
 * learn_why_nothing - say why nothing is learnt from an item, and what to do
 * @l: the run
 * @item: what no rule can permit
 *
 * Return: EXIT_OK.
 */
int learn_why_nothing(struct learn *l, struct learn_item *item);

#endif
