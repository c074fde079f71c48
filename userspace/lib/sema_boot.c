// SPDX-License-Identifier: GPL-2.0-only
/* What a policy expects of the boot. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/cmdline.h"
#include "words.h"

static int by_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* In the order of the blob, where words are by their offsets, which are in their order. */
static int by_what(const struct ast_boot_rule *a, const struct ast_boot_rule *b)
{
	int order = by_number(a->kind, b->kind);

	if (!order)
		order = by_number(a->pcr, b->pcr);
	if (!order && a->word)
		order = strcmp(a->word, b->word);
	return order ? order : memcmp(a->digest, b->digest, sizeof(a->digest));
}

static int by_record(const void *x, const void *y)
{
	const struct ast_boot_rule *const *a = x, *const *b = y;
	int order = by_what(*a, *b);

	/* The first one in the text first, so that reports name it as such. */
	return order ? order : by_number((*a)->span.start, (*b)->span.start);
}

/* Sorted; leaves one of those that say the same. */
static void merge(struct sema *sema, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < sema->nr_boot_rules; i++) {
		const struct ast_boot_rule *last = n ? sema->boot_rules[n - 1] : NULL;
		const struct ast_boot_rule *one = sema->boot_rules[i];

		if (!last || by_what(last, one)) {
			sema->boot_rules[n++] = one;
			continue;
		}
		if (!sema_same_file(diags->sources, last->span, one->span))
			continue;
		diag_report(diags, DIAG_DUPLICATE_RULE, one->span, "this is expected twice");
		diag_related(diags, last->span, "first expected here");
	}
	sema->nr_boot_rules = n;
}

/* Can no command line have the one without the other? */
static bool excludes(const struct ast_boot_rule *deny, const struct ast_boot_rule *require)
{
	struct lorica_param denied, required;

	if (deny->kind != LORICA_BOOT_DENY || require->kind != LORICA_BOOT_REQUIRE)
		return false;
	denied = lorica_cmdline_word(deny->word);
	required = lorica_cmdline_word(require->word);
	if (!denied.value)
		return lorica_cmdline_same_name(&denied, &required);
	return lorica_cmdline_is(&required, &denied);
}

static void check_words(const struct sema *sema, struct diags *diags)
{
	unsigned int i, j;

	for (i = 0; i < sema->nr_boot_rules; i++) {
		for (j = 0; j < sema->nr_boot_rules; j++) {
			if (!excludes(sema->boot_rules[i], sema->boot_rules[j]))
				continue;
			diag_report(diags, DIAG_CONTRADICTION, sema->boot_rules[i]->span,
				    "no command line can pass: '%s' is denied and '%s' is required",
				    sema->boot_rules[i]->word, sema->boot_rules[j]->word);
			diag_related(diags, sema->boot_rules[j]->span, "required here");
		}
	}
}

static void check_limits(const struct sema *sema, struct diags *diags)
{
	unsigned int i;
	size_t len = 0;

	if (sema->nr_boot_rules > LORICA_MAX_BOOT_RULES)
		diag_report(diags, DIAG_LIMIT, sema->boot_rules[LORICA_MAX_BOOT_RULES]->span,
			    "a policy can expect at most %d things of the boot",
			    LORICA_MAX_BOOT_RULES);
	for (i = 0; i < sema->nr_boot_rules; i++) {
		if (!sema->boot_rules[i]->word)
			continue;
		len += strlen(sema->boot_rules[i]->word) + 1;
		if (len <= LORICA_MAX_BOOT_WORDS)
			continue;
		diag_report(diags, DIAG_LIMIT, sema->boot_rules[i]->span,
			    "what is said of the command line has more than %d bytes",
			    LORICA_MAX_BOOT_WORDS);
		return;
	}
}

static bool needs_tpm(const struct ast_boot *boot)
{
	const struct ast_boot_rule *rule;

	for (rule = boot->rules; rule; rule = rule->next)
		if (rule->kind == LORICA_BOOT_PCR || rule->kind == LORICA_BOOT_EVENT)
			return true;
	return boot->secure_boot.end;
}

static const uint8_t rollback_flags[] = {
	[LORICA_ROLLBACK_NONE] = 0,
	[LORICA_ROLLBACK_FILE] = LORICA_BOOT_ROLLBACK_FILE,
	[LORICA_ROLLBACK_TPM] = LORICA_BOOT_ROLLBACK_TPM,
};

void sema_boot(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema)
{
	const struct ast_boot *boot = ast->boot;
	const struct ast_boot_rule *rule;

	sema->boot = boot->value;
	sema->boot_flags = (boot->tpm.end ? LORICA_BOOT_TPM : 0) |
			   (boot->secure_boot.end ? LORICA_BOOT_SECURE_BOOT : 0) |
			   rollback_flags[boot->rollback_from];
	sema->boot_rules = arena_alloc(arena, (boot->nr + 1) * sizeof(sema->boot_rules[0]));
	for (rule = boot->rules; rule; rule = rule->next)
		sema->boot_rules[sema->nr_boot_rules++] = rule;
	qsort(sema->boot_rules, sema->nr_boot_rules, sizeof(sema->boot_rules[0]), by_record);
	merge(sema, diags);
	check_limits(sema, diags);
	check_words(sema, diags);
	sema_boot_lines(sema, diags);
	if (boot->broken || ast->partial)
		return;
	if (!boot->value)
		diag_report(diags, DIAG_MISSING_DEFAULT, boot->span,
			    "no 'boot' section says 'on-fail log' or 'on-fail halt'");
	if (!boot->nr && !sema->boot_flags)
		diag_report(diags, DIAG_NOTHING_EXPECTED, boot->span,
			    "a 'boot' section without a rule would call any boot good");
	if (needs_tpm(boot) && !boot->tpm.end)
		diag_report(diags, DIAG_TPM_OPTIONAL, boot->span,
			    "without 'tpm required' a device whose TPM is switched off passes, and is only told of");
}
