/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_TESTS_EBNF_H
#define LORICA_TESTS_EBNF_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct ebnf - a grammar in the form of ISO/IEC 14977, as text
 * @text: NUL terminated; comments already blanked
 * @tokens: offset behind which productions make tokens, without blanks
 * @seed: state of the choices
 * @full: options are taken
 * @depth: productions within productions
 */
struct ebnf {
	char *text;
	const char *tokens;
	unsigned int seed;
	bool full;
	int depth;
};

/**
 * ebnf_read - read a grammar
 * @g: to be filled
 * @path: the file
 *
 * Productions behind the comment that begins with "Tokens:" make tokens.
 *
 * Return: false when it cannot be read.
 */
bool ebnf_read(struct ebnf *g, const char *path);

/**
 * ebnf_sentence - make a sentence
 * @g: the grammar; its seed decides
 * @start: the production
 * @to: where the sentence goes
 *
 * Return: false when the grammar is malformed, with a message.
 */
bool ebnf_sentence(struct ebnf *g, const char *start, FILE *to);

#endif
