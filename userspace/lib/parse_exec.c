// SPDX-License-Identifier: GPL-2.0-only
/* The productions exec-section and exec-rule of policy/lorica.ebnf. */
#include "parser.h"

#include <string.h>

#include "kernel/limits.h"

struct rules {
	struct parser *p;
	struct ast_exec *exec;
	uint32_t kind;
};

static void add_rule(void *context, const struct ast_word *name)
{
	struct rules *rules = context;
	struct ast_rule *rule = arena_alloc(rules->p->lex.arena, sizeof(*rule));

	rule->kind = rules->kind;
	rule->key = *name;
	*rules->exec->tail = rule;
	rules->exec->tail = &rule->next;
}

/* key-names, { ",", key-names } */
static bool key_list(struct parser *p, struct rules *rules)
{
	bool good = true;

	do {
		good &= parser_values(p, CONSTANT_NAME, "the name of a key", add_rule, rules);
	} while (parser_comma(p));
	return good;
}

/* volume-name, "verity", digest */
static bool volume(struct parser *p, struct rules *rules)
{
	struct ast_rule *rule;
	struct ast_word name;
	uint8_t root[32];
	struct span span;
	bool good;

	if (!parser_value(p, CONSTANT_NAME, "the name of a volume", &name))
		return false;
	if (!parser_is_name(name.text))
		diag_report(p->lex.diags, DIAG_BAD_NAME, name.span,
			    "a volume name is a letter and at most %d more of [A-Za-z0-9_-]",
			    LORICA_MAX_NAME - 2);
	if (!parser_keyword(p, "verity") || !parser_digest(p, root, &span, &good))
		return false;
	if (!good)
		return true;
	rule = arena_alloc(p->lex.arena, sizeof(*rule));
	rule->kind = LORICA_EXEC_VOLUME;
	rule->key = name;
	memcpy(rule->root_hash, root, sizeof(root));
	rule->root_span = span;
	*rules->exec->tail = rule;
	rules->exec->tail = &rule->next;
	return true;
}

/* degrade = "required" | "may-degrade" ; nothing is the same as "required". */
static void degrade(struct parser *p, struct ast_degrade *to)
{
	to->may = parser_is(p, "may-degrade");
	if (to->may || parser_is(p, "required"))
		to->span = parser_take(p).span;
}

/* under = "under", directories, { ",", directories } ; */
static bool under_clause(struct parser *p, struct ast_rule *first)
{
	struct ast_path *under = NULL, **tail = &under;
	struct ast_rule *rule;

	if (!parser_is(p, "under"))
		return true;
	parser_take(p);
	if (!parser_paths(p, "the path of a directory", &tail))
		return false;
	for (rule = first; rule; rule = rule->next)
		rule->under = under;
	return true;
}

static bool allow_rule(struct parser *p, struct ast_exec *exec)
{
	struct rules rules = { .p = p, .exec = exec };
	struct ast_rule **first = exec->tail;
	bool good;

	if (!parser_choice(p, &words_exec_rule, "a rule", &rules.kind, NULL) ||
	    !parser_choice(p, &words_exec_kind, "'manifest', 'signed' or 'volume'", &rules.kind,
			   NULL))
		return false;
	good = rules.kind == LORICA_EXEC_VOLUME ? volume(p, &rules) : key_list(p, &rules);
	if (!under_clause(p, *first)) {
		/* Without its limit the rule would not be what was written. */
		*first = NULL;
		exec->tail = first;
		return false;
	}
	if (*first && rules.kind == LORICA_EXEC_VOLUME)
		degrade(p, &(*first)->degrade);
	return good;
}

/* Refuses an act to all programs but some; @first is where that first stands. */
static bool deny_rule(struct parser *p, struct span *first, struct ast_path ***tail)
{
	struct span head = p->token.span;

	parser_take(p);
	if (!parser_keyword(p, "deny"))
		return false;
	if (!first->end)
		*first = head;
	if (!parser_is(p, "except"))
		return true;
	parser_take(p);
	return parser_paths(p, "the path of a program", tail);
}

