// SPDX-License-Identifier: GPL-2.0-only
/* What of the running kernel a policy watches. */
#include "sema.h"

#include "arena.h"
#include "diag.h"
#include "words.h"

/* Of two that say the same one is enough. */
static void check_twice(const struct ast_watch *first, const struct ast_watch *watch,
			struct diags *diags)
{
	const char *what = words_name(&words_watch, watch->kind);

	if (first->response != watch->response || first->flags != watch->flags)
		diag_report(diags, DIAG_CONTRADICTION, watch->span,
			    "'%s' is watched here and elsewhere, and the answers differ", what);
	else if (sema_same_file(diags->sources, first->span, watch->span))
		diag_report(diags, DIAG_DUPLICATE_RULE, watch->span, "'%s' is watched twice", what);
	else
		return;
	diag_related(diags, first->span, "first watched here");
}

/* KVM leaves a guest's registers in the CPU for a while, and that is no attack. */
void sema_integrity_lint(const struct sema *sema, struct diags *diags)
{
	unsigned int i;

	for (i = 0; i < sema->nr_watches; i++) {
		const struct ast_watch *watch = sema->watches[i];

		if (sema->policy->mode != LORICA_MODE_ENFORCE || watch->kind != LORICA_WATCH_CPU ||
		    watch->response == LORICA_RESPONSE_LOG)
			continue;
		diag_report(diags, DIAG_HALTS_ON_CHANGE, watch->span,
			    "the registers of a CPU change when a guest of KVM runs on it: with 'on-change %s' the device stops then",
			    words_name(&words_response, watch->response));
	}
}

void sema_integrity(const struct ast *ast, struct diags *diags, struct sema *sema)
{
	const struct ast_integrity *integrity = ast->integrity;
	const struct ast_watch *first[LORICA_NR_WATCHES] = { 0 }, *watch;
	unsigned int kind;

	sema->integrity = integrity;
	for (watch = integrity->watches; watch; watch = watch->next) {
		/* The rest of its line could not be read. */
		if (!watch->response)
			continue;
		if (first[watch->kind])
			check_twice(first[watch->kind], watch, diags);
		else
			first[watch->kind] = watch;
	}
	for (kind = 0; kind < LORICA_NR_WATCHES; kind++)
		if (first[kind])
			sema->watches[sema->nr_watches++] = first[kind];
	if (integrity->broken || ast->partial)
		return;
	if (!integrity->every)
		diag_report(diags, DIAG_MISSING_CLAUSE, integrity->span,
			    "no 'integrity' section says how often: every 30s budget 0.1%%");
	if (!sema->nr_watches)
		diag_report(diags, DIAG_NOTHING_EXPECTED, integrity->span,
			    "an 'integrity' section without a watch would call any kernel sound");
}
