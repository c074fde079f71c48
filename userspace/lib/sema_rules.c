// SPDX-License-Identifier: GPL-2.0-only
/* The rules of `exec` that allow: whose evidence is taken, and where. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/match.h"
#include "suggest.h"
#include "value_pattern.h"

/* Rules before those that say the same are merged: keys times directories of a line. */
enum { MAX_WRITTEN = 4096 };

/* What a rule of each kind needs of its key. */
static const struct {
	uint32_t purpose;
	const char *name;
	const char *one; /* what the key signs */
	const char *what; /* what is allowed */
} kinds[] = {
	[LORICA_EXEC_MANIFEST] = { LORICA_PURPOSE_MANIFEST, "manifest", "one", "manifests of" },
	[LORICA_EXEC_SIGNED] = { LORICA_PURPOSE_EXEC, "exec", "code", "files signed by" },
};

/* Returns the index of the key, -1 and a report when there is no such key. */
static int find_key(const struct sema *sema, const struct ast_rule *rule, struct diags *diags)
{
	const char *names[LORICA_MAX_KEYS], *near;
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++) {
		names[i] = sema->keys[i].ast->name.text;
		if (!strcmp(names[i], rule->key.text))
			return i;
	}
	near = suggest_word(rule->key.text, names, sema->nr_keys);
	if (near)
		diag_report(diags, DIAG_UNKNOWN_KEY, rule->key.span,
			    "key '%s' is not declared in 'keys'; did you mean '%s'?",
			    rule->key.text, near);
	else
		diag_report(diags, DIAG_UNKNOWN_KEY, rule->key.span,
			    "key '%s' is not declared in 'keys'", rule->key.text);
	return -1;
}

/* One way to write a directory, so that comparing bytes is comparing places. */
static bool is_directory(const struct ast_word *path, struct diags *diags)
{
	enum value_pattern kind;
	struct value_wrong wrong;

	if (!value_pattern(path->text, &kind, &wrong)) {
		diag_report(diags, DIAG_BAD_PATH, path->span, "'%s' is no path of a directory: %s",
			    path->text, wrong.message);
		return false;
	}
	if (kind == VALUE_PATTERN_PATH)
		return true;
	diag_report(diags, DIAG_BAD_PATH, path->span,
		    "'%s' has a wildcard; everything below the directory is meant without one",
		    path->text);
	return false;
}

static bool is_for(const struct sema *sema, const struct ast_rule *rule, int ref,
		   struct diags *diags)
{
	const struct ast_key *key = sema->keys[ref].ast;

	if (key->broken || key->purposes & kinds[rule->kind].purpose)
		return true;
	diag_report(diags, DIAG_KEY_PURPOSE, rule->key.span,
		    "key '%s' is not for '%s', so it cannot sign %s", rule->key.text,
		    kinds[rule->kind].name, kinds[rule->kind].one);
	diag_related(diags, key->name.span, "declared here");
	return false;
}

/*
 * Signatures of files name their key by its SubjectKeyIdentifier, and say no
 * word of what they are for: what a key signed as a file it signed as a
 * statement, too, when the bytes are those of one.
 */
static void check_signer(struct sema *sema, int ref, struct diags *diags)
{
	const struct sema_key *key = &sema->keys[ref];
	const struct ast_word *path = &key->ast->path;

	if (!key->cert.len || sema->is_used[ref])
		return;
	if (!key->cert.has_key_id)
		diag_report(diags, DIAG_CERT_KEY_ID, path->span,
			    "certificate '%s' has no SubjectKeyIdentifier, by which signatures of files name their key",
			    path->text);
	else if (key->cert.key_id != key->cert.own_key_id)
		diag_report(diags, DIAG_CERT_GIVEN_ID, path->span,
			    "certificate '%s' has a SubjectKeyIdentifier that is not made from its key: evmctl has to be told it, with --keyid-from-cert",
			    path->text);
	if (key->ast->purposes != LORICA_PURPOSE_EXEC)
		diag_report(diags, DIAG_EXEC_KEY_SHARED, key->ast->name.span,
			    "key '%s' signs files, and is not for 'exec' alone: a file that it signs may be a statement",
			    key->ast->name.text);
}

static const struct span *span_of(const struct sema_rule *rule)
{
	return rule->under ? &rule->under->span : &rule->ast->key.span;
}

static int by_place(const char *a, const char *b)
{
	/* As in the blob, where "everywhere" has the largest offset. */
	return a && b ? strcmp(a, b) : !a - !b;
}

static int by_rule(const void *x, const void *y)
{
	const struct sema_rule *a = x, *b = y;
	int order = (int)a->ast->kind - (int)b->ast->kind;

	if (!order)
		order = (int)a->ref - (int)b->ref;
	if (!order)
		order = by_place(a->under ? a->under->text : NULL,
				 b->under ? b->under->text : NULL);
	/* The first one in the text first, so that reports name it as such. */
	return order ? order :
		       (span_of(a)->start > span_of(b)->start) -
			       (span_of(a)->start < span_of(b)->start);
}

