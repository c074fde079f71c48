// SPDX-License-Identifier: GPL-2.0-only
#include "tap.h"

#include <string.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/diag.h"
#include "userspace/lib/lex.h"
#include "userspace/lib/sources.h"

/* w word, s string, { } , as they are, n newline, b bad; the end is not listed. */
static const struct {
	const char *text;
	const char *kinds;
	const char *last; /* text of the last word or string */
	unsigned int errors;
} cases[] = {
	{ "", "", NULL, 0 },
	{ " \t", "", NULL, 0 },
	{ "# only a comment", "", NULL, 0 },
	{ "# a comment\nx", "nw", "x", 0 },
	{ "a b", "ww", "b", 0 },
	{ "a{b},c\n", "w{w},wn", "c", 0 },
	{ "a#b\n", "wn", "a", 0 },
	{ "a\r\nb", "wnw", "b", 0 },
	{ "2026-11-24T12:00:00Z", "w", "2026-11-24T12:00:00Z", 0 },
	{ "\"a b#{\"", "s", "a b#{", 0 },
	{ "\"a\\\"b\\\\\"", "s", "a\"b\\", 0 },
	{ "\"a\"\"b\"", "ss", "b", 0 },
	{ "\"\xc3\xa9\"", "s", "\xc3\xa9", 0 },
	{ "\"a", "b", NULL, 1 },
	{ "\"a\nb", "bnw", "b", 1 },
	{ "\"a\\", "b", NULL, 1 },
	{ "\"\\x\"", "b", NULL, 1 },
	{ "\"\"", "b", NULL, 1 },
	{ "\"\xff\"", "b", NULL, 1 },
	{ "\"\xed\xa0\x80\"", "b", NULL, 1 },
	{ "\"\xc0\xaf\"", "b", NULL, 1 },
	{ "\"\xf4\x90\x80\x80\"", "b", NULL, 1 },
	{ "\"\xe2\x82\"", "b", NULL, 1 },
	{ "\"\x01\"", "b", NULL, 1 },
	{ "\"\xe2\x80\xae\"", "b", NULL, 1 },
	{ "a/b c", "bw", "c", 1 },
	{ "/ = x", "b=w", "x", 1 },
	{ "a=b", "w=w", "b", 0 },
	{ "$a $b-1", "cc", NULL, 0 },
	{ "$ a", "bw", "a", 1 },
	{ "a$b", "wc", "a", 0 },
	{ "10.0.0.0/8 fe80::/10", "ww", "fe80::/10", 0 },
	{ "10.0.0.0/", "w", "10.0.0.0/", 0 },
	{ "keys.d/x.crt", "b", NULL, 1 },
	{ "10.0.0.0/8/x", "b", NULL, 1 },
	{ "# caf\xc3\xa9 \t\r\nx", "nw", "x", 0 },
	{ "# \xff\xff\nx", "nw", "x", 1 },
	{ "# \xe2\x80\xae\nx", "nw", "x", 1 },
	{ "# a\rb\nx", "nw", "x", 1 },
	{ "a\rb", "wb", "a", 1 },
	{ "\xef\xbb\xbfx", "w", "x", 1 },
	{ "x\xef\xbb\xbf", "wb", "x", 1 },
};

/* clang-format off */
static const char letters[] = {
	[TOKEN_WORD] = 'w', [TOKEN_STRING] = 's', [TOKEN_OPEN] = '{', [TOKEN_CLOSE] = '}',
	[TOKEN_COMMA] = ',', [TOKEN_CONSTANT] = 'c', [TOKEN_EQUALS] = '=',
	[TOKEN_NEWLINE] = 'n', [TOKEN_BAD] = 'b',
};
/* clang-format on */

static void run(size_t i)
{
	struct source source = { .name = "t", .text = cases[i].text, .len = strlen(cases[i].text) };
	struct arena arena = { 0 };
	struct sources sources;
	struct diags diags;
	struct lex lex = { .source = &source, .diags = &diags, .arena = &arena };
	const char *last = NULL;
	char kinds[32] = "";
	struct token token;
	uint32_t end = 0;
	bool rising = true;
	size_t n;

	sources_start(&sources, &arena);
	sources_add(&sources, &source);
	diag_start(&diags, &sources, &arena);
	for (n = 0; n < sizeof(kinds) - 1; n++) {
		token = lex_next(&lex);
		rising &= token.span.start >= end && token.span.end <= source.len;
		end = token.span.end;
		if (token.kind == TOKEN_END)
			break;
		kinds[n] = letters[token.kind];
		if (token.kind == TOKEN_WORD || token.kind == TOKEN_STRING)
			last = token.text;
	}
	ok(!strcmp(kinds, cases[i].kinds), "case %zu: tokens %s", i, kinds);
	ok(last ? cases[i].last && !strcmp(last, cases[i].last) : !cases[i].last,
	   "case %zu: text of the last token", i);
	ok(diags.count[DIAG_ERROR] == cases[i].errors, "case %zu: %u errors", i, cases[i].errors);
	ok(rising, "case %zu: spans follow one another", i);
	ok(lex_next(&lex).kind == TOKEN_END, "case %zu: the end stays the end", i);
	arena_free(&arena);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(i);
	return tap_done();
}
