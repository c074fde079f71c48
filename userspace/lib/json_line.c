// SPDX-License-Identifier: GPL-2.0-only
#include "json_line.h"

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "utf8.h"
#include "value.h"

struct reader {
	const char *text;
	size_t len;
	size_t at;
	struct arena *arena;
	const char *wrong;
};

/* The next byte, NUL at the end. */
static char peek(const struct reader *r)
{
	return r->at < r->len ? r->text[r->at] : '\0';
}

static bool refuse(struct reader *r, const char *wrong)
{
	if (!r->wrong)
		r->wrong = wrong;
	return false;
}

static void blanks(struct reader *r)
{
	while (r->at < r->len && strchr(" \t\r", r->text[r->at]) && r->text[r->at])
		r->at++;
}

static bool take(struct reader *r, char c)
{
	blanks(r);
	if (peek(r) != c || r->at == r->len)
		return false;
	r->at++;
	return true;
}

static bool hex4(struct reader *r, uint32_t *value)
{
	static const char digits[] = "0123456789abcdef";
	int i;

	*value = 0;
	for (i = 0; i < 4; i++, r->at++) {
		char c = peek(r) >= 'A' && peek(r) <= 'F' ? peek(r) | 0x20 : peek(r);
		const char *digit = c ? strchr(digits, c) : NULL;

		if (!digit)
			return refuse(r, "four hex digits have to follow \\u");
		*value = *value << 4 | (uint32_t)(digit - digits);
	}
	return true;
}

static size_t encode(uint32_t c, char *to)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;

	for (i = n; i > 1; i--, c >>= 6)
		to[i - 1] = 0x80 | (c & 0x3f);
	to[0] = n == 1 ? c : lead[n] | c;
	return n;
}

/* \uXXXX, or two of them for what is beyond the first 65536 characters. */
static bool unicode(struct reader *r, char **to)
{
	uint32_t c, low;

	if (!hex4(r, &c))
		return false;
	if (c >= 0xd800 && c < 0xdc00 && peek(r) == '\\') {
		r->at++;
		if (peek(r) != 'u')
			return refuse(r, "half a character");
		r->at++;
		if (!hex4(r, &low))
			return false;
		if (low < 0xdc00 || low > 0xdfff)
			return refuse(r, "half a character");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	if (c >= 0xd800 && c < 0xe000)
		return refuse(r, "half a character");
	if (!c)
		return refuse(r, "a NUL in a string");
	*to += encode(c, *to);
	return true;
}

static bool escape(struct reader *r, char **to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *name;
	char c = peek(r);

	r->at++;
	if (c == 'u')
		return unicode(r, to);
	name = c ? strchr(names, c) : NULL;
	if (!name)
		return refuse(r, "no such escape");
	*(*to)++ = values[name - names];
	return true;
}

/* What an escape stands for is never longer than the escape. */
static bool string(struct reader *r, const char **text)
{
	char *to;
	size_t n;

	if (!take(r, '"'))
		return refuse(r, "a string has to stand here");
	to = arena_alloc(r->arena, r->len - r->at + 1);
	*text = to;
	while (r->at < r->len && peek(r) != '"') {
		if (peek(r) == '\\') {
			r->at++;
			if (!escape(r, &to))
				return false;
			continue;
		}
		n = utf8_char(r->text + r->at, r->len - r->at);
		if (!n || (unsigned char)peek(r) < 0x20)
			return refuse(r, "a string has to be UTF-8 without control characters");
		memcpy(to, r->text + r->at, n);
		to += n;
		r->at += n;
	}
	return take(r, '"') || refuse(r, "the string has no closing quote");
}

/* A number or a word; nobody asks which. */
static bool bare(struct reader *r, const char **text)
{
	size_t start = r->at;

	while (r->at < r->len && !strchr(" \t\r,}", r->text[r->at]))
		r->at++;
	*text = arena_string(r->arena, r->text + start, r->at - start);
	if (!**text || strspn(*text, "0123456789+-.eEtrufalsn") != r->at - start) {
		r->at = start;
		return refuse(r, "a string, a number, true, false or null has to stand here");
	}
	return true;
}

static bool member(struct reader *r, struct json_line *line)
{
	size_t i, start = r->at;
	bool good;

	if (line->nr == JSON_LINE_MAX)
		return refuse(r, "too many members");
	if (!string(r, &line->member[line->nr].key))
		return false;
	for (i = 0; i < line->nr; i++) {
		if (strcmp(line->member[i].key, line->member[line->nr].key))
			continue;
		r->at = start;
		return refuse(r, "the member is given twice");
	}
	if (!take(r, ':'))
		return refuse(r, "':' has to stand here");
	blanks(r);
	line->member[line->nr].is_string = peek(r) == '"';
	good = peek(r) == '"' ? string(r, &line->member[line->nr].text) :
				bare(r, &line->member[line->nr].text);
	line->nr += good;
	return good;
}

static bool object(struct reader *r, struct json_line *line)
{
	if (!take(r, '{'))
		return refuse(r, "a line has to be a JSON object");
	if (!take(r, '}')) {
		do {
			if (!member(r, line))
				return false;
		} while (take(r, ','));
		if (!take(r, '}'))
			return refuse(r, "',' or '}' has to stand here");
	}
	blanks(r);
	return r->at == r->len || refuse(r, "something follows the object");
}

const char *json_line_parse(struct json_line *line, const char *text, size_t len,
			    struct arena *arena, size_t *at)
{
	struct reader r = { .text = text, .len = len, .arena = arena };

	line->nr = 0;
	object(&r, line);
	*at = r.at < len ? r.at : len;
	return r.wrong;
}

static size_t find(const struct json_line *line, const char *key)
{
	size_t i = 0;

	while (i < line->nr && strcmp(line->member[i].key, key))
		i++;
	return i;
}

const char *json_line_string(const struct json_line *line, const char *key)
{
	size_t i = find(line, key);

	return i < line->nr && line->member[i].is_string ? line->member[i].text : NULL;
}

bool json_line_number(const struct json_line *line, const char *key, uint64_t *value)
{
	size_t i = find(line, key);

	return i < line->nr && !line->member[i].is_string &&
	       value_number(line->member[i].text, value, NULL);
}

bool json_line_true(const struct json_line *line, const char *key)
{
	size_t i = find(line, key);

	return i < line->nr && !line->member[i].is_string && !strcmp(line->member[i].text, "true");
}
