// SPDX-License-Identifier: GPL-2.0-only
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "kernel/match.h"
#include "value_pattern.h"

/* The strings of a statement are sorted, so that records are in this order, too. */
static int by_names(const void *x, const void *y)
{
	const struct sema_interpreter *a = x, *b = y;
	int order = strcmp(a->program->text, b->program->text);

	if (!order && a->data && b->data)
		order = strcmp(a->data->text, b->data->text);
	else if (!order)
		order = !a->data - !b->data;
	/* The first one in the text first, so that reports name it as such. */
	return order ? order :
		       (a->place.start > b->place.start) - (a->place.start < b->place.start);
}

static bool is_path(const struct ast_word *path, const char *what, struct diags *diags)
{
	enum value_pattern kind;
	struct value_wrong wrong;

	if (!value_pattern(path->text, &kind, &wrong))
		diag_report(diags, DIAG_BAD_PATH, path->span, "'%s' is no path of a %s: %s",
			    path->text, what, wrong.message);
	else if (kind != VALUE_PATTERN_PATH)
		diag_report(diags, DIAG_BAD_PATH, path->span,
			    "'%s' has a wildcard; name each %s by its path", path->text, what);
	else
		return true;
	return false;
}

static unsigned int length(const struct ast_path *path)
{
	unsigned int nr = 0;

	for (; path; path = path->next)
		nr++;
	return nr;
}

static unsigned int add(struct sema_interpreter *list, unsigned int nr,
			const struct ast_interpreter *ast)
{
	const struct ast_path *program, *data;

	for (program = ast->programs; program; program = program->next) {
		if (!ast->data)
			list[nr++] = (struct sema_interpreter){ &program->path, NULL,
								program->path.span };
		for (data = ast->data; data; data = data->next)
			list[nr++] = (struct sema_interpreter){ &program->path, &data->path,
								data->path.span };
	}
	return nr;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/*
 * Each pair once. One without a directory says nothing beside one with: rules
 * of several files add up.
 */
static unsigned int merge(struct sema_interpreter *list, unsigned int nr, struct diags *diags)
{
	unsigned int i, n = 0;

	for (i = 0; i < nr; i++) {
		const struct sema_interpreter *last = n ? &list[n - 1] : NULL;
		const char *data = list[i].data ? list[i].data->text : NULL;

		if (!last || strcmp(last->program->text, list[i].program->text)) {
			list[n++] = list[i];
			continue;
		}
		if (is_same(data, last->data ? last->data->text : NULL)) {
			if (!sema_same_file(diags->sources, last->place, list[i].place))
				continue;
			diag_report(diags, DIAG_DUPLICATE_RULE, list[i].place,
				    "the interpreter '%s' is named twice%s", list[i].program->text,
				    data ? " with this directory" : "");
			diag_related(diags, last->place, "first named here");
		} else if (data) {
			list[n++] = list[i];
		}
	}
	return n;
}

void sema_interpreters(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		       struct sema *sema)
{
	const struct ast_interpreter *ast;
	const struct ast_path *path;
	size_t room = 1;
	unsigned int nr = 0;
	bool good = true;

	for (ast = exec->interpreters; ast; ast = ast->next) {
		for (path = ast->programs; path; path = path->next)
			good &= is_path(&path->path, "program", diags);
		for (path = ast->data; path; path = path->next)
			good &= is_path(&path->path, "directory", diags);
		room += (size_t)length(ast->programs) * (length(ast->data) + 1);
	}
	sema->interpreters = arena_alloc(arena, room * sizeof(sema->interpreters[0]));
	if (!good)
		return;
	for (ast = exec->interpreters; ast; ast = ast->next)
		nr = add(sema->interpreters, nr, ast);
	qsort(sema->interpreters, nr, sizeof(sema->interpreters[0]), by_names);
	sema->nr_interpreters = merge(sema->interpreters, nr, diags);
	if (sema->nr_interpreters > LORICA_MAX_INTERPRETERS)
		diag_report(diags, DIAG_LIMIT, sema->interpreters[LORICA_MAX_INTERPRETERS].place,
			    "a policy can have at most %d pairs of an interpreter and a directory",
			    LORICA_MAX_INTERPRETERS);
}

/* A directory below another one of the same program is one already. */
void sema_interpreters_lint(const struct sema *sema, struct diags *diags)
{
	unsigned int i, k;

	for (i = 0; i < sema->nr_interpreters; i++)
		for (k = 0; sema->interpreters[i].data && k < sema->nr_interpreters; k++) {
			const struct sema_interpreter *a = &sema->interpreters[i];
			const struct sema_interpreter *b = &sema->interpreters[k];

			if (a == b || !b->data || strcmp(a->program->text, b->program->text) ||
			    !lorica_match_under(a->data->text, b->data->text))
				continue;
			diag_report(diags, DIAG_SHADOWED_RULE, a->place,
				    "'data under \"%s\"' changes nothing: '%s' reads code under '%s'",
				    a->data->text, a->program->text, b->data->text);
			diag_related(diags, b->place, "that is said here");
			break;
		}
}
