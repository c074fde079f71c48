// SPDX-License-Identifier: GPL-2.0-only
#include "parser.h"

#include <string.h>

#include "suggest.h"
#include "value.h"

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
		[TOKEN_NEWLINE] = "the end of the line",
		[TOKEN_END] = "the end of the file",
	};

	if (p->token.kind == TOKEN_WORD)
		return arena_printf(p->lex.arena, "'%s'", p->token.text);
	return names[p->token.kind];
}

bool parser_expected(struct parser *p, const char *what)
{
	if (p->token.kind != TOKEN_BAD)
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

bool parser_digest(struct parser *p, uint8_t *digest, struct span *span, bool *good)
{
	struct ast_word word;

	if (!parser_word(p, "64 hex digits", &word))
		return false;
	*span = word.span;
	*good = value_digest(word.text, digest);
	if (!*good)
		diag_report(p->lex.diags, DIAG_BAD_HEX, word.span,
			    "expected 64 hex digits, found %zu characters%s", strlen(word.text),
			    strlen(word.text) == 64 ? " that are not all hex digits" : "");
	return true;
}
