/* SPDX-License-Identifier: GPL-2.0-only */
/* What the productions in parse.c and parse_header.c have in common. */
#ifndef LORICA_LIB_PARSER_H
#define LORICA_LIB_PARSER_H

#include <stdbool.h>

#include "arena.h"
#include "ast.h"
#include "diag.h"
#include "lex.h"
#include "words.h"

/**
 * struct parser - one token of look-ahead
 * @lex: the text behind @token
 * @token: not consumed yet
 * @ast: what was read so far
 */
struct parser {
	struct lex lex;
	struct token token;
	struct ast *ast;
};

/**
 * parser_take - consume a token
 * @p: the parser; sees the end of the text once its diagnostics are full
 *
 * Return: the token.
 */
struct token parser_take(struct parser *p);

/**
 * parser_expected - report that something else should stand here
 * @p: the parser; a token that was already reported is passed over in silence
 * @what: what should
 *
 * Return: false.
 */
bool parser_expected(struct parser *p, const char *what);

/**
 * parser_word - consume a word
 * @p: the parser
 * @what: what it stands for, for the report
 * @word: the result
 *
 * Return: false, and a report, when there is no word here.
 */
bool parser_word(struct parser *p, const char *what, struct ast_word *word);

/**
 * parser_choice - consume one of several words
 * @p: the parser
 * @words: the choice
 * @what: what they stand for, for the report
 * @value: the one that was found
 * @span: where, may be NULL
 *
 * Return: false, and a report, when there is none of them here.
 */
bool parser_choice(struct parser *p, const struct words *words, const char *what, uint32_t *value,
		   struct span *span);

/**
 * parser_keyword - consume one certain word
 * @p: the parser
 * @word: which
 *
 * Return: false, and a report, when it is not here.
 */
bool parser_keyword(struct parser *p, const char *word);

/**
 * parser_digest - consume a SHA-256 value
 * @p: the parser
 * @digest: 32 bytes
 * @span: where it stands
 * @good: false when the word was reported, and consumed, as no digest
 *
 * Return: false when there is no word here.
 */
bool parser_digest(struct parser *p, uint8_t *digest, struct span *span, bool *good);

/**
 * parse_header - the `policy` statement behind its first word
 * @p: the parser
 * @policy: filled
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool parse_header(struct parser *p, struct ast_policy *policy);

#endif
