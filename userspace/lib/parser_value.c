// SPDX-License-Identifier: GPL-2.0-only
/* Values in the text, and constants that stand for them. */
#include "parser.h"

#include <string.h>

#include "kernel/limits.h"

/* A path is relative to the file that it is written in. */
static bool place_path(struct parser *p, struct span written, struct ast_word *value)
{
	const struct source *source = sources_find(p->sources, written.start);

	value->text = sources_path(p->sources, source, value->text);
	if (strlen(value->text) < LORICA_MAX_PATH)
		return true;
	diag_report(p->lex.diags, DIAG_LIMIT, value->span,
		    "from the directory of '%s' the path has more than %d bytes",
		    p->sources->list[0]->name, LORICA_MAX_PATH - 1);
	return false;
}

static bool literal(struct parser *p, unsigned int types, const char *what, struct ast_word *value)
{
	if (types & CONSTANT_PATH && p->token.kind != TOKEN_STRING)
		return parser_expected(p, arena_printf(p->lex.arena, "%s in quotes", what));
	if (!(types & CONSTANT_PATH) && p->token.kind != TOKEN_WORD)
		return parser_expected(p, what);
	value->text = p->token.text;
	value->span = p->token.span;
	parser_take(p);
	return !(types & CONSTANT_PATH) || types & CONSTANT_AS_IT_IS ||
	       place_path(p, value->span, value);
}

/* The constant that is next, NULL when it is not good here. */
static struct constant *constant(struct parser *p, unsigned int types, const char *what, bool list)
{
	struct ast_word name = { p->token.text, p->token.span };
	struct constant *constant = constants_find(p->ast->constants, name.text);

	if (!constant) {
		constants_unknown(p->ast->constants, &name, p->lex.diags);
		return NULL;
	}
	constant->used = true;
	if (constant->broken || constant->state != CONSTANT_DONE)
		return NULL;
	if (types & constant->type && (list || !constant->is_list))
		return constant;
	diag_report(p->lex.diags, DIAG_CONSTANT_TYPE, name.span, "expected %s, and '$%s' is %s",
		    what, name.text, constant_type_name(constant->type, constant->is_list));
	diag_related(p->lex.diags, constant->name.span, "defined here");
	return NULL;
}

/* One use of a constant. */
struct use {
	struct parser *p;
	unsigned int types;
	struct span span;
	void (*each)(void *context, const struct ast_word *value);
	void *context;
};

static bool use_one(void *context, const struct constant_value *value)
{
	const struct use *use = context;
	struct parser *p = use->p;
	struct ast_word word = { .text = value->word.text };

	if (!sources_use(p->sources, use->span, value->word.span, &word.span)) {
		diag_report(p->lex.diags, DIAG_LIMIT, use->span,
			    "the constants of a policy stand for at most %d values",
			    (int)sources_max_values(p->sources));
		return false;
	}
	if (value->is_string && !(use->types & CONSTANT_AS_IT_IS) &&
	    !place_path(p, value->word.span, &word))
		return false;
	use->each(use->context, &word);
	return true;
}

bool parser_values(struct parser *p, unsigned int types, const char *what,
		   void (*each)(void *context, const struct ast_word *value), void *context)
{
	struct use use = {
		.p = p, .types = types, .each = each, .context = context, .span = p->token.span
	};
	struct constant *found;
	struct ast_word value;

	if (p->token.kind == TOKEN_CONSTANT) {
		found = constant(p, types, what, true);
		parser_take(p);
		return found && constants_each(p->ast->constants, found, use_one, &use);
	}
	if (!literal(p, types, what, &value))
		return false;
	each(context, &value);
	return true;
}

static void take_one(void *context, const struct ast_word *value)
{
	*(struct ast_word *)context = *value;
}

bool parser_value(struct parser *p, unsigned int types, const char *what, struct ast_word *value)
{
	if (p->token.kind == TOKEN_CONSTANT && !constant(p, types, what, false)) {
		parser_take(p);
		return false;
	}
	return parser_values(p, types, what, take_one, value);
}

void parser_wrong(struct parser *p, enum diag_kind kind, const struct ast_word *word,
		  const struct value_wrong *wrong)
{
	struct span span = word->span;

	/* A constant stands for its value as a whole. */
	if (span.end - span.start == strlen(word->text)) {
		span.end = span.start + wrong->end;
		span.start += wrong->start;
	}
	diag_report(p->lex.diags, kind, span, "%s", wrong->message);
}

bool parser_digest(struct parser *p, uint8_t *digest, struct span *span, bool *good)
{
	struct value_wrong wrong;
	struct ast_word word;

	if (!parser_value(p, CONSTANT_DIGEST, "64 hex digits", &word))
		return false;
	*span = word.span;
	*good = value_digest(word.text, digest, &wrong);
	if (!*good)
		parser_wrong(p, DIAG_BAD_HEX, &word, &wrong);
	return true;
}
