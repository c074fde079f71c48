// SPDX-License-Identifier: GPL-2.0-only
#include "parser.h"

#include <ctype.h>
#include <string.h>

#include "kernel/limits.h"
#include "suggest.h"

void parser_start(struct parser *p, const struct source *source, bool quiet)
{
	p->lex.source = source;
	p->lex.at = 0;
	p->lex.quiet = quiet;
	parser_take(p);
}

struct token parser_take(struct parser *p)
{
	struct token token = p->token;

	p->token = lex_next(&p->lex);
	if (diag_full(p->lex.diags))
		p->token.kind = TOKEN_END;
	return token;
}

static const char *describe(const struct parser *p)
{
	static const char *const names[] = {
		[TOKEN_STRING] = "a string",
		[TOKEN_OPEN] = "'{'",
		[TOKEN_CLOSE] = "'}'",
		[TOKEN_COMMA] = "','",
		[TOKEN_EQUALS] = "'='",
		[TOKEN_NEWLINE] = "the end of the line",
		[TOKEN_END] = "the end of the file",
	};

	if (p->token.kind == TOKEN_WORD)
		return arena_printf(p->lex.arena, "'%s'", p->token.text);
	if (p->token.kind == TOKEN_CONSTANT)
		return arena_printf(p->lex.arena, "'$%s'", p->token.text);
	return names[p->token.kind];
}

bool parser_expected(struct parser *p, const char *what)
{
	if (p->token.kind != TOKEN_BAD && !p->lex.quiet)
		diag_report(p->lex.diags, DIAG_EXPECTED, p->token.span, "expected %s, found %s",
			    what, describe(p));
	return false;
}

bool parser_word(struct parser *p, const char *what, struct ast_word *word)
{
	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, what);
	word->text = p->token.text;
	word->span = p->token.span;
	parser_take(p);
	return true;
}

/* Names the word that was probably meant, or all that would be right. */
static void unknown_word(struct parser *p, const struct words *words)
{
	const char *names[16] = { 0 }, *list = "", *near;
	size_t i;

	for (i = 0; i < words->n && i < 16; i++) {
		names[i] = words->list[i].name;
		list = arena_printf(p->lex.arena, "%s%s'%s'", list, i ? ", " : "", names[i]);
	}
	near = suggest_word(p->token.text, names, i);
	if (near)
		diag_report(p->lex.diags, DIAG_UNKNOWN_WORD, p->token.span,
			    "unknown word '%s'; did you mean '%s'?", p->token.text, near);
	else
		diag_report(p->lex.diags, DIAG_UNKNOWN_WORD, p->token.span,
			    "unknown word '%s'; expected %s%s", p->token.text,
			    i > 1 ? "one of " : "", list);
}

bool parser_choice(struct parser *p, const struct words *words, const char *what, uint32_t *value,
		   struct span *span)
{
	size_t i;

	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, what);
	for (i = 0; i < words->n; i++) {
		if (strcmp(words->list[i].name, p->token.text))
			continue;
		*value = words->list[i].value;
		if (span)
			*span = p->token.span;
		parser_take(p);
		return true;
	}
	unknown_word(p, words);
	return false;
}

bool parser_keyword(struct parser *p, const char *word)
{
	const struct word one = { .name = word };
	const struct words words = { .list = &one, .n = 1 };
	uint32_t value;

	return parser_choice(p, &words, arena_printf(p->lex.arena, "'%s'", word), &value, NULL);
}

bool parser_is(const struct parser *p, const char *word)
{
	return p->token.kind == TOKEN_WORD && !strcmp(p->token.text, word);
}

void parser_newlines(struct parser *p)
{
	while (p->token.kind == TOKEN_NEWLINE)
		parser_take(p);
}

bool parser_comma(struct parser *p)
{
	if (p->token.kind != TOKEN_COMMA)
		return false;
	parser_take(p);
	parser_newlines(p);
	return true;
}

bool parser_end_of_statement(struct parser *p)
{
	if (p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_CLOSE ||
	    p->token.kind == TOKEN_END)
		return true;
	return parser_expected(p, "the end of the line");
}

bool parser_skip_statement(struct parser *p)
{
	unsigned int depth = 0;

	for (; p->token.kind != TOKEN_END; parser_take(p)) {
		if (!depth && (p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_CLOSE))
			return true;
		if (p->token.kind == TOKEN_OPEN)
			depth++;
		if (p->token.kind == TOKEN_CLOSE)
			depth--;
	}
	return !depth;
}

/* Is the parser at a token or at the one right behind it? */
static bool is_near(const struct parser *p, struct span token)
{
	const struct source *source = p->lex.source;
	uint32_t i;

	for (i = token.end; i < p->token.span.start; i++)
		if (!strchr(" \t", source->text[i - source->base]))
			return false;
	return true;
}

/* One entry of a block. What brings in text and values is easily put there by mistake. */
static bool statement(struct parser *p, void *section,
		      bool (*entry)(struct parser *p, void *section))
{
	bool stray = parser_is(p, "include") || parser_is(p, "define");
	unsigned int errors = p->lex.diags->count[DIAG_ERROR];
	struct token first = p->token;

	if (entry(p, section) && parser_end_of_statement(p))
		return true;
	if (stray && is_near(p, first.span) && p->lex.diags->count[DIAG_ERROR] > errors)
		diag_related(p->lex.diags, first.span, "'%s' stands between sections, not in one",
			     first.text);
	return false;
}

bool parser_block(struct parser *p, struct span head, void *section,
		  bool (*entry)(struct parser *p, void *section))
{
	if (p->token.kind != TOKEN_OPEN)
		return parser_expected(p, "'{'");
	parser_take(p);
	for (;;) {
		parser_newlines(p);
		if (p->token.kind == TOKEN_CLOSE)
			break;
		if (p->token.kind == TOKEN_END) {
			if (diag_full(p->lex.diags))
				return true;
			parser_expected(p, "'}'");
			diag_related(p->lex.diags, head, "the section begins here");
			return true;
		}
		if (!statement(p, section, entry))
			parser_skip_statement(p);
	}
	parser_take(p);
	return true;
}

bool parser_is_name(const char *word)
{
	size_t n;

	for (n = 0; word[n]; n++)
		if (!isalnum((unsigned char)word[n]) && (!n || !strchr("_-", word[n])))
			return false;
	return isalpha((unsigned char)*word) && n < LORICA_MAX_NAME;
}

bool parser_is_statement_name(const char *word)
{
	size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				"0123456789._-");

	return !word[n] && n && n < LORICA_MAX_NAME;
}
