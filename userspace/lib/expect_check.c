// SPDX-License-Identifier: GPL-2.0-only
#include "expect.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "words.h"

static int by_text(const char *x, const char *y)
{
	if (!x || !y)
		return !!x - !!y;
	return strcmp(x, y);
}

/* Equal for the same question; then in the order of the text. */
static int by_question(const struct expect_line *x, const struct expect_line *y)
{
	int order;

	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	if (x->has_digest != y->has_digest)
		return x->has_digest ? 1 : -1;
	if (x->has_digest)
		return memcmp(x->digest, y->digest, sizeof(x->digest));
	order = by_text(x->object.text, y->object.text);
	return order ? order : by_text(x->program, y->program);
}

static int by_question_and_place(const void *a, const void *b)
{
	const struct expect_line *x = *(const struct expect_line *const *)a;
	const struct expect_line *y = *(const struct expect_line *const *)b;
	int order = by_question(x, y);

	if (order)
		return order;
	return x->object.span.start < y->object.span.start ? -1 : 1;
}

static void check_twins(const struct expect_line *first, const struct expect_line *again,
			struct diags *diags)
{
	if (by_question(first, again))
		return;
	if (first->verdict == again->verdict)
		diag_report(diags, DIAG_DUPLICATE_RULE, again->object.span,
			    "this is expected twice");
	else
		diag_report(diags, DIAG_CONTRADICTION, again->object.span,
			    "'%s' is expected here and '%s' elsewhere",
			    words_name(&words_verdict, again->verdict),
			    words_name(&words_verdict, first->verdict));
	diag_related(diags, first->object.span, "first expected here");
}

static void check_lines(const struct expect *expect, struct diags *diags, struct arena *arena)
{
	const struct expect_line **sorted = arena_alloc(arena, expect->nr * sizeof(*sorted));
	const struct expect_line *line = expect->lines;
	unsigned int i;

	for (i = 0; i < expect->nr; i++, line = line->next)
		sorted[i] = line;
	qsort(sorted, expect->nr, sizeof(*sorted), by_question_and_place);
	for (i = 1; i < expect->nr && !diag_full(diags); i++)
		check_twins(sorted[i - 1], sorted[i], diags);
}

void expect_check(const struct expect *expect, struct span end, struct diags *diags,
		  struct arena *arena)
{
	if (!expect->policy.text)
		diag_report(diags, DIAG_MISSING_CLAUSE, end, "there is no 'policy PATH' line");
	if (!expect->lines)
		diag_report(diags, DIAG_MISSING_CLAUSE, end,
			    "there is no expectation, so nothing would be tested");
	check_lines(expect, diags, arena);
}
