// SPDX-License-Identifier: GPL-2.0-only
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "value_pattern.h"

static int by_path(const void *x, const void *y)
{
	const struct sema_program *a = x, *b = y;
	int order = strcmp(a->ast->path.text, b->ast->path.text);

	/* The first one in the text first, so that reports name it as such. */
	return order ? order :
		       (a->ast->path.span.start > b->ast->path.span.start) -
			       (a->ast->path.span.start < b->ast->path.span.start);
}

/* A program is what a manifest calls it, and there no path has a wildcard. */
static bool is_program(const struct ast_word *path, struct diags *diags)
{
	enum value_pattern kind;
	struct value_wrong wrong;

	if (!value_pattern(path->text, &kind, &wrong)) {
		diag_report(diags, DIAG_BAD_PATH, path->span, "'%s' is no path of a program: %s",
			    path->text, wrong.message);
		return false;
	}
	if (kind == VALUE_PATTERN_PATH)
		return true;
	diag_report(diags, DIAG_BAD_PATH, path->span,
		    "'%s' has a wildcard; name each program by its path", path->text);
	return false;
}

/* Sorted; leaves one of those with the same path. */
static unsigned int merge(struct sema_program *programs, unsigned int nr, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < nr; i++) {
		const struct ast_word *path = &programs[i].ast->path, *first;

		first = n ? &programs[n - 1].ast->path : NULL;
		if (!first || strcmp(first->text, path->text)) {
			programs[n++] = programs[i];
			continue;
		}
		programs[n - 1].flags |= programs[i].flags;
		if (!sema_same_file(diags->sources, first->span, path->span))
			continue;
		diag_report(diags, DIAG_DUPLICATE_RULE, path->span, "'%s' is excepted twice",
			    path->text);
		diag_related(diags, first->span, "first excepted here");
	}
	return n;
}

void sema_programs(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		   struct sema *sema)
{
	const struct ast_path *program;
	unsigned int nr = 0;

	for (program = exec->excepted; program; program = program->next)
		nr++;
	sema->programs = arena_alloc(arena, (nr + 1) * sizeof(sema->programs[0]));
	nr = 0;
	for (program = exec->excepted; program && !diag_full(diags); program = program->next) {
		if (!is_program(&program->path, diags))
			continue;
		sema->programs[nr].ast = program;
		sema->programs[nr++].flags = LORICA_PROGRAM_WRITABLE_CODE;
	}
	qsort(sema->programs, nr, sizeof(sema->programs[0]), by_path);
	sema->nr_programs = merge(sema->programs, nr, diags);
	if (sema->nr_programs > LORICA_MAX_PROGRAMS)
		diag_report(diags, DIAG_LIMIT, sema->programs[LORICA_MAX_PROGRAMS].ast->path.span,
			    "a policy can name at most %d programs", LORICA_MAX_PROGRAMS);
}
