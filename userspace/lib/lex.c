// SPDX-License-Identifier: GPL-2.0-only
#include "lex.h"

#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/limits.h"
#include "utf8.h"

static const struct {
	char character;
	enum token_kind kind;
} signs[] = {
	{ '{', TOKEN_OPEN },
	{ '}', TOKEN_CLOSE },
	{ ',', TOKEN_COMMA },
	{ '\n', TOKEN_NEWLINE },
};

/* The byte at some distance ahead, NUL at the end of the text. */
static char peek(const struct lex *lex, uint32_t ahead)
{
	return ahead < lex->source->len - lex->at ? lex->source->text[lex->at + ahead] : '\0';
}

static bool at_end(const struct lex *lex)
{
	return lex->at >= lex->source->len;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == ':' || c == '-';
}

static bool is_blank(const struct lex *lex)
{
	char c = peek(lex, 0);

	return c == ' ' || c == '\t' || (c == '\r' && peek(lex, 1) == '\n');
}

static void skip_blanks(struct lex *lex)
{
	while (is_blank(lex))
		lex->at++;
	if (peek(lex, 0) == '#')
		while (!at_end(lex) && peek(lex, 0) != '\n')
			lex->at++;
}

static struct token make(const struct lex *lex, enum token_kind kind, uint32_t start)
{
	return (struct token){ .kind = kind, .span = { start, lex->at } };
}

static struct token word(struct lex *lex)
{
	uint32_t start = lex->at;
	struct token token;

	while (word_char(peek(lex, 0)))
		lex->at++;
	token = make(lex, TOKEN_WORD, start);
	token.text = arena_string(lex->arena, lex->source->text + start, lex->at - start);
	return token;
}

/* Goes behind the closing quote, or to the end of the line without one. */
static bool string_end(struct lex *lex)
{
	lex->at++;
	while (!at_end(lex) && peek(lex, 0) != '\n') {
		if (peek(lex, 0) == '"') {
			lex->at++;
			return true;
		}
		if (peek(lex, 0) == '\\' && (peek(lex, 1) == '"' || peek(lex, 1) == '\\'))
			lex->at++;
		lex->at++;
	}
	return false;
}

/* Copies what is between the quotes; returns the offset of what is wrong. */
static const char *unescape(const struct lex *lex, struct span in, char *to, struct span *where)
{
	const char *text = lex->source->text;
	uint32_t i = in.start, n;

	while (i < in.end) {
		n = utf8_char(text + i, in.end - i);
		*where = (struct span){ i, i + (n ? n : 1) };
		if (!n)
			return "a string has to be UTF-8";
		if (utf8_hidden(text + i, n))
			return "a character that nobody can see has no place in a string";
		if (text[i] == '\\') {
			where->end++;
			i++;
			if (text[i] != '"' && text[i] != '\\')
				return "only \\\" and \\\\ are escapes";
		}
		memcpy(to, text + i, n);
		to += n;
		i += n;
	}
	*where = in;
	return NULL;
}

static struct token string(struct lex *lex)
{
	uint32_t start = lex->at;
	struct span inside, where;
	struct token token;
	const char *wrong;
	char *text;

	if (!string_end(lex)) {
		token = make(lex, TOKEN_BAD, start);
		diag_report(lex->diags, DIAG_BAD_STRING, token.span,
			    "the string has no closing quote on this line");
		return token;
	}
	token = make(lex, TOKEN_STRING, start);
	inside = (struct span){ start + 1, lex->at - 1 };
	text = arena_alloc(lex->arena, inside.end - inside.start + 1);
	wrong = unescape(lex, inside, text, &where);
	if (!wrong && !*text) {
		wrong = "an empty string";
		where = token.span;
	}
	if (!wrong && strlen(text) >= LORICA_MAX_PATH)
		wrong = "the string is longer than a path may be";
	if (wrong) {
		diag_report(lex->diags, DIAG_BAD_STRING, where, "%s", wrong);
		token.kind = TOKEN_BAD;
	}
	token.text = text;
	return token;
}

/* Takes everything up to the next thing that could be a token of its own. */
static struct token bad(struct lex *lex)
{
	uint32_t start = lex->at;
	bool path = false;
	struct token token;
	unsigned char c = peek(lex, 0);

	while (!at_end(lex) && !is_blank(lex) && !strchr("{},\n\"#", peek(lex, 0) ?: 1))
		path |= lex->source->text[lex->at++] == '/';
	token = make(lex, TOKEN_BAD, start);
	if (path)
		diag_report(lex->diags, DIAG_BAD_CHARACTER, token.span,
			    "a path has to stand in quotes");
	else if (c > 0x20 && c < 0x7f)
		diag_report(lex->diags, DIAG_BAD_CHARACTER, token.span, "unexpected character '%c'",
			    c);
	else
		diag_report(lex->diags, DIAG_BAD_CHARACTER, token.span, "unexpected byte 0x%02x",
			    c);
	return token;
}

static void skip_byte_order_mark(struct lex *lex)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (strncmp(lex->source->text, mark, strlen(mark)))
		return;
	lex->at = strlen(mark);
	diag_report(lex->diags, DIAG_BAD_CHARACTER, (struct span){ 0, lex->at },
		    "the file begins with a byte order mark; save it without one");
}

struct token lex_next(struct lex *lex)
{
	uint32_t start;
	size_t i;

	if (!lex->at)
		skip_byte_order_mark(lex);
	skip_blanks(lex);
	start = lex->at;
	if (at_end(lex))
		return make(lex, TOKEN_END, start);
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (peek(lex, 0) == signs[i].character) {
			lex->at++;
			return make(lex, signs[i].kind, start);
		}
	}
	if (peek(lex, 0) == '"')
		return string(lex);
	if (word_char(peek(lex, 0))) {
		struct lex ahead = *lex;
		struct token token = word(&ahead);

		/* keys/x.crt is one mistake, not a word and a mistake. */
		if (peek(&ahead, 0) != '/') {
			*lex = ahead;
			return token;
		}
	}
	return bad(lex);
}
