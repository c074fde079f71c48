// SPDX-License-Identifier: GPL-2.0-only
/* The rules of `usb`: sorted, each once, and none that contradicts another. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/policy_usb.h"
#include "kernel/usb_match.h"
#include "string_pool.h"
#include "text_usb.h"

static int by_class(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct lorica_usb_class));
}

/* Sorted, each once. */
static void tidy_classes(struct lorica_usb_rule *rule)
{
	unsigned int i, n = 0;

	qsort(rule->classes, rule->nr_classes, sizeof(rule->classes[0]), by_class);
	for (i = 0; i < rule->nr_classes; i++)
		if (!n || by_class(&rule->classes[n - 1], &rule->classes[i]))
			rule->classes[n++] = rule->classes[i];
	memset(&rule->classes[n], 0, (rule->nr_classes - n) * sizeof(rule->classes[0]));
	rule->nr_classes = n;
}

static void add_strings(struct string_pool *pool, const struct ast_usb_rule *ast)
{
	const struct ast_word *words[] = { &ast->serial, &ast->name, &ast->manufacturer,
					   &ast->port };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i]->text)
			string_pool_add(pool, words[i]->text);
}

/* The order of the statement; of twins the first one in the text first. */
static int by_order(const void *x, const void *y, void *sema)
{
	const struct sema_usb_rule *a = x, *b = y;
	int order = lorica_usb_order(&((struct sema *)sema)->usb, &a->rule, &b->rule);

	return order ? order :
		       (a->ast->span.start > b->ast->span.start) -
			       (a->ast->span.start < b->ast->span.start);
}

static bool fill(const struct ast_usb *usb, struct arena *arena, struct sema *sema)
{
	struct string_pool pool = { 0 };
	const struct ast_usb_rule *ast;
	bool good;

	for (ast = usb->rules; ast; ast = ast->next)
		add_strings(&pool, ast);
	good = string_pool_finish(&pool);
	sema->usb_rules = arena_alloc(arena, (usb->nr + 1) * sizeof(sema->usb_rules[0]));
	for (ast = usb->rules; good && ast; ast = ast->next) {
		struct sema_usb_rule *r = &sema->usb_rules[sema->nr_usb_rules++];

		r->ast = ast;
		r->rule = ast->rule;
		tidy_classes(&r->rule);
		r->rule.serial = string_pool_offset(&pool, ast->serial.text);
		r->rule.name = string_pool_offset(&pool, ast->name.text);
		r->rule.manufacturer = string_pool_offset(&pool, ast->manufacturer.text);
		r->rule.port = string_pool_offset(&pool, ast->port.text);
	}
	if (good && pool.len) {
		u8 *bytes = arena_alloc(arena, pool.len);

		memcpy(bytes, pool.bytes, pool.len);
		sema->usb.usb_strings = (struct lorica_bytes){ bytes, pool.len };
	}
	string_pool_free(&pool);
	return good;
}

static bool share_class(const struct lorica_usb_rule *a, const struct lorica_usb_rule *b)
{
	unsigned int i, k;

	for (i = 0; i < a->nr_classes; i++)
		for (k = 0; k < b->nr_classes; k++)
			if (lorica_usb_class_has(&a->classes[i], &b->classes[k]) ||
			    lorica_usb_class_has(&b->classes[k], &a->classes[i]))
				return true;
	return !a->nr_classes && !b->nr_classes;
}

/* Of one kind, so both are exact or both end with a star. */
static bool share_port(const struct lorica_policy *p, __le32 x, __le32 y)
{
	const char *a = lorica_policy_usb_string(p, x), *b = lorica_policy_usb_string(p, y);
	size_t n, m;

	if (!a || !b || !strcmp(a, b))
		return true;
	n = strlen(a) - 1;
	m = strlen(b) - 1;
	return a[n] == '*' && b[m] == '*' && !strncmp(a, b, n < m ? n : m);
}

