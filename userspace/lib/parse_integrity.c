// SPDX-License-Identifier: GPL-2.0-only
/* The productions integrity-section and integrity-rule of policy/lorica.ebnf. */
#include "parser.h"

#include "kernel/limits.h"
#include "value_percent.h"
#include "value_unit.h"

static bool every(struct parser *p, struct ast_integrity *to)
{
	struct value_wrong wrong;
	struct ast_word word;
	uint64_t seconds;

	if (!parser_keyword(p, "every") || !parser_value(p, CONSTANT_NAME, "a duration", &word))
		return false;
	to->every_span = word.span;
	to->every = 1;
	if (!value_duration(word.text, &seconds, &wrong))
		parser_wrong(p, DIAG_BAD_NUMBER, &word, &wrong);
	else if (!seconds || seconds > LORICA_MAX_EVERY)
		diag_report(p->lex.diags, DIAG_BAD_NUMBER, word.span,
			    "the kernel is looked at every 1s to 1d");
	else
		to->every = seconds;
	return true;
}

static bool budget(struct parser *p, struct ast_integrity *to)
{
	struct value_wrong wrong;
	struct ast_word word;
	uint32_t share;

	if (!parser_keyword(p, "budget") || !parser_value(p, CONSTANT_NAME, "a share", &word))
		return false;
	to->budget_span = word.span;
	to->budget = LORICA_MAX_BUDGET;
	if (!value_percent(word.text, &share, &wrong))
		parser_wrong(p, DIAG_BAD_NUMBER, &word, &wrong);
	else if (share < LORICA_MIN_BUDGET)
		diag_report(p->lex.diags, DIAG_BAD_NUMBER, word.span,
			    "a budget is 0.01%% to 100%% of one CPU");
	else
		to->budget = share;
	return true;
}

/* What two files say has to be the same. */
static void take(struct parser *p, struct ast_integrity *to, const struct ast_integrity *from)
{
	if (!to->every) {
		to->every = from->every;
		to->every_span = from->every_span;
		to->budget = from->budget;
		to->budget_span = from->budget_span;
		return;
	}
	if (to->every != from->every) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, from->every_span,
			    "another duration stands elsewhere");
		diag_related(p->lex.diags, to->every_span, "here");
	}
	if (to->budget != from->budget) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, from->budget_span,
			    "another budget stands elsewhere");
		diag_related(p->lex.diags, to->budget_span, "here");
	}
}

/* A file that is included may leave it to others. */
static bool pace(struct parser *p, struct ast_integrity *integrity, struct span head)
{
	struct ast_integrity here = { 0 };

	if (p->token.kind == TOKEN_OPEN) {
		if (p->lex.source->parent)
			return true;
		integrity->broken = true;
		diag_report(p->lex.diags, DIAG_MISSING_CLAUSE, head,
			    "'integrity' needs 'every' and 'budget' here: every 30s budget 0.1%%");
		return true;
	}
	if (!every(p, &here) || !budget(p, &here))
		return false;
	take(p, integrity, &here);
	return true;
}

static void add(struct ast_integrity *integrity, struct parser *p, uint32_t kind, struct span span)
{
	struct ast_watch *watch = arena_alloc(p->lex.arena, sizeof(*watch));

	watch->kind = kind;
	watch->span = span;
	*integrity->tail = watch;
	integrity->tail = &watch->next;
}

/* Its answer, for all that the line watches, from @first on. */
static bool answer(struct parser *p, struct ast_watch *first)
{
	struct ast_watch *watch;
	uint32_t response;
	bool may_degrade;

	if (!parser_keyword(p, "on-change") ||
	    !parser_choice(p, &words_response, "'log', 'halt' or 'panic'", &response, NULL))
		return false;
	may_degrade = parser_is(p, "may-degrade");
	if (may_degrade || parser_is(p, "required"))
		parser_take(p);
	for (watch = first; watch; watch = watch->next) {
		watch->response = response;
		watch->flags = may_degrade ? LORICA_WATCH_MAY_DEGRADE : 0;
	}
	return true;
}

static bool watch_rule(struct parser *p, struct ast_integrity *integrity)
{
	struct ast_watch **first = integrity->tail;
	struct span span;
	uint32_t kind;

	if (!parser_keyword(p, "watch"))
		return false;
	do {
		if (!parser_choice(p, &words_watch, "something to watch", &kind, &span))
			return false;
		add(integrity, p, kind, span);
	} while (parser_comma(p));
	return answer(p, *first);
}

/*
 * integrity-rule = "watch", watched, { ",", watched }, "on-change",
 *	( "log" | "halt" | "panic" ), [ degrade ] ;
 */
static bool integrity_rule(struct parser *p, void *section)
{
	struct ast_integrity *integrity = section;
	bool good = watch_rule(p, integrity);

	integrity->broken |= !good;
	return good;
}

/*
 * integrity-section = "integrity", [ "every", duration, "budget", share ],
 *	"{", { integrity-rule }, "}" ;
 */
bool parse_integrity(struct parser *p, struct span head, bool twice)
{
	struct ast_integrity *integrity = p->ast->integrity;

	if (!integrity || twice) {
		integrity = arena_alloc(p->lex.arena, sizeof(*integrity));
		integrity->span = head;
		integrity->tail = &integrity->watches;
	}
	if (!twice)
		p->ast->integrity = integrity;
	/* The rules are worth a look even when the line above them is not. */
	if (!pace(p, integrity, head)) {
		integrity->broken = true;
		while (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_BAD ||
		       p->token.kind == TOKEN_CONSTANT || p->token.kind == TOKEN_EQUALS)
			parser_take(p);
	}
	return parser_block(p, head, integrity, integrity_rule);
}
