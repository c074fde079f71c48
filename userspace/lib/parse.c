// SPDX-License-Identifier: GPL-2.0-only
/* One function per production of policy/lorica.ebnf, with the same names. */
#include "parse.h"

#include <ctype.h>
#include <string.h>

#include "kernel/limits.h"
#include "parser.h"
#include "value.h"

/*
 * Passes over what is left of a broken statement, and over the block that it
 * may open. Stops in front of the newline or closing brace that ends it.
 */
static void skip_statement(struct parser *p)
{
	unsigned int depth = 0;

	for (; p->token.kind != TOKEN_END; parser_take(p)) {
		if (!depth && (p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_CLOSE))
			return;
		if (p->token.kind == TOKEN_OPEN)
			depth++;
		if (p->token.kind == TOKEN_CLOSE)
			depth--;
	}
}

static void skip_newlines(struct parser *p)
{
	while (p->token.kind == TOKEN_NEWLINE)
		parser_take(p);
}

/* A comma continues the list, on the next line too. */
static bool take_comma(struct parser *p)
{
	if (p->token.kind != TOKEN_COMMA)
		return false;
	parser_take(p);
	skip_newlines(p);
	return true;
}

static bool end_of_statement(struct parser *p)
{
	if (p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_CLOSE ||
	    p->token.kind == TOKEN_END)
		return true;
	return parser_expected(p, "the end of the line");
}

/* block = "{", { entry }, "}" ; every entry a statement. */
static bool block(struct parser *p, struct span head, void *section,
		  bool (*entry)(struct parser *p, void *section))
{
	if (p->token.kind != TOKEN_OPEN)
		return parser_expected(p, "'{'");
	parser_take(p);
	for (;;) {
		skip_newlines(p);
		if (p->token.kind == TOKEN_CLOSE)
			break;
		if (p->token.kind == TOKEN_END) {
			if (diag_full(p->lex.diags))
				return true;
			parser_expected(p, "'}'");
			diag_related(p->lex.diags, head, "the section begins here");
			return true;
		}
		if (!entry(p, section) || !end_of_statement(p))
			skip_statement(p);
	}
	parser_take(p);
	return true;
}

static void purpose_list(struct parser *p, struct ast_key *key, bool *ok)
{
	uint32_t purpose;
	struct span span;

	do {
		*ok = parser_choice(p, &words_purpose, "a purpose", &purpose, &span);
		if (!*ok)
			return;
		if (key->purposes & purpose)
			diag_report(p->lex.diags, DIAG_DUPLICATE_PURPOSE, span,
				    "purpose '%s' is given twice",
				    words_name(&words_purpose, purpose));
		key->purposes |= purpose;
	} while (take_comma(p));
}

static bool key_rest(struct parser *p, struct ast_key *key)
{
	bool ok;

	if (!parser_keyword(p, "x509"))
		return false;
	if (p->token.kind != TOKEN_STRING)
		return parser_expected(p, "the path of a certificate in quotes");
	key->path.text = p->token.text;
	key->path.span = p->token.span;
	parser_take(p);
	if (p->token.kind == TOKEN_WORD && !strcmp(p->token.text, "sha256")) {
		parser_take(p);
		if (!parser_digest(p, key->pin, &key->pin_span, &key->pinned))
			return false;
	}
	if (!parser_keyword(p, "for"))
		return false;
	purpose_list(p, key, &ok);
	return ok;
}

static bool key_name(const char *name)
{
	size_t n;

	for (n = 0; name[n]; n++)
		if (!isalnum((unsigned char)name[n]) && (!n || !strchr("_-", name[n])))
			return false;
	return isalpha((unsigned char)*name) && n < LORICA_MAX_NAME;
}

/* key = name, "x509", path, [ "sha256", digest ], "for", purpose-list ; */
static bool key(struct parser *p, void *section)
{
	struct ast_keys *keys = section;
	struct ast_word name;
	struct ast_key *key;

	if (!parser_word(p, "the name of a key", &name))
		return false;
	if (!key_name(name.text))
		diag_report(p->lex.diags, DIAG_BAD_NAME, name.span,
			    "a key name is a letter and at most %d more of [A-Za-z0-9_-]",
			    LORICA_MAX_NAME - 2);
	key = arena_alloc(p->lex.arena, sizeof(*key));
	key->name = name;
	*keys->tail = key;
	keys->tail = &key->next;
	key->broken = !key_rest(p, key);
	return !key->broken;
}

/* keys-section = "keys", "{", { key }, "}" ; */
static bool keys_section(struct parser *p, struct span head)
{
	struct ast_keys *keys = arena_alloc(p->lex.arena, sizeof(*keys));

	keys->span = head;
	keys->tail = &keys->list;
	if (!p->ast->keys)
		p->ast->keys = keys;
	return block(p, head, keys, key);
}

static void add_rule(struct parser *p, struct ast_exec *exec, uint32_t kind, struct ast_word name)
{
	struct ast_rule *rule = arena_alloc(p->lex.arena, sizeof(*rule));

	rule->kind = kind;
	rule->key = name;
	*exec->tail = rule;
	exec->tail = &rule->next;
}

