// SPDX-License-Identifier: GPL-2.0-only
/* The productions policy-line and header-clause of policy/lorica.ebnf. */
#include <string.h>

#include "kernel/limits.h"
#include "parser.h"

static bool number(struct parser *p, struct ast_word *word, uint64_t *value)
{
	struct value_wrong wrong;

	if (!parser_value(p, CONSTANT_NUMBER, "a number", word))
		return false;
	if (value_number(word->text, value, &wrong))
		return true;
	/* Not 0, which would be reported once more. */
	*value = 1;
	parser_wrong(p, DIAG_BAD_NUMBER, word, &wrong);
	return true;
}

static bool date(struct parser *p, struct ast_word *word, bool last, uint64_t *value)
{
	struct value_wrong wrong;

	if (!parser_value(p, CONSTANT_DATE, "a date", word))
		return false;
	if (!value_date(word->text, last, value, &wrong))
		parser_wrong(p, DIAG_BAD_DATE, word, &wrong);
	return true;
}

static bool serial(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	return number(p, word, &policy->serial);
}

static bool epoch(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	return number(p, word, &policy->epoch);
}

static bool enforce(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	(void)p;
	(void)word;
	policy->mode = LORICA_MODE_ENFORCE;
	return true;
}

static bool audit(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	(void)p;
	(void)word;
	policy->mode = LORICA_MODE_AUDIT;
	return true;
}

static bool on_fail(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	uint32_t value;

	if (!parser_choice(p, &words_on_fail, "'halt' or 'shell'", &value, &word->span))
		return false;
	policy->on_fail = value;
	return true;
}

static bool device(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	bool good;

	if (!parser_digest(p, policy->device, &word->span, &good))
		return false;
	if (!good)
		memset(policy->device, 0xff, sizeof(policy->device));
	return true;
}

static bool valid_from(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	return date(p, word, false, &policy->valid_from);
}

static bool valid_until(struct parser *p, struct ast_policy *policy, struct ast_word *word)
{
	return date(p, word, true, &policy->valid_until);
}

/* By the value of their word in clause_words. */
/* clang-format off */
static const struct {
	enum ast_clause clause;
	bool (*parse)(struct parser *p, struct ast_policy *policy, struct ast_word *word);
} clauses[] = {
	{ AST_SERIAL, serial },
	{ AST_EPOCH, epoch },
	{ AST_MODE, enforce },
	{ AST_MODE, audit },
	{ AST_ON_FAIL, on_fail },
	{ AST_DEVICE, device },
	{ AST_VALID_FROM, valid_from },
	{ AST_VALID_UNTIL, valid_until },
};
/* clang-format on */

/* clang-format off */
static const struct word clause_list[] = {
	{ "serial", 0 }, { "epoch", 1 }, { "enforce", 2 }, { "audit", 3 }, { "on-fail", 4 },
	{ "device", 5 }, { "valid-from", 6 }, { "valid-until", 7 },
};
/* clang-format on */
_Static_assert(sizeof(clause_list) / sizeof(clause_list[0]) == sizeof(clauses) / sizeof(clauses[0]),
	       "a clause without a word");

static const struct words clause_words = {
	clause_list,
	sizeof(clause_list) / sizeof(clause_list[0]),
};

static bool header_clause(struct parser *p, struct ast_policy *policy)
{
	struct ast_word word;
	enum ast_clause clause;
	struct span span;
	uint32_t i;

	if (!parser_choice(p, &clause_words, "a clause of the policy line", &i, &span))
		return false;
	clause = clauses[i].clause;
	if (policy->clause[clause].end) {
		diag_report(p->lex.diags, DIAG_DUPLICATE_CLAUSE, span,
			    clause == AST_MODE ? "the mode is given twice" : "'%s' is given twice",
			    clause_list[i].name);
		diag_related(p->lex.diags, policy->clause[clause], "first given here");
	}
	policy->clause[clause] = span;
	word.span = span;
	if (!clauses[i].parse(p, policy, &word))
		return false;
	policy->value[clause] = word.span;
	return true;
}

static bool is_clause(const struct parser *p)
{
	size_t i;

	for (i = 0; i < clause_words.n; i++)
		if (parser_is(p, clause_list[i].name))
			return true;
	return false;
}

static bool at_end(const struct parser *p)
{
	return p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_END ||
	       p->token.kind == TOKEN_OPEN;
}

/* Each clause begins with a word of its own, so one that is wrong hides no other. */
static void skip_clause(struct parser *p)
{
	while (!at_end(p) && !is_clause(p))
		parser_take(p);
}

static bool name(struct parser *p, struct ast_word *name)
{
	static const unsigned int types = CONSTANT_NAME | CONSTANT_NUMBER | CONSTANT_DATE;

	if (!parser_value(p, types, "the name of the policy", name))
		return false;
	if (!parser_is_statement_name(name->text))
		diag_report(p->lex.diags, DIAG_BAD_NAME, name->span,
			    "a policy name has at most %d characters of [A-Za-z0-9._-]",
			    LORICA_MAX_NAME - 1);
	return true;
}

bool parse_header(struct parser *p, struct ast_policy *policy)
{
	bool good = name(p, &policy->name), clause;

	if (!good)
		skip_clause(p);
	for (; !at_end(p); good &= clause) {
		clause = header_clause(p, policy);
		if (!clause)
			skip_clause(p);
	}
	if (p->token.kind == TOKEN_OPEN)
		return parser_expected(p, "a clause of the policy line");
	return good;
}
