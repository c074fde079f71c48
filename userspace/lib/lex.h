/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_LEX_H
#define LORICA_LIB_LEX_H

#include "source.h"

struct arena;
struct diags;

enum token_kind {
	TOKEN_WORD, /* [A-Za-z0-9._:-]+: names, numbers, dates, hex digits */
	TOKEN_STRING, /* "..." */
	TOKEN_OPEN, /* { */
	TOKEN_CLOSE, /* } */
	TOKEN_COMMA,
	TOKEN_NEWLINE,
	TOKEN_END,
	TOKEN_BAD, /* already reported */
};

/**
 * struct token - one piece of the text
 * @kind: what it is
 * @span: where, quotes included
 * @text: NUL terminated, of a word or a string, which has its escapes resolved
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
 * @at: offset of the next byte
 */
struct lex {
	const struct source *source;
	struct diags *diags;
	struct arena *arena;
	uint32_t at;
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
