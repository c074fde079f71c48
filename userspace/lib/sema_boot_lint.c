// SPDX-License-Identifier: GPL-2.0-only
/* What of a `boot` section says nothing, and what makes a device halt on an ordinary day. */
#include "sema.h"

#include "diag.h"
#include "kernel/cmdline.h"

/* What makes a PCR another one, without an attack. */
static const char *const changes[LORICA_MAX_PCRS] = {
	[0] = "the firmware is updated",
	[1] = "a setting of the firmware or the order of boot changes",
	[2] = "a card is plugged in, or its firmware is updated",
	[3] = "a card is plugged in, or its settings change",
	[4] = "the boot loader or the kernel is updated",
	[5] = "the partitions or the order of boot change",
	[6] = "the firmware's vendor says so",
	[7] = "the keys or the revocations of Secure Boot are updated",
	[8] = "the configuration of the boot loader changes",
	[9] = "the kernel or the initramfs is updated",
	[11] = "the kernel image is updated",
	[12] = "the kernel command line changes",
	[13] = "an extension of the system is updated",
	[14] = "the keys of shim change",
	[15] = "the volumes or the identity of the system change",
};

static bool is_measured(const struct ast_boot_rule *rule)
{
	return rule->kind == LORICA_BOOT_PCR || rule->kind == LORICA_BOOT_EVENT;
}

static bool alike(const struct ast_boot_rule *a, const struct ast_boot_rule *b)
{
	return a->kind == b->kind && a->pcr == b->pcr;
}

/* Sorted, so the values for one thing stand together. */
static bool is_alone(const struct sema *sema, unsigned int i)
{
	const struct ast_boot_rule *const *r = (void *)sema->boot_rules;

	return (!i || !alike(r[i - 1], r[i])) &&
	       (i + 1 == sema->nr_boot_rules || !alike(r[i], r[i + 1]));
}

static void check_halt(const struct sema *sema, struct diags *diags)
{
	unsigned int i;

	for (i = 0; i < sema->nr_boot_rules; i++) {
		const struct ast_boot_rule *rule = sema->boot_rules[i];

		if (!is_alone(sema, i))
			continue;
		if (is_measured(rule) && changes[rule->pcr])
			diag_report(diags, DIAG_HALTS_ON_CHANGE, rule->span,
				    "PCR %d changes when %s, and has one value here: with 'on-fail halt' the device halts then",
				    rule->pcr, changes[rule->pcr]);
		else if (rule->kind == LORICA_BOOT_EXACT)
			diag_report(diags, DIAG_HALTS_ON_CHANGE, rule->span,
				    "the command line differs between slots and kernels, and is one here: with 'on-fail halt' the device halts then");
	}
}

static bool is_denied(const struct ast_boot_rule *deny, const struct lorica_param *param)
{
	struct lorica_param word = lorica_cmdline_word(deny->word);

	return word.value ? lorica_cmdline_is(param, &word) :
			    lorica_cmdline_same_name(param, &word);
}

static bool has(const char *text, const struct ast_boot_rule *rule)
{
	struct lorica_cmdline line = lorica_cmdline_start(text);
	struct lorica_param word = lorica_cmdline_word(rule->word), param;

	while (lorica_cmdline_next(&line, &param))
		if (rule->kind == LORICA_BOOT_DENY ?
			    is_denied(rule, &param) :
			    !line.is_for_init && lorica_cmdline_is(&param, &word))
			return true;
	return false;
}

/* A line that may be the whole one, and never passes. */
void sema_boot_lines(const struct sema *sema, struct diags *diags)
{
	const struct ast_boot_rule *exact, *rule;
	unsigned int i, k;

	for (i = 0; i < sema->nr_boot_rules && !diag_full(diags); i++) {
		exact = sema->boot_rules[i];
		for (k = 0; exact->kind == LORICA_BOOT_EXACT && k < sema->nr_boot_rules; k++) {
			rule = sema->boot_rules[k];
			if ((rule->kind != LORICA_BOOT_DENY && rule->kind != LORICA_BOOT_REQUIRE) ||
			    has(exact->word, rule) == (rule->kind == LORICA_BOOT_REQUIRE))
				continue;
			diag_report(diags, DIAG_CONTRADICTION, exact->span,
				    rule->kind == LORICA_BOOT_DENY ?
					    "this command line cannot pass: '%s' is denied" :
					    "this command line cannot pass: '%s' is required",
				    rule->word);
			diag_related(diags, rule->span,
				     rule->kind == LORICA_BOOT_DENY ? "denied here" :
								      "required here");
		}
	}
}

static void report(const struct ast_boot_rule *rule, const struct ast_boot_rule *other,
		   struct diags *diags)
{
	diag_report(diags, DIAG_SHADOWED_RULE, rule->span,
		    other->kind == LORICA_BOOT_EXACT ?
			    "to deny '%s' changes nothing: the whole command line is given" :
			    "to deny '%s' changes nothing: it is denied in any form",
		    rule->word);
	diag_related(diags, other->span, "that stands here");
}

/* Beside whole lines, which were held against it, and beside the name alone. */
static void check_denied(const struct sema *sema, struct diags *diags)
{
	unsigned int i, k;

	for (i = 0; i < sema->nr_boot_rules; i++) {
		const struct ast_boot_rule *rule = sema->boot_rules[i];
		struct lorica_param word;

		if (rule->kind != LORICA_BOOT_DENY)
			continue;
		word = lorica_cmdline_word(rule->word);
		for (k = 0; k < sema->nr_boot_rules; k++) {
			const struct ast_boot_rule *other = sema->boot_rules[k];
			bool void_here = other->kind == LORICA_BOOT_EXACT ||
					 (other->kind == LORICA_BOOT_DENY && other != rule &&
					  word.value && is_denied(other, &word));

			if (!void_here)
				continue;
			report(rule, other, diags);
			break;
		}
	}
}

void sema_boot_lint(const struct sema *sema, struct diags *diags)
{
	if (sema->boot == LORICA_BOOT_HALT && sema->policy->mode == LORICA_MODE_ENFORCE)
		check_halt(sema, diags);
	check_denied(sema, diags);
}
