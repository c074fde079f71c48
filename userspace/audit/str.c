// SPDX-License-Identifier: GPL-2.0-only
#include "str.h"

#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

struct str str_of(const char *text)
{
	return (struct str){ text, strlen(text) };
}

bool str_is(struct str s, const char *word)
{
	return strlen(word) == s.n && !memcmp(s.p, word, s.n);
}

bool str_is_like(struct str s, const char *word)
{
	return strlen(word) == s.n && !strncasecmp(s.p, word, s.n);
}

bool str_starts(struct str s, const char *start)
{
	size_t n = strlen(start);

	return s.n >= n && !memcmp(s.p, start, n);
}

bool str_ends(struct str s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && !memcmp(s.p + s.n - n, end, n);
}

bool str_has(struct str s, const char *what)
{
	return s.n && memmem(s.p, s.n, what, strlen(what));
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_unquote(struct str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return (struct str){ s.p + 1, s.n - 2 };
	return s;
}

bool str_field(struct str *rest, char sep, struct str *field)
{
	const char *end;

	if (!rest->p)
		return false;
	end = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	field->p = rest->p;
	if (end) {
		field->n = end - rest->p;
		rest->n -= field->n + 1;
		rest->p = end + 1;
	} else {
		field->n = rest->n;
		rest->p = NULL;
		rest->n = 0;
	}
	return true;
}

bool str_word(struct str *rest, struct str *word)
{
	while (rest->n && is_blank(rest->p[0])) {
		rest->p++;
		rest->n--;
	}
	word->p = rest->p;
	while (rest->n && !is_blank(rest->p[0])) {
		rest->p++;
		rest->n--;
	}
	word->n = rest->p - word->p;
	return word->n;
}

bool str_number(struct str s, u64 *value)
{
	u64 sum = 0;
	size_t i;

	if (!s.n)
		return false;
	for (i = 0; i < s.n; i++) {
		unsigned int digit = (unsigned char)s.p[i] - '0';

		if (digit > 9 || sum > (UINT64_MAX - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}

bool str_in(struct str list, char sep, const char *word)
{
	struct str field;

	while (str_field(&list, sep, &field))
		if (str_is_like(str_trim(field), word))
			return true;
	return false;
}

bool lines_next(struct lines *lines, struct str *line)
{
	if (!lines->rest.n || !str_field(&lines->rest, '\n', line))
		return false;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	lines->nr++;
	return true;
}

bool lines_next_used(struct lines *lines, struct str *line, const char *comments)
{
	while (lines_next(lines, line)) {
		*line = str_trim(*line);
		if (line->n && !strchr(comments, line->p[0]))
			return true;
	}
	return false;
}