static bool is_same(const struct sema_rule *a, const struct sema_rule *b)
{
	return a->ast->kind == b->ast->kind && a->ref == b->ref &&
	       !by_place(a->under ? a->under->text : NULL, b->under ? b->under->text : NULL);
}

static void report_twin(const struct sema_rule *first, const struct sema_rule *rule,
			struct diags *diags)
{
	const char *what = kinds[rule->ast->kind].what, *key = rule->ast->key.text;

	if (!sema_same_file(diags->sources, *span_of(first), *span_of(rule)))
		return;
	if (rule->under)
		diag_report(diags, DIAG_DUPLICATE_RULE, *span_of(rule),
			    "%s '%s' are allowed twice under '%s'", what, key, rule->under->text);
	else
		diag_report(diags, DIAG_DUPLICATE_RULE, *span_of(rule), "%s '%s' are allowed twice",
			    what, key);
	diag_related(diags, *span_of(first), "first allowed here");
}

/* Sorted; leaves one of those that say the same. */
static void merge(struct sema *sema, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < sema->nr_rules; i++) {
		if (n && is_same(&sema->rules[n - 1], &sema->rules[i]))
			report_twin(&sema->rules[n - 1], &sema->rules[i], diags);
		else
			sema->rules[n++] = sema->rules[i];
	}
	sema->nr_rules = n;
}

static bool covers(const struct sema_rule *wide, const struct sema_rule *rule)
{
	return wide != rule && wide->ast->kind == rule->ast->kind && wide->ref == rule->ref &&
	       rule->under &&
	       (!wide->under || lorica_match_under(rule->under->text, wide->under->text));
}

/* A limit that another rule makes void is not what its author meant. */
static void check_shadowed(const struct sema *sema, struct diags *diags)
{
	unsigned int i, k;

	for (i = 0; i < sema->nr_rules; i++) {
		const struct sema_rule *rule = &sema->rules[i];

		for (k = 0; k < sema->nr_rules && !covers(&sema->rules[k], rule); k++)
			;
		if (k == sema->nr_rules)
			continue;
		diag_report(diags, DIAG_SHADOWED_RULE, rule->under->span,
			    "'under \"%s\"' changes nothing: %s '%s' are allowed %s%s%s",
			    rule->under->text, kinds[rule->ast->kind].what, rule->ast->key.text,
			    sema->rules[k].under ? "under '" : "everywhere",
			    sema->rules[k].under ? sema->rules[k].under->text : "",
			    sema->rules[k].under ? "'" : "");
		diag_related(diags, *span_of(&sema->rules[k]), "allowed here");
	}
}

static void report_limit(const struct sema_rule *rule, struct diags *diags)
{
	diag_report(diags, DIAG_LIMIT, *span_of(rule),
		    "a policy can have at most %d rules that allow code", LORICA_MAX_EXEC_RULES);
}

/* Returns false when there is no room for another one. */
static bool add(struct sema *sema, const struct ast_rule *ast, int ref,
		const struct ast_word *under, struct diags *diags)
{
	struct sema_rule *rule = &sema->rules[sema->nr_rules];

	if (sema->nr_rules == MAX_WRITTEN) {
		report_limit(rule - 1, diags);
		return false;
	}
	*rule = (struct sema_rule){ .ast = ast, .ref = ref, .under = under };
	sema->nr_rules++;
	return true;
}

static bool expand(struct sema *sema, const struct ast_rule *rule, struct diags *diags)
{
	int ref = find_key(sema, rule, diags);
	const struct ast_path *under;

	if (ref < 0)
		return true;
	if (is_for(sema, rule, ref, diags) && rule->kind == LORICA_EXEC_SIGNED)
		check_signer(sema, ref, diags);
	sema->is_used[ref] = true;
	sema->allow_manifest[ref] |= rule->kind == LORICA_EXEC_MANIFEST;
	if (!rule->under)
		return add(sema, rule, ref, NULL, diags);
	for (under = rule->under; under && !diag_full(diags); under = under->next)
		if (is_directory(&under->path, diags) && !add(sema, rule, ref, &under->path, diags))
			return false;
	return true;
}

void sema_rules(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		struct sema *sema)
{
	const struct ast_rule *rule;

	sema->rules = arena_alloc(arena, MAX_WRITTEN * sizeof(sema->rules[0]));
	for (rule = exec->rules; rule && !diag_full(diags); rule = rule->next)
		if (!expand(sema, rule, diags))
			return;
	qsort(sema->rules, sema->nr_rules, sizeof(sema->rules[0]), by_rule);
	merge(sema, diags);
	if (sema->nr_rules > LORICA_MAX_EXEC_RULES)
		report_limit(&sema->rules[LORICA_MAX_EXEC_RULES], diags);
	check_shadowed(sema, diags);
}
