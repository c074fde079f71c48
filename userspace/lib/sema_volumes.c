// SPDX-License-Identifier: GPL-2.0-only
/* The volumes that rules of `exec` name: one name, one root hash. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "words.h"

static bool is_name(const struct ast_rule *a, const struct ast_rule *b)
{
	return !strcmp(a->key.text, b->key.text);
}

static bool is_root(const struct ast_rule *a, const struct ast_rule *b)
{
	return !memcmp(a->root_hash, b->root_hash, sizeof(a->root_hash));
}

static void report_degrade(const struct ast_rule *first, const struct ast_rule *rule,
			   struct diags *diags)
{
	diag_report(diags, DIAG_CONTRADICTION,
		    rule->degrade.span.end ? rule->degrade.span : rule->key.span,
		    "volume '%s' is '%s' here and '%s' elsewhere", rule->key.text,
		    words_name(&words_degrade, rule->degrade.may),
		    words_name(&words_degrade, first->degrade.may));
	diag_related(diags, first->degrade.span.end ? first->degrade.span : first->key.span,
		     "'%s' stands here", first->key.text);
}

/* Several rules may speak of one volume, when they agree on which it is. */
static bool is_new(const struct sema *sema, const struct ast_rule *rule, struct diags *diags)
{
	unsigned int i;

	for (i = 0; i < sema->nr_volumes; i++) {
		const struct ast_rule *other = sema->volumes[i];

		if (is_name(other, rule) == is_root(other, rule)) {
			if (!is_name(other, rule))
				continue;
			if (other->degrade.may != rule->degrade.may)
				report_degrade(other, rule, diags);
			return false;
		}
		if (is_name(other, rule))
			diag_report(diags, DIAG_CONTRADICTION, rule->root_span,
				    "volume '%s' has another root hash elsewhere", rule->key.text);
		else
			diag_report(diags, DIAG_CONTRADICTION, rule->key.span,
				    "the volume with this root hash is '%s' elsewhere",
				    other->key.text);
		diag_related(diags, other->key.span, "'%s' stands here", other->key.text);
		return false;
	}
	return true;
}

static int by_name(const void *x, const void *y)
{
	const struct ast_rule *const *a = x, *const *b = y;

	return strcmp((*a)->key.text, (*b)->key.text);
}

void sema_volumes(const struct ast_exec *exec, struct diags *diags, struct sema *sema)
{
	const struct ast_rule *rule;

	for (rule = exec->rules; rule && !diag_full(diags); rule = rule->next) {
		if (rule->kind != LORICA_EXEC_VOLUME || !is_new(sema, rule, diags))
			continue;
		if (sema->nr_volumes == LORICA_MAX_VOLUMES) {
			diag_report(diags, DIAG_LIMIT, rule->key.span,
				    "a policy can have at most %d volumes", LORICA_MAX_VOLUMES);
			break;
		}
		sema->volumes[sema->nr_volumes++] = rule;
	}
	if (sema->nr_volumes)
		qsort(sema->volumes, sema->nr_volumes, sizeof(sema->volumes[0]), by_name);
}
