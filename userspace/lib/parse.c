// SPDX-License-Identifier: GPL-2.0-only
/* One function per production of policy/lorica.ebnf, with the same names. */
#include "parse.h"

#include <string.h>

#include "parser.h"

static bool policy_line(struct parser *p, struct span head, bool twice)
{
	struct ast_policy *policy = arena_alloc(p->lex.arena, sizeof(*policy));

	policy->span = head;
	if (!twice)
		p->ast->policy = policy;
	policy->broken = !parse_header(p, policy);
	return !policy->broken;
}

/* What a statement may begin with. */
enum statement {
	POLICY,
	KEYS,
	EXEC,
	NET,
	USB,
	BOOT,
	INTEGRITY,
	NR_SECTIONS,
	INCLUDE = NR_SECTIONS,
	DEFINE,
};

static bool (*const sections[NR_SECTIONS])(struct parser *p, struct span head, bool twice) = {
	[POLICY] = policy_line,
	[KEYS] = parse_keys,
	[EXEC] = parse_exec,
	[NET] = parse_net,
	[USB] = parse_usb,
	[BOOT] = parse_boot,
	[INTEGRITY] = parse_integrity,
};

/* clang-format off */
static const struct word statement_list[] = {
	{ "policy", POLICY },
	{ "keys", KEYS },
	{ "exec", EXEC },
	{ "net", NET },
	{ "usb", USB },
	{ "boot", BOOT },
	{ "integrity", INTEGRITY },
	{ "include", INCLUDE },
	{ "define", DEFINE },
};
/* clang-format on */
static const struct words statement_words = {
	statement_list,
	sizeof(statement_list) / sizeof(statement_list[0]),
};

static bool is_statement(const struct parser *p)
{
	size_t i;

	for (i = 0; i < statement_words.n; i++)
		if (parser_is(p, statement_list[i].name))
			return true;
	return false;
}

/* syntax-line = "syntax", "1" ; */
static bool syntax_line(struct parser *p, bool *foreign)
{
	struct ast_word version;

	if (!parser_is(p, "syntax")) {
		diag_report(p->lex.diags, DIAG_SYNTAX_FIRST, p->token.span,
			    "a policy begins with 'syntax 1'");
		return is_statement(p);
	}
	parser_take(p);
	if (!parser_word(p, "the version of the language", &version))
		return false;
	if (strcmp(version.text, "1")) {
		*foreign = true;
		diag_report(p->lex.diags, DIAG_SYNTAX_VERSION, version.span,
			    "syntax '%s' is not known; this is a compiler for syntax 1",
			    version.text);
	}
	return parser_end_of_statement(p);
}

/* The first pass has read them. */
static bool pass_over(struct parser *p)
{
	p->lex.quiet = true;
	parser_skip_statement(p);
	p->lex.quiet = false;
	return true;
}

/*
 * statement = include-line | define-line | policy-line | keys-section | exec-section |
 *	net-section | usb-section ;
 * each section at most once in a file, and the policy line once in all.
 */
static bool statement(struct parser *p, struct span *seen)
{
	uint32_t i = NR_SECTIONS;
	struct span span;
	bool twice;

	if (parser_is(p, "include") || parser_is(p, "define"))
		return pass_over(p);
	if (!parser_choice(p, &statement_words, "a section", &i, &span)) {
		p->ast->broken = true;
		return false;
	}
	twice = seen[i].end;
	if (twice) {
		diag_report(p->lex.diags, DIAG_DUPLICATE_SECTION, span, "'%s' is given twice",
			    statement_list[i].name);
		diag_related(p->lex.diags, seen[i], "first given here");
	} else {
		seen[i] = span;
	}
	return sections[i](p, span, twice) && parser_end_of_statement(p);
}

static void file(struct parser *p, const struct source *source, struct span *policy)
{
	struct span seen[NR_SECTIONS] = { 0 };
	bool foreign = source->unread;

	seen[POLICY] = *policy;
	if (!foreign) {
		parser_start(p, source, false);
		parser_newlines(p);
		if (!syntax_line(p, &foreign))
			parser_skip_statement(p);
	}
	if (foreign) {
		/* What another version means by its words is not ours to judge. */
		p->ast->foreign |= !source->parent;
		return;
	}
	for (;;) {
		parser_newlines(p);
		if (p->token.kind == TOKEN_END)
			break;
		if (p->token.kind == TOKEN_CLOSE) {
			parser_expected(p, "a section");
			parser_take(p);
		} else if (!statement(p, seen)) {
			parser_skip_statement(p);
		}
	}
	*policy = seen[POLICY];
}

struct ast *parse_policy(struct sources *sources, const struct source_reader *reader,
			 struct diags *diags, struct arena *arena)
{
	struct parser p = {
		.lex = { .diags = diags, .arena = arena },
		.ast = arena_alloc(arena, sizeof(struct ast)),
		.sources = sources,
	};
	struct span policy = { 0 };
	unsigned int i;

	p.ast->end = (struct span){ sources->list[0]->len, sources->list[0]->len };
	p.ast->constants = arena_alloc(arena, sizeof(*p.ast->constants));
	parse_includes(&p, reader);
	for (i = 0; i < sources->nr; i++)
		file(&p, sources->list[i], &policy);
	return p.ast;
}
