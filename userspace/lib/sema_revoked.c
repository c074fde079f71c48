// SPDX-License-Identifier: GPL-2.0-only
/* The rules of `exec` that revoke: there may be a million of them. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "words.h"

static int by_what(const struct sema_revoked *a, const struct sema_revoked *b)
{
	int order = (int)a->ast->kind - (int)b->ast->kind;

	if (!order)
		order = memcmp(a->ast->id, b->ast->id, sizeof(a->ast->id));
	return order ? order : (int)a->ref - (int)b->ref;
}

static int by_record(const void *x, const void *y)
{
	const struct sema_revoked *a = x, *b = y;
	int order = by_what(a, b);

	/* The first one in the text first, so that reports name it as such. */
	return order ? order :
		       (a->ast->span.start > b->ast->span.start) -
			       (a->ast->span.start < b->ast->span.start);
}

/* Returns false when it is of no use, which was reported. */
static bool find_ref(struct sema_revoked *revoked, const struct sema *sema, struct diags *diags)
{
	const struct ast_revoked_manifest *manifest = revoked->ast->manifest;
	const struct ast_key *key;
	int ref;

	if (!manifest)
		return true;
	ref = sema_find_key(sema, &manifest->key, diags);
	if (ref < 0)
		return false;
	revoked->ref = ref;
	key = sema->keys[ref].ast;
	if (key->broken || key->purposes & LORICA_PURPOSE_MANIFEST)
		return true;
	diag_report(diags, DIAG_KEY_PURPOSE, manifest->key.span,
		    "key '%s' is not for 'manifest', so there is none of it to revoke",
		    manifest->key.text);
	diag_related(diags, key->name.span, "declared here");
	return false;
}

static void report_twin(const struct sema_revoked *first, const struct sema_revoked *again,
			struct diags *diags)
{
	const char *kind = words_name(&words_revoked, again->ast->kind);

	if (!sema_same_file(diags->sources, first->ast->span, again->ast->span))
		return;
	diag_report(diags, DIAG_DUPLICATE_RULE, again->ast->span, "this %s is revoked twice", kind);
	diag_related(diags, first->ast->span, "first revoked here");
}

/* Sorted; leaves one of those that say the same: of manifests the one that revokes more. */
static void merge(struct sema *sema, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < sema->nr_revoked; i++) {
		struct sema_revoked *last = n ? &sema->revoked[n - 1] : NULL;
		const struct sema_revoked *one = &sema->revoked[i];

		if (!last || by_what(last, one)) {
			sema->revoked[n++] = *one;
			continue;
		}
		report_twin(last, one, diags);
		if (one->ast->manifest && one->ast->manifest->below > last->ast->manifest->below)
			last->ast = one->ast;
	}
	sema->nr_revoked = n;
}

void sema_revoked(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		  struct sema *sema)
{
	const struct ast_revoked *revoked;

	sema->revoked = arena_alloc(arena, (exec->nr_revoked + 1) * sizeof(sema->revoked[0]));
	for (revoked = exec->revoked; revoked && !diag_full(diags); revoked = revoked->next) {
		struct sema_revoked *one = &sema->revoked[sema->nr_revoked];

		*one = (struct sema_revoked){ .ast = revoked };
		sema->nr_revoked += find_ref(one, sema, diags);
	}
	qsort(sema->revoked, sema->nr_revoked, sizeof(sema->revoked[0]), by_record);
	merge(sema, diags);
	if (sema->nr_revoked > LORICA_MAX_REVOKED)
		diag_report(diags, DIAG_LIMIT, sema->revoked[LORICA_MAX_REVOKED].ast->span,
			    "a policy can revoke at most %d things", LORICA_MAX_REVOKED);
}