/* Two rules that are equally specific: is there a device that both speak of? */
static bool overlap(const struct lorica_policy *p, const struct lorica_usb_rule *a,
		    const struct lorica_usb_rule *b)
{
	return a->when == b->when && a->vendor == b->vendor && a->product == b->product &&
	       a->serial == b->serial && a->name == b->name && a->manufacturer == b->manufacturer &&
	       share_port(p, a->port, b->port) && share_class(a, b);
}

/* Which one a device is counted by must not hang on the order that they happen to have. */
static bool say_different(const struct lorica_usb_rule *a, const struct lorica_usb_rule *b)
{
	return a->verdict != b->verdict || a->at_most || b->at_most;
}

static void report(const struct sema *sema, const struct sema_usb_rule *a,
		   const struct sema_usb_rule *b, struct diags *diags, struct arena *arena)
{
	const struct sema_usb_rule *first = a->ast->span.start < b->ast->span.start ? a : b;
	const struct sema_usb_rule *second = first == a ? b : a;

	diag_report(diags, DIAG_CONTRADICTION, second->ast->span,
		    "'%s' contradicts '%s': the two are equally specific, and a device can be meant by both",
		    text_usb_string(&sema->usb, &second->rule, arena),
		    text_usb_string(&sema->usb, &first->rule, arena));
	diag_related(diags, first->ast->span, "the other one stands here");
}

/* Sorted; leaves one of those that say the same. */
static void merge(struct sema *sema, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < sema->nr_usb_rules; i++) {
		struct sema_usb_rule *last = &sema->usb_rules[n ? n - 1 : 0];
		const struct sema_usb_rule *r = &sema->usb_rules[i];

		if (!n || memcmp(&last->rule, &r->rule, sizeof(r->rule))) {
			sema->usb_rules[n++] = *r;
			continue;
		}
		if (!sema_same_file(diags->sources, last->ast->span, r->ast->span))
			continue;
		diag_report(diags, DIAG_DUPLICATE_RULE, r->ast->span, "the same rule once more");
		diag_related(diags, last->ast->span, "first given here");
	}
	sema->nr_usb_rules = n;
}

static void check_contradictions(struct sema *sema, struct diags *diags, struct arena *arena)
{
	unsigned int i, k;

	for (i = 0; i < sema->nr_usb_rules; i++) {
		const struct sema_usb_rule *a = &sema->usb_rules[i];
		u32 specific = lorica_usb_specificity(&sema->usb, &a->rule);

		for (k = i + 1; k < sema->nr_usb_rules && !diag_full(diags); k++) {
			const struct sema_usb_rule *b = &sema->usb_rules[k];

			if (lorica_usb_specificity(&sema->usb, &b->rule) != specific)
				break;
			if (say_different(&a->rule, &b->rule) &&
			    overlap(&sema->usb, &a->rule, &b->rule))
				report(sema, a, b, diags, arena);
		}
	}
}

void sema_usb(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema)
{
	const struct ast_usb *usb = ast->usb;
	unsigned int i;
	struct lorica_usb_rule *rules;

	sema->usb_section = usb;
	sema->usb_default = usb->value;
	if (!usb->value && !usb->default_broken && !ast->partial)
		diag_report(diags, DIAG_MISSING_DEFAULT, usb->span,
			    "no 'usb' section says 'default deny' or 'default allow'");
	if (!fill(usb, arena, sema)) {
		diag_report(diags, DIAG_LIMIT, usb->span, "there is no memory for the rules");
		return;
	}
	qsort_r(sema->usb_rules, sema->nr_usb_rules, sizeof(sema->usb_rules[0]), by_order, sema);
	merge(sema, diags);
	check_contradictions(sema, diags, arena);
	rules = arena_alloc(arena, (sema->nr_usb_rules + 1) * sizeof(rules[0]));
	for (i = 0; i < sema->nr_usb_rules; i++)
		rules[i] = sema->usb_rules[i].rule;
	sema->usb.usb = rules;
	sema->usb.nr_usb = sema->nr_usb_rules;
}
