// SPDX-License-Identifier: GPL-2.0-only
#include "lex.h"

#include <stdarg.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/limits.h"
#include "utf8.h"

/* clang-format off */
static const struct {
	char character;
	enum token_kind kind;
} signs[] = {
	{ '{', TOKEN_OPEN },
	{ '}', TOKEN_CLOSE },
	{ ',', TOKEN_COMMA },
	{ '=', TOKEN_EQUALS },
	{ '\n', TOKEN_NEWLINE },
};
/* clang-format on */

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

static struct span global(const struct lex *lex, uint32_t start, uint32_t end)
{
	return (struct span){ lex->source->base + start, lex->source->base + end };
}

static __attribute__((format(printf, 5, 6))) void complain(const struct lex *lex,
							   enum diag_kind kind, uint32_t start,
							   uint32_t end, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	if (lex->quiet)
		return;
	va_start(ap, fmt);
	text = arena_vprintf(lex->arena, fmt, ap);
	va_end(ap);
	diag_report(lex->diags, kind, global(lex, start, end), "%s", text);
}

/* Who reviews a policy reads its comments too, and has to see all of them. */
static void skip_comment(struct lex *lex)
{
	const char *text = lex->source->text, *wrong = NULL;
	uint32_t n;

	for (; !at_end(lex) && peek(lex, 0) != '\n'; lex->at += n ? n : 1) {
		n = utf8_char(text + lex->at, lex->source->len - lex->at);
		if (wrong || peek(lex, 0) == '\t' || is_blank(lex))
			continue;
		if (!n)
			wrong = "a comment has to be UTF-8";
		else if (utf8_hidden(text + lex->at, n))
			wrong = "a character that nobody can see has no place in a comment";
		if (wrong)
			complain(lex, DIAG_BAD_CHARACTER, lex->at, lex->at + (n ? n : 1), "%s",
				 wrong);
	}
}

static void skip_blanks(struct lex *lex)
{
	while (is_blank(lex))
		lex->at++;
	if (peek(lex, 0) == '#')
		skip_comment(lex);
}

static struct token make(const struct lex *lex, enum token_kind kind, uint32_t start)
{
	return (struct token){ .kind = kind, .span = global(lex, start, lex->at) };
}

/* Is what is between two bytes an address? If not, a slash behind it is a mistake. */
static bool is_address(const struct lex *lex, uint32_t start, uint32_t end)
{
	const char *text = lex->source->text + start;
	size_t n = end - start;

	if (memchr(text, ':', n))
		return strspn(text, "0123456789ABCDEFabcdef:.") >= n;
	return text[0] != '.' && memchr(text, '.', n) && strspn(text, "0123456789.") >= n;
}

/* A star in the place of a number of a USB id or class: 0403:*, 03:*:*. */
static bool is_any_number(const struct lex *lex, uint32_t start)
{
	return peek(lex, 0) == '*' && lex->at > start && lex->source->text[lex->at - 1] == ':';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct token word(struct lex *lex)
{
	uint32_t start = lex->at;
	struct token token;

	while (word_char(peek(lex, 0)) || is_any_number(lex, start))
		lex->at++;
	if (peek(lex, 0) == '/' && is_address(lex, start, lex->at))
		for (lex->at++; word_char(peek(lex, 0));)
			lex->at++;
	if (peek(lex, 0) == '%' && is_digit(lex->source->text[start]))
		lex->at++;
	token = make(lex, TOKEN_WORD, start);
	token.text = arena_string(lex->arena, lex->source->text + start, lex->at - start);
	return token;
}

/* $NAME; what the name looks like is for the definition to say. */
static struct token constant(struct lex *lex)
{
	uint32_t start = lex->at++;
	struct token token;

	while (word_char(peek(lex, 0)))
		lex->at++;
	token = make(lex, TOKEN_CONSTANT, start);
	token.text = arena_string(lex->arena, lex->source->text + start + 1, lex->at - start - 1);
	if (!*token.text) {
		token.kind = TOKEN_BAD;
		complain(lex, DIAG_BAD_CHARACTER, start, lex->at,
			 "the name of a constant has to follow '$'");
	}
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
		complain(lex, DIAG_BAD_STRING, start, lex->at,
			 "the string has no closing quote on this line");
		return token;
	}
	token = make(lex, TOKEN_STRING, start);
	inside = (struct span){ start + 1, lex->at - 1 };
	text = arena_alloc(lex->arena, inside.end - inside.start + 1);
	wrong = unescape(lex, inside, text, &where);
	if (!wrong && !*text) {
		wrong = "an empty string";
		where = (struct span){ start, lex->at };
	}
	if (!wrong && strlen(text) >= LORICA_MAX_PATH)
		wrong = "the string is longer than a path may be";
	if (wrong) {
		complain(lex, DIAG_BAD_STRING, where.start, where.end, "%s", wrong);
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
		complain(lex, DIAG_BAD_CHARACTER, start, lex->at, "a path has to stand in quotes");
	else if (c > 0x20 && c < 0x7f)
		complain(lex, DIAG_BAD_CHARACTER, start, lex->at, "unexpected character '%c'", c);
	else
		complain(lex, DIAG_BAD_CHARACTER, start, lex->at, "unexpected byte 0x%02x", c);
	return token;
}

static void skip_byte_order_mark(struct lex *lex)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (strncmp(lex->source->text, mark, strlen(mark)))
		return;
	lex->at = strlen(mark);
	complain(lex, DIAG_BAD_CHARACTER, 0, lex->at,
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
	if (peek(lex, 0) == '$')
		return constant(lex);
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
