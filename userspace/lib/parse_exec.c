// SPDX-License-Identifier: GPL-2.0-only
/* The productions exec-section and exec-rule of policy/lorica.ebnf. */
#include "parser.h"

struct rules {
	struct parser *p;
	struct ast_exec *exec;
	uint32_t kind;
};

/* Where the next path goes. */
struct paths {
	struct parser *p;
	struct ast_path **tail;
};

static void add_path(void *context, const struct ast_word *word)
{
	struct paths *paths = context;
	struct ast_path *path = arena_alloc(paths->p->lex.arena, sizeof(*path));

	path->path = *word;
	*paths->tail = path;
	paths->tail = &path->next;
}

/* paths = path-values, { ",", path-values } ; */
static bool path_list(struct parser *p, const char *what, struct paths *paths)
{
	bool good = true;

	paths->p = p;
	do {
		good &= parser_values(p, CONSTANT_PATH, what, add_path, paths);
	} while (parser_comma(p));
	return good;
}

static void add_rule(void *context, const struct ast_word *name)
{
	struct rules *rules = context;
	struct ast_rule *rule = arena_alloc(rules->p->lex.arena, sizeof(*rule));

	rule->kind = rules->kind;
	rule->key = *name;
	*rules->exec->tail = rule;
	rules->exec->tail = &rule->next;
}

static bool allow_rule(struct parser *p, struct ast_exec *exec)
{
	struct rules rules = { .p = p, .exec = exec };
	struct ast_rule **first = exec->tail, *rule;
	struct ast_path *under = NULL;
	struct paths paths = { .tail = &under };
	bool good = true;

	if (!parser_choice(p, &words_exec_rule, "'allow', 'writable-code', 'firmware' or 'bpf'",
			   &rules.kind, NULL) ||
	    !parser_choice(p, &words_exec_kind, "'manifest' or 'signed'", &rules.kind, NULL))
		return false;
	do {
		good &= parser_values(p, CONSTANT_NAME, "the name of a key", add_rule, &rules);
	} while (parser_comma(p));
	if (!parser_is(p, "under"))
		return good;
	parser_take(p);
	if (!path_list(p, "the path of a directory", &paths)) {
		/* Without its limit the rule would not be what was written. */
		*first = NULL;
		exec->tail = first;
		return false;
	}
	for (rule = *first; rule; rule = rule->next)
		rule->under = under;
	return good;
}

/* Refuses an act to all programs but some; @first is where that first stands. */
static bool deny_rule(struct parser *p, struct span *first, struct ast_path ***tail)
{
	struct paths paths = { .tail = *tail };
	struct span head = p->token.span;
	bool good;

	parser_take(p);
	if (!parser_keyword(p, "deny"))
		return false;
	if (!first->end)
		*first = head;
	if (!parser_is(p, "except"))
		return true;
	parser_take(p);
	good = path_list(p, "the path of a program", &paths);
	*tail = paths.tail;
	return good;
}

static bool firmware_rule(struct parser *p, struct ast_exec *exec)
{
	struct span head = p->token.span;

	parser_take(p);
	if (!parser_keyword(p, "allow"))
		return false;
	if (!exec->firmware.end)
		exec->firmware = head;
	return true;
}

/*
 * exec-rule = "allow", ( "manifest" | "signed" ), key-names, { ",", key-names },
 *		[ "under", directories, { ",", directories } ]
 *	| ( "writable-code" | "bpf" ), "deny", [ "except", programs, { ",", programs } ]
 *	| "firmware", "allow" ;
 */
static bool exec_rule(struct parser *p, void *section)
{
	struct ast_exec *exec = section;
	bool good;

	if (parser_is(p, "writable-code"))
		good = deny_rule(p, &exec->writable, &exec->excepted_tail);
	else if (parser_is(p, "bpf"))
		good = deny_rule(p, &exec->bpf, &exec->loaders_tail);
	else if (parser_is(p, "firmware"))
		good = firmware_rule(p, exec);
	else
		good = allow_rule(p, exec);
	exec->broken |= !good;
	return good;
}

/* A file that is included may leave it to others; a reader of the main file must not guess. */
static bool no_default(struct parser *p, struct ast_exec *exec, struct span head)
{
	if (p->lex.source->parent)
		return true;
	exec->default_broken = true;
	diag_report(p->lex.diags, DIAG_MISSING_DEFAULT, head,
		    "'exec' needs 'default deny' or 'default allow' here");
	return true;
}

static bool default_value(struct parser *p, struct ast_exec *exec, struct span head)
{
	uint32_t value;
	struct span span;

	if (p->token.kind == TOKEN_OPEN)
		return no_default(p, exec, head);
	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, "'default deny' or 'default allow'");
	if (!parser_keyword(p, "default") ||
	    !parser_choice(p, &words_default, "'deny' or 'allow'", &value, &span))
		return false;
	if (!exec->value) {
		exec->value = value;
		exec->value_span = span;
	} else if (exec->value != value) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, span,
			    "'exec' is 'default %s' here and 'default %s' elsewhere",
			    words_name(&words_default, value),
			    words_name(&words_default, exec->value));
		diag_related(p->lex.diags, exec->value_span, "'default %s' stands here",
			     words_name(&words_default, exec->value));
	}
	return true;
}

/* exec-section = "exec", [ "default", ( "deny" | "allow" ) ], "{", { exec-rule }, "}" ; */
bool parse_exec(struct parser *p, struct span head, bool twice)
{
	struct ast_exec *exec = p->ast->exec;

	if (!exec || twice) {
		exec = arena_alloc(p->lex.arena, sizeof(*exec));
		exec->span = head;
		exec->tail = &exec->rules;
		exec->excepted_tail = &exec->excepted;
		exec->loaders_tail = &exec->loaders;
	}
	if (!twice)
		p->ast->exec = exec;
	/* The rules are worth a look even when the line above them is not. */
	if (!default_value(p, exec, head)) {
		exec->default_broken = true;
		while (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_BAD ||
		       p->token.kind == TOKEN_CONSTANT || p->token.kind == TOKEN_EQUALS)
			parser_take(p);
	}
	return parser_block(p, head, exec, exec_rule);
}
