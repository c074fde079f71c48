// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include <stdbool.h>
#include <string.h>

#include "sema.h"
#include "words.h"

/* Do they stand on one line? */
static bool is_one_line(const struct ast_boot_rule *a, const struct ast_boot_rule *b)
{
	return a->kind == b->kind && a->pcr == b->pcr;
}

static void head(const struct ast_boot_rule *rule, FILE *to)
{
	if (rule->kind == LORICA_BOOT_PCR)
		fprintf(to, "\tpcr %u sha256 ", rule->pcr);
	else if (rule->kind == LORICA_BOOT_EVENT)
		fprintf(to, "\tevent pcr %u sha256 ", rule->pcr);
	else
		fprintf(to, "\tcmdline %s ", words_name(&words_boot_words, rule->kind));
}

/* A value a line: many command lines of the longest kind would be too much for one. */
static void rules(const struct sema *sema, FILE *to)
{
	unsigned int i;

	for (i = 0; i < sema->nr_boot_rules; i++) {
		const struct ast_boot_rule *rule = sema->boot_rules[i];

		if (i && is_one_line(rule, sema->boot_rules[i - 1]))
			fputs(",\n\t\t", to);
		else
			head(rule, to);
		if (rule->word)
			text_quoted(rule->word, to);
		else
			text_hex(rule->digest, to);
		if (i + 1 == sema->nr_boot_rules || !is_one_line(rule, sema->boot_rules[i + 1]))
			putc('\n', to);
	}
}

void text_boot(const struct sema *sema, FILE *to)
{
	if (!sema->boot)
		return;
	fprintf(to, "\nboot on-fail %s {\n", words_name(&words_boot, sema->boot));
	rules(sema, to);
	if (sema->boot_flags & LORICA_BOOT_SECURE_BOOT)
		fputs("\tsecure-boot on\n", to);
	if (sema->boot_flags & LORICA_BOOT_TPM)
		fputs("\ttpm required\n", to);
	if (sema->boot_flags & LORICA_BOOT_ROLLBACK_TPM)
		fputs("\trollback tpm\n", to);
	if (sema->boot_flags & LORICA_BOOT_ROLLBACK_FILE)
		fputs("\trollback file\n", to);
	fputs("}\n", to);
}
