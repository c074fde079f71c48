/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that a line of the exec section excepts: from writable-code, bpf, kernel-helpers. */
#ifndef LORICA_LIB_LEARN_PROGRAM_H
#define LORICA_LIB_LEARN_PROGRAM_H

#include "learn.h"

enum { LEARN_NR_LINES = 3 };

/**
 * struct learn_line - a line that denies something to all programs but some
 * @kind: what asks for an exception
 * @flag: what a program has that is excepted
 * @rule: how the line begins
 * @json: name of the list of those that were learnt
 * @wide: comment above it: what else an exception permits
 */
struct learn_line {
	enum learn_kind kind;
	enum lorica_program_flags flag;
	const char *rule;
	const char *json;
	const char *wide;
};

/* In the order in which a policy has them. */
extern const struct learn_line learn_lines[LEARN_NR_LINES];

/**
 * learn_program_line - the line that could except it
 * @kind: of an item
 *
 * Return: NULL for kinds that ask for no exception.
 */
const struct learn_line *learn_program_line(enum learn_kind kind);

/**
 * learn_program_code - does an exception for the program permit that?
 * @line: memory that can be written was to become code
 * @key: changed when it does
 */
void learn_program_code(const struct event_line *line, struct learn_key *key);

/**
 * learn_program_bpf - does an exception for the program permit that?
 * @line: a BPF call was refused
 * @key: changed when it does
 */
void learn_program_bpf(const struct event_line *line, struct learn_key *key);

/**
 * learn_program_helper - does an exception for the program permit that?
 * @line: the kernel was to start a program
 * @key: changed when it does
 */
void learn_program_helper(const struct event_line *line, struct learn_key *key);

/**
 * learn_program_decide - may a program be excepted?
 * @l: the run
 * @item: of a kind that has a line
 *
 * Return: EXIT_OK.
 */
int learn_program_decide(struct learn *l, struct learn_item *item);

#endif