static void report_degrade(struct parser *p, const struct ast_degrade *first,
			   const struct ast_degrade *other)
{
	diag_report(p->lex.diags, DIAG_CONTRADICTION, other->span,
		    "'writable-code deny' is '%s' here and '%s' elsewhere",
		    words_name(&words_degrade, other->may), words_name(&words_degrade, first->may));
	diag_related(p->lex.diags, first->span, "'%s' stands here",
		     words_name(&words_degrade, first->may));
}

static bool writable_rule(struct parser *p, struct ast_exec *exec)
{
	bool first = !exec->writable.end, good;
	struct ast_degrade here = { 0 };
	struct span head = p->token.span;

	good = deny_rule(p, &exec->writable, &exec->excepted_tail);
	degrade(p, &here);
	if (!here.span.end)
		here.span = head;
	if (first)
		exec->degrade = here;
	else if (here.may != exec->degrade.may)
		report_degrade(p, &exec->degrade, &here);
	return good;
}

static bool bpf_rule(struct parser *p, struct ast_exec *exec)
{
	return deny_rule(p, &exec->bpf, &exec->loaders_tail);
}

static bool helpers_rule(struct parser *p, struct ast_exec *exec)
{
	return deny_rule(p, &exec->no_helpers, &exec->helpers_tail);
}

/* "interpreter", programs, { ",", programs }, [ "data", "under", directories, { ",", directories } ] */
static bool interpreter_rule(struct parser *p, struct ast_exec *exec)
{
	struct ast_interpreter *rule = arena_alloc(p->lex.arena, sizeof(*rule));
	struct ast_path **programs = &rule->programs, **data = &rule->data;

	parser_take(p);
	if (!parser_paths(p, "the path of a program", &programs))
		return false;
	if (parser_is(p, "data")) {
		parser_take(p);
		if (!parser_keyword(p, "under") ||
		    !parser_paths(p, "the path of a directory", &data))
			return false;
	}
	*exec->interpreters_tail = rule;
	exec->interpreters_tail = &rule->next;
	return true;
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

/* What a rule begins with; anything else is told by the last one. */
static const struct {
	const char *word;
	bool (*parse)(struct parser *p, struct ast_exec *exec);
} rule_list[] = {
	{ "writable-code", writable_rule },
	{ "firmware", firmware_rule },
	{ "bpf", bpf_rule },
	{ "kernel-helpers", helpers_rule },
	{ "interpreter", interpreter_rule },
	{ "revoke", parse_revoke },
	{ "on-revoked", parse_on_revoked },
	{ "allow", allow_rule },
};

/*
 * exec-rule = "allow", ( "manifest" | "signed" ), key-names, { ",", key-names }, [ under ]
 *	| "allow", "volume", volume-name, "verity", digest, [ under ], [ degrade ]
 *	| "writable-code", "deny", [ except ], [ degrade ]
 *	| ( "bpf" | "kernel-helpers" ), "deny", [ except ]
 *	| "interpreter", programs, { ",", programs },
 *		[ "data", "under", directories, { ",", directories } ]
 *	| "firmware", "allow" | revoke-rule | on-revoked-rule ;
 */
static bool exec_rule(struct parser *p, void *section)
{
	static const size_t last = sizeof(rule_list) / sizeof(rule_list[0]) - 1;
	struct ast_exec *exec = section;
	size_t i;

	for (i = 0; i < last && !parser_is(p, rule_list[i].word);)
		i++;
	if (rule_list[i].parse(p, exec))
		return true;
	exec->broken = true;
	return false;
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
		exec->revoked_tail = &exec->revoked;
		exec->loaders_tail = &exec->loaders;
		exec->helpers_tail = &exec->helpers;
		exec->interpreters_tail = &exec->interpreters;
	}
	if (!twice)
		p->ast->exec = exec;
	parse_default(p, "exec", head, &exec->value, &exec->value_span, &exec->default_broken);
	return parser_block(p, head, exec, exec_rule);
}
