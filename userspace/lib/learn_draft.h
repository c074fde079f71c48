/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_LEARN_DRAFT_H
#define LORICA_LIB_LEARN_DRAFT_H

#include <stdio.h>

#include "sema.h"

struct json;
struct learn;

/**
 * struct learn_draft - the policy that comes out
 * @line: its policy line
 * @sema: what it means
 * @text: its canonical text, without a comment
 * @len: bytes of @text
 */
struct learn_draft {
	struct ast_policy line;
	struct sema sema;
	char *text;
	size_t len;
};

/**
 * learn_draft_make - the base policy, and what was learnt
 * @draft: to be filled, for learn_draft_free() whatever is returned
 * @l: decided
 * @enforce: the mode is to be enforce, whatever it was; otherwise it is audit
 *
 * What comes out has been compiled once, with the certificates of the base.
 *
 * Return: EXIT_OK; EXIT_REJECTED, with a message, when a policy cannot be like
 * that; EXIT_FAILED when memory is short.
 */
int learn_draft_make(struct learn_draft *draft, struct learn *l, bool enforce);

/**
 * learn_draft_print - the text, with comments that tell what it rests on
 * @draft: made
 * @l: decided
 * @to: an open stream
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when memory is short.
 */
int learn_draft_print(const struct learn_draft *draft, const struct learn *l, FILE *to);

/**
 * learn_draft_json - write what was learnt as members of an open object
 * @draft: made
 * @l: decided
 * @j: with an open object
 */
void learn_draft_json(const struct learn_draft *draft, const struct learn *l, struct json *j);

/**
 * learn_draft_free - forget it
 * @draft: made, or all zero
 */
void learn_draft_free(struct learn_draft *draft);

#endif
