/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_LEX_H
#define LORICA_LIB_LEX_H

#include <stdbool.h>

#include "source.h"

struct arena;
struct diags;

enum token_kind {
	TOKEN_WORD, /* [A-Za-z0-9._:-]+, or an address with /BITS */
	TOKEN_STRING, /* "..." */
	TOKEN_CONSTANT, /* $NAME */
	TOKEN_OPEN, /* { */
	TOKEN_CLOSE, /* } */
	TOKEN_COMMA,
	TOKEN_EQUALS,
	TOKEN_NEWLINE,
	TOKEN_END,
	TOKEN_BAD, /* already reported */
};

/**
 * struct token - one piece of the text
 * @kind: what it is
 * @span: where, quotes included
 * @text: NUL terminated: a word, a string with its escapes resolved, the name
 *	of a constant
 */
struct token {
	enum token_kind kind;
	struct span span;
	const char *text;
};

/**
 * struct lex - where the lexer is
 * @source: the text
 * @diags: where it complains
 * @arena: for the text of tokens
 * @at: offset of the next byte in @source
 * @quiet: complain about nothing: another pass over this text does
 */
struct lex {
	const struct source *source;
	struct diags *diags;
	struct arena *arena;
	uint32_t at;
	bool quiet;
};

/**
 * lex_next - take the next token
 * @lex: moved behind it
 *
 * Blanks and comments are passed over. After TOKEN_END there is only
 * TOKEN_END.
 *
 * Return: the token.
 */
struct token lex_next(struct lex *lex);

#endif