/* exec-rule = "allow", "manifest", name, { ",", name } ; */
static bool rule_names(struct parser *p, struct ast_exec *exec)
{
	struct ast_word name;
	uint32_t kind;

	if (!parser_keyword(p, "allow") ||
	    !parser_choice(p, &words_exec_kind, "'manifest'", &kind, NULL))
		return false;
	do {
		if (!parser_word(p, "the name of a key", &name))
			return false;
		add_rule(p, exec, kind, name);
	} while (take_comma(p));
	return true;
}

static bool exec_rule(struct parser *p, void *section)
{
	struct ast_exec *exec = section;

	if (rule_names(p, exec))
		return true;
	exec->broken = true;
	return false;
}

static bool default_value(struct parser *p, struct ast_exec *exec)
{
	uint32_t value;

	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, "'default deny' or 'default allow'");
	if (!parser_keyword(p, "default") ||
	    !parser_choice(p, &words_default, "'deny' or 'allow'", &value, &exec->value_span))
		return false;
	exec->value = value;
	return true;
}

/* exec-section = "exec", "default", ( "deny" | "allow" ), "{", { exec-rule }, "}" ; */
static bool exec_section(struct parser *p, struct span head)
{
	struct ast_exec *exec = arena_alloc(p->lex.arena, sizeof(*exec));

	exec->span = head;
	exec->tail = &exec->rules;
	if (!p->ast->exec)
		p->ast->exec = exec;
	/* The rules are worth a look even when the line above them is not. */
	if (!default_value(p, exec))
		while (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_BAD)
			parser_take(p);
	return block(p, head, exec, exec_rule);
}

static bool policy_line(struct parser *p, struct span head)
{
	struct ast_policy *policy = arena_alloc(p->lex.arena, sizeof(*policy));

	policy->span = head;
	if (!p->ast->policy)
		p->ast->policy = policy;
	policy->broken = !parse_header(p, policy);
	return !policy->broken;
}

static const struct {
	bool (*parse)(struct parser *p, struct span head);
} sections[] = {
	{ policy_line },
	{ keys_section },
	{ exec_section },
};

static const struct word section_list[] = {
	{ "policy", 0 },
	{ "keys", 1 },
	{ "exec", 2 },
};
static const struct words section_words = { section_list, 3 };

static bool is_section(const struct parser *p)
{
	size_t i;

	for (i = 0; i < section_words.n; i++)
		if (p->token.kind == TOKEN_WORD && !strcmp(p->token.text, section_list[i].name))
			return true;
	return false;
}

/* syntax-line = "syntax", "1" ; */
static bool syntax_line(struct parser *p)
{
	struct ast_word version;

	if (p->token.kind != TOKEN_WORD || strcmp(p->token.text, "syntax")) {
		diag_report(p->lex.diags, DIAG_SYNTAX_FIRST, p->token.span,
			    "a policy begins with 'syntax 1'");
		return is_section(p);
	}
	parser_take(p);
	if (!parser_word(p, "the version of the language", &version))
		return false;
	if (strcmp(version.text, "1")) {
		p->ast->foreign = true;
		diag_report(p->lex.diags, DIAG_SYNTAX_VERSION, version.span,
			    "syntax '%s' is not known; this is a compiler for syntax 1",
			    version.text);
	}
	return end_of_statement(p);
}

/* section = policy-line | keys-section | exec-section ; each at most once. */
static bool section(struct parser *p, struct span *seen)
{
	struct span span;
	uint32_t i;

	if (!parser_choice(p, &section_words, "a section", &i, &span)) {
		p->ast->broken = true;
		return false;
	}
	if (seen[i].end) {
		diag_report(p->lex.diags, DIAG_DUPLICATE_SECTION, span, "'%s' is given twice",
			    section_list[i].name);
		diag_related(p->lex.diags, seen[i], "first given here");
	} else {
		seen[i] = span;
	}
	return sections[i].parse(p, span) && end_of_statement(p);
}

struct ast *parse_policy(const struct source *source, struct diags *diags, struct arena *arena)
{
	struct span seen[sizeof(sections) / sizeof(sections[0])] = { 0 };
	struct parser p = {
		.lex = { .source = source, .diags = diags, .arena = arena },
		.ast = arena_alloc(arena, sizeof(struct ast)),
	};

	p.ast->end = (struct span){ source->len, source->len };
	parser_take(&p);
	skip_newlines(&p);
	if (!syntax_line(&p))
		skip_statement(&p);
	/* What another version means by its words is not ours to judge. */
	while (!p.ast->foreign) {
		skip_newlines(&p);
		if (p.token.kind == TOKEN_END)
			break;
		if (p.token.kind == TOKEN_CLOSE) {
			parser_expected(&p, "a section");
			parser_take(&p);
		} else if (!section(&p, seen)) {
			skip_statement(&p);
		}
	}
	return p.ast;
}
