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

	if (!order)
		order = (a->flags > b->flags) - (a->flags < b->flags);
	/* The first one in the text first, so that reports name it as such. */
	return order ? order :
		       (a->ast->path.span.start > b->ast->path.span.start) -
			       (a->ast->path.span.start < b->ast->path.span.start);
}

/* A program is what a manifest calls it, and there no path has a wildcard. */
bool sema_is_program(const struct ast_word *path, struct diags *diags)
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

/* Sorted; leaves one of those with the same path. Two rules may except one program. */
static unsigned int merge(struct sema_program *programs, unsigned int nr, struct diags *diags)
{
	const struct ast_word *first = NULL;
	uint32_t flags = 0;
	unsigned int i, n = 0;

	for (i = 0; i < nr; i++) {
		const struct ast_word *path = &programs[i].ast->path;
		bool is_known = first && !strcmp(first->text, path->text);

		if (is_known && flags == programs[i].flags) {
			if (!sema_same_file(diags->sources, first->span, path->span))
				continue;
			diag_report(diags, DIAG_DUPLICATE_RULE, path->span,
				    "'%s' is excepted twice", path->text);
			diag_related(diags, first->span, "first excepted here");
			continue;
		}
		first = path;
		flags = programs[i].flags;
		if (is_known)
			programs[n - 1].flags |= flags;
		else
			programs[n++] = programs[i];
	}
	return n;
}

static unsigned int length(const struct ast_path *program)
{
	unsigned int nr = 0;

	for (; program; program = program->next)
		nr++;
	return nr;
}

static unsigned int add(struct sema *sema, unsigned int nr, const struct ast_path *program,
			enum lorica_program_flags flag, struct diags *diags)
{
	for (; program && !diag_full(diags); program = program->next) {
		if (!sema_is_program(&program->path, diags))
			continue;
		sema->programs[nr].ast = program;
		sema->programs[nr++].flags = flag;
	}
	return nr;
}

void sema_programs(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		   struct sema *sema)
{
	unsigned int nr = length(exec->excepted) + length(exec->loaders) + length(exec->helpers);

	sema->programs = arena_alloc(arena, (nr + 1) * sizeof(sema->programs[0]));
	nr = add(sema, 0, exec->excepted, LORICA_PROGRAM_WRITABLE_CODE, diags);
	nr = add(sema, nr, exec->loaders, LORICA_PROGRAM_BPF, diags);
	nr = add(sema, nr, exec->helpers, LORICA_PROGRAM_HELPER, diags);
	qsort(sema->programs, nr, sizeof(sema->programs[0]), by_path);
	sema->nr_programs = merge(sema->programs, nr, diags);
	if (sema->nr_programs > LORICA_MAX_PROGRAMS)
		diag_report(diags, DIAG_LIMIT, sema->programs[LORICA_MAX_PROGRAMS].ast->path.span,
			    "a policy can name at most %d programs", LORICA_MAX_PROGRAMS);
}
