/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_TALLY_H
#define LORICA_LIB_TALLY_H

#include "kernel/shim.h"

struct arena;

enum { TALLY_MAX = 16 };

/**
 * struct tally - how often something came, in the order of its first coming
 * @nr: entries
 * @entry: a pair of texts, never NULL, and how often it came
 * @others: how often something came for which there was no room
 */
struct tally {
	size_t nr;
	struct {
		const char *a;
		const char *b;
		u64 times;
	} entry[TALLY_MAX];
	u64 others;
};

/**
 * tally_add - something came
 * @tally: zeroed at first
 * @arena: for copies of the texts
 * @a: one text, NULL is empty
 * @b: the other, NULL is empty
 */
void tally_add(struct tally *tally, struct arena *arena, const char *a, const char *b);

/**
 * tally_merge - all that came elsewhere
 * @tally: gets it
 * @from: has it, and keeps the texts
 */
void tally_merge(struct tally *tally, const struct tally *from);

#endif
