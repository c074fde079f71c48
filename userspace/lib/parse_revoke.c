// SPDX-License-Identifier: GPL-2.0-only
/* The productions revoke-rule and on-revoked-rule of policy/lorica.ebnf. */
#include <string.h>

#include "kernel/limits.h"
#include "parser.h"

/* What comes next is revoked. */
struct revoke {
	struct parser *p;
	struct ast_exec *exec;
	enum lorica_revoked_kind kind;
};

static struct ast_revoked *add(const struct revoke *revoke, struct span span)
{
	struct ast_exec *exec = revoke->exec;
	struct ast_revoked *revoked = arena_alloc(revoke->p->lex.arena, sizeof(*revoked));

	revoked->kind = revoke->kind;
	revoked->span = span;
	*exec->revoked_tail = revoked;
	exec->revoked_tail = &revoked->next;
	exec->nr_revoked++;
	return revoked;
}

static void add_hash(void *context, const struct ast_word *word)
{
	const struct revoke *revoke = context;
	struct value_wrong wrong;
	uint8_t hash[VALUE_DIGEST];

	if (!value_digest(word->text, hash, &wrong)) {
		parser_wrong(revoke->p, DIAG_BAD_HEX, word, &wrong);
		return;
	}
	memcpy(add(revoke, word->span)->id, hash, sizeof(hash));
}

/* digests, { ",", digests } */
static bool hashes(const struct revoke *revoke)
{
	bool good = true;

	do {
		good &= parser_values(revoke->p, CONSTANT_DIGEST, "64 hex digits", add_hash,
				      (void *)revoke);
	} while (parser_comma(revoke->p) && !diag_full(revoke->p->lex.diags));
	return good;
}

static bool serial(struct parser *p, uint64_t *below)
{
	struct value_wrong wrong;
	struct ast_word word;

	if (!parser_value(p, CONSTANT_NUMBER, "a number", &word))
		return false;
	if (!value_number(word.text, below, &wrong)) {
		*below = 2;
		parser_wrong(p, DIAG_BAD_NUMBER, &word, &wrong);
	} else if (*below < 2) {
		diag_report(p->lex.diags, DIAG_BAD_NUMBER, word.span,
			    "serials begin with 1, so no manifest has one below %s", word.text);
	}
	return true;
}

/* "manifest", key-name, manifest-name, "below", number */
static bool manifest(const struct revoke *revoke)
{
	static const unsigned int types = CONSTANT_NAME | CONSTANT_NUMBER | CONSTANT_DATE;
	struct parser *p = revoke->p;
	struct ast_revoked_manifest *m = arena_alloc(p->lex.arena, sizeof(*m));
	uint8_t id[LORICA_MAX_NAME] = { 0 };
	struct ast_revoked *revoked;
	struct ast_word name;

	if (!parser_value(p, CONSTANT_NAME, "the name of a key", &m->key) ||
	    !parser_value(p, types, "the name of a manifest", &name))
		return false;
	if (!parser_is_statement_name(name.text)) {
		diag_report(p->lex.diags, DIAG_BAD_NAME, name.span,
			    "a manifest name has at most %d characters of [A-Za-z0-9._-]",
			    LORICA_MAX_NAME - 1);
		return false;
	}
	if (!parser_keyword(p, "below") || !serial(p, &m->below))
		return false;
	memcpy(id, name.text, strlen(name.text));
	revoked = add(revoke, name.span);
	memcpy(revoked->id, id, sizeof(id));
	revoked->manifest = m;
	return true;
}

/*
 * revoke-rule = "revoke", ( "digest", digests, { ",", digests }
 *	| "manifest", ( key-name | constant ), ( policy-name | constant ),
 *		"below", ( number | constant )
 *	| "volume", digests, { ",", digests } ) ;
 */
bool parse_revoke(struct parser *p, struct ast_exec *exec)
{
	struct revoke revoke = { .p = p, .exec = exec };
	uint32_t kind;

	parser_take(p);
	if (!parser_choice(p, &words_revoked, "'digest', 'manifest' or 'volume'", &kind, NULL))
		return false;
	revoke.kind = kind;
	return kind == LORICA_REVOKED_MANIFEST ? manifest(&revoke) : hashes(&revoke);
}

/* on-revoked-rule = "on-revoked", ( "report" | "kill" ) ; */
bool parse_on_revoked(struct parser *p, struct ast_exec *exec)
{
	struct span span;
	uint32_t value;

	parser_take(p);
	if (!parser_choice(p, &words_on_revoked, "'report' or 'kill'", &value, &span))
		return false;
	if (!exec->on_revoked_span.end) {
		exec->on_revoked = value;
		exec->on_revoked_span = span;
	} else if (exec->on_revoked != value) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, span,
			    "'on-revoked' is '%s' here and '%s' elsewhere",
			    words_name(&words_on_revoked, value),
			    words_name(&words_on_revoked, exec->on_revoked));
		diag_related(p->lex.diags, exec->on_revoked_span, "'%s' stands here",
			     words_name(&words_on_revoked, exec->on_revoked));
	}
	return true;
}
