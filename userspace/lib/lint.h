/* SPDX-License-Identifier: GPL-2.0-only */
/* Which warnings a run gives, and what they weigh. */
#ifndef LORICA_LIB_LINT_H
#define LORICA_LIB_LINT_H

#include "diag.h"

/**
 * struct lints - what was asked for; all zero is the default
 * @off: kinds that are not reported
 * @strict: warnings are errors
 */
struct lints {
	bool off[DIAG_NR_KINDS];
	bool strict;
};

/**
 * lint_set - turn a warning on or off
 * @lints: to be changed
 * @word: the name of a kind that is no error, or "all"; with "no-" before it, off
 *
 * Return: false when there is no such kind.
 */
bool lint_set(struct lints *lints, const char *word);

/**
 * lint_near - which name was probably meant?
 * @word: that lint_set() does not know
 *
 * Return: a static string, NULL when none is near.
 */
const char *lint_near(const char *word);

/**
 * lint_list - write names and meanings, one a line
 * @to: an open stream
 */
void lint_list(FILE *to);

#endif
