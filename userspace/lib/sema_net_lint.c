// SPDX-License-Identifier: GPL-2.0-only
/* Lines of `net` without which the policy would mean the same. */
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "lint.h"

/* Each rule is held against each other one; beyond that only ports are looked at. */
enum { MAX_COMPARED = 2048 };

enum why {
	WHY_NOT, /* it changes something */
	WHY_PORTS, /* narrower rules have all its ports */
	WHY_RULE, /* what would decide without it says the same */
	WHY_DEFAULT, /* the same, and it is the default */
};

static u32 first(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.first);
}

static u32 last(const struct sema_net_rule *r)
{
	return le16_to_cpu(r->rule.last);
}

static bool same_program(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return a->program && b->program ? !strcmp(a->program, b->program) :
					  a->program == b->program;
}

static bool has_address(const struct lorica_net_rule *wide, const struct lorica_net_rule *rule)
{
	u32 whole = wide->bits / 8, rest = wide->bits % 8;

	if (!wide->version)
		return true;
	return wide->version == rule->version && wide->bits <= rule->bits &&
	       !memcmp(wide->address, rule->address, whole) &&
	       (!rest || !((wide->address[whole] ^ rule->address[whole]) >> (8 - rest)));
}

static int prefix(const struct sema_net_rule *r)
{
	return r->rule.version ? r->rule.bits : -1;
}

/* Does @b decide before @a where both speak? */
static bool is_before(const struct sema_net_rule *b, const struct sema_net_rule *a)
{
	if (!a->program != !b->program)
		return b->program;
	if (prefix(a) != prefix(b))
		return prefix(b) > prefix(a);
	return last(b) - first(b) < last(a) - first(a);
}

/* Is there something that both speak of? One program may have the names of both rules. */
static bool meets(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return a->rule.act == b->rule.act && a->rule.proto == b->rule.proto &&
	       first(a) <= last(b) && first(b) <= last(a) &&
	       (has_address(&a->rule, &b->rule) || has_address(&b->rule, &a->rule));
}

static bool covers(const struct sema_net_rule *wide, const struct sema_net_rule *rule)
{
	return (!wide->program || same_program(wide, rule)) &&
	       has_address(&wide->rule, &rule->rule) && first(wide) <= first(rule) &&
	       last(wide) >= last(rule);
}

/* Another file says the very same: then neither is too much. */
static bool is_twin(const struct sema_net_rule *a, const struct sema_net_rule *b)
{
	return same_program(a, b) && lorica_net_alike(&a->rule, &b->rule) && first(a) == first(b) &&
	       last(a) == last(b);
}

/* What stands in a file of its own goes with a policy that has another default as well. */
static bool is_beside_default(const struct sema *sema, const struct sema_net_rule *rule)
{
	u32 at = sema->net_section->value_span.start, base = rule->file->base;

	return at >= base && at - base <= rule->file->len;
}

static enum why ask_others(const struct sema *sema, const struct sema_net_rule *rule,
			   const struct sema_net_rule **other)
{
	const struct sema_net_rule *r;

	for (r = sema->net_written; r < sema->net_written + sema->nr_net_written; r++) {
		if (r == rule || !meets(r, rule) || is_twin(r, rule))
			continue;
		if (is_before(r, rule) && (!r->program || same_program(r, rule)))
			continue;
		if (r->rule.verdict != rule->rule.verdict)
			return WHY_NOT;
		if (covers(r, rule) && (!*other || is_before(r, *other)))
			*other = r;
	}
	if (*other)
		return WHY_RULE;
	return rule->rule.verdict == sema->net_default && is_beside_default(sema, rule) ?
		       WHY_DEFAULT :
		       WHY_NOT;
}

/* Sorted; the first one that has ports of @rule, and is narrower. */
static const struct sema_net_rule *narrower(const struct sema *sema,
					    const struct sema_net_rule *rule)
{
	const struct sema_net_rule *r;

	for (r = sema->net_written; r < sema->net_written + sema->nr_net_written; r++)
		if (r != rule && same_program(r, rule) && lorica_net_alike(&r->rule, &rule->rule) &&
		    meets(r, rule) && r->decides)
			return r;
	return NULL;
}

static enum why ask(const struct sema *sema, const struct sema_net_rule *rule,
		    const struct sema_net_rule **other)
{
	const struct sema_net_rule *before = rule - 1;

	*other = NULL;
	if (!rule->decides && rule > sema->net_written && is_twin(before, rule) &&
	    before->rule.verdict == rule->rule.verdict)
		return WHY_NOT;
	if (!rule->decides)
		return WHY_PORTS;
	return sema->nr_net_written <= MAX_COMPARED ? ask_others(sema, rule, other) : WHY_NOT;
}

static void report(const struct sema *sema, const struct sema_net_rule *rule, enum why why,
		   const struct sema_net_rule *other, struct diags *diags)
{
	const struct ast_net_rule *line = rule->line;

	if (why == WHY_PORTS) {
		diag_report(diags, DIAG_SHADOWED_RULE, line->span,
			    "this rule never decides: narrower ones have all its ports");
		/* It takes a search, and of what is dropped nobody sees a note. */
		if (diags->count[DIAG_WARNING] <= DIAG_MAX)
			diag_related(diags, narrower(sema, rule)->span, "one of them stands here");
	} else if (why == WHY_RULE) {
		diag_report(diags, DIAG_SHADOWED_RULE, line->span,
			    "this rule changes nothing: what decides without it says the same");
		diag_related(diags, other->span, "that stands here");
	} else {
		diag_report(diags, DIAG_SHADOWED_RULE, line->span,
			    "this rule changes nothing: the default says the same");
		diag_related(diags, sema->net_section->value_span, "the default stands here");
	}
}

static int by_line(const void *x, const void *y)
{
	const struct sema_net_rule *a = *(const struct sema_net_rule *const *)x;
	const struct sema_net_rule *b = *(const struct sema_net_rule *const *)y;

	if (a->line->span.start != b->line->span.start)
		return a->line->span.start < b->line->span.start ? -1 : 1;
	return (a > b) - (a < b);
}

/* Returns the first rule of the next line. @r: rules of one line first. */
static const struct sema_net_rule **judge(const struct sema *sema, const struct sema_net_rule **r,
					  const struct sema_net_rule **end, struct diags *diags)
{
	const struct sema_net_rule *other, *ignored, *const *start = r;
	enum why why = ask(sema, *r, &other), now = why;

	while (r < end && (*r)->line == (*start)->line) {
		if (now && r != start)
			now = ask(sema, *r, &ignored);
		r++;
	}
	if (now)
		report(sema, *start, why, other, diags);
	return r;
}

void sema_net_lint(const struct sema *sema, struct diags *diags)
{
	const struct sema_net_rule **list, **r, **end;
	unsigned int i;

	if (!sema->nr_net_written || (diags->lints && diags->lints->off[DIAG_SHADOWED_RULE]))
		return;
	list = malloc(sema->nr_net_written * sizeof(*list));
	if (!list)
		abort();
	for (i = 0; i < sema->nr_net_written; i++)
		list[i] = &sema->net_written[i];
	qsort(list, i, sizeof(*list), by_line);
	end = list + i;
	for (r = list; r < end;)
		r = judge(sema, r, end, diags);
	free(list);
}
