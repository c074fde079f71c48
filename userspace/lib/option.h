/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_OPTION_H
#define LORICA_LIB_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/shim.h"

/**
 * struct option_list - where the arguments of a repeated option go
 * @words: has room for @max of them
 * @nr: how many came
 * @max: how many may come
 */
struct option_list {
	const char **words;
	size_t nr;
	size_t max;
};

/**
 * struct option_spec - one option of a verb; exactly one of @flag, @text,
 * @number, @list and @take is set
 * @name: what stands behind "--"; NULL ends a table
 * @letter: what stands behind "-", 0 when it has no short form
 * @once: of a @text, that it may not be given again
 * @flag: set when it is given; all others have an argument
 * @text: the argument; the last one counts
 * @number: the argument, from @min to @max
 * @min: smallest number
 * @max: largest number
 * @list: gets each argument
 * @take: gets @to and each argument, a part of argv; false refuses it
 * @to: for @take
 * @wants: follows the option in the message about an argument that was
 *	refused: "takes a number"; may be NULL for a @number
 */
struct option_spec {
	const char *name;
	char letter;
	bool once;
	bool *flag;
	const char **text;
	u64 *number;
	u64 min;
	u64 max;
	struct option_list *list;
	bool (*take)(void *to, char *arg);
	void *to;
	const char *wants;
};

enum { OPTION_MAX = 32 }; /* in one table */

/**
 * option_parse - take the options out of the arguments of a verb
 * @argc: as given to the verb; on success the number of operands
 * @argv: as given to the verb; on success its operands
 * @specs: at most OPTION_MAX options and an end
 *
 * What is wrong is told on stderr, in one message.
 *
 * Return: EXIT_OK or EXIT_USAGE.
 */
int option_parse(int *argc, char ***argv, const struct option_spec *specs);

/**
 * option_parse_all - the same for a verb that has no operands
 * @argc: as given to the verb
 * @argv: as given to the verb
 * @specs: as for option_parse()
 *
 * Return: EXIT_OK or EXIT_USAGE.
 */
int option_parse_all(int argc, char **argv, const struct option_spec *specs);

#endif
