/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_FEW_H
#define LORICA_LIB_FEW_H

#include <stddef.h>

struct arena;

enum { FEW_SHOWN = 3 };

/**
 * struct few - paths for a message, of which the first ones are named
 * @arena: for the text
 * @text: "'/a', '/b'", NULL before the first
 * @nr: how many came
 */
struct few {
	struct arena *arena;
	const char *text;
	size_t nr;
};

/**
 * few_add - one more
 * @few: zeroed but for @arena
 * @path: of any bytes
 * @note: to stand behind it in brackets, or NULL
 */
void few_add(struct few *few, const char *path, const char *note);

/**
 * few_text - all of them
 * @few: with at least one
 *
 * Return: "'/a', '/b' (note), '/c' and 7 more", in @few's arena.
 */
const char *few_text(const struct few *few);

#endif
