// SPDX-License-Identifier: GPL-2.0-only
/* Paths that rules name, in the trees: of programs, and of directories. */
#include <string.h>

#include "compile.h"
#include "few.h"
#include "image.h"
#include "image_lint.h"

/**
 * struct paths - what is held against the trees
 * @image: opened
 * @c: the compiled policy; told of what is found
 */
struct paths {
	struct image *image;
	struct compile *c;
};

/* Does one of the trees have it, and by this very name? @link: a tree where it is another's. */
static bool is_there(const struct paths *p, const char *path, const struct image_tree **link,
		     char *real)
{
	char to[LORICA_MAX_PATH];
	size_t i;

	*link = NULL;
	for (i = 0; i < p->image->nr_trees; i++) {
		struct image_tree *tree = &p->image->trees[i];

		if (root_follow(&tree->files.roots[0], path, to))
			continue;
		if (!strcmp(to, path))
			return true;
		if (*link)
			continue;
		*link = tree;
		strcpy(real, to);
	}
	return false;
}

/* What is in a manifest has its name there, whatever the trees have. */
static bool check_path(const struct paths *p, const struct ast_word *path, const char *what)
{
	const struct image_tree *link;
	char real[LORICA_MAX_PATH];

	if (is_there(p, path->text, &link, real))
		return true;
	if (image_lists_path(p->image, path->text))
		return false;
	if (link)
		diag_report(&p->c->diags, DIAG_PATH_UNMATCHED, path->span,
			    "'%s' is a link to '%s' in '%s': a %s has the path that it has itself",
			    path->text, real, link->name, what);
	else
		diag_report(&p->c->diags, DIAG_PATH_UNMATCHED, path->span,
			    "no tree has the %s '%s'", what, path->text);
	return false;
}

static bool same_content(const struct manifest_entry *a, const struct manifest_entry *b)
{
	return !memcmp(a->sha256, b->sha256, sizeof(a->sha256)) && strcmp(a->path, b->path);
}

/* What a rule says of one name is said of the content, and so of its other names. */
static void check_names(const struct paths *p, const struct ast_word *path)
{
	struct few few = { .arena = &p->c->arena };
	const struct manifest_entry *file = NULL;
	size_t i, k;

	for (i = 0; i < p->image->nr_trees && !file; i++)
		file = image_file(&p->image->trees[i], path->text);
	for (i = 0; file && i < p->image->nr_trees; i++) {
		const struct collect *files = &p->image->trees[i].files;

		for (k = 0; k < files->nr; k++)
			if (same_content(&files->entries[k], file))
				few_add(&few, files->entries[k].path, NULL);
	}
	if (few.nr)
		diag_report(&p->c->diags, DIAG_SHARED_CONTENT, path->span,
			    "what is said of '%s' holds for %s, too: the content is the same",
			    path->text, few_text(&few));
}

static void check_program(const struct paths *p, const struct ast_word *path)
{
	if (check_path(p, path, "program"))
		check_names(p, path);
}

static void check_programs(const struct paths *p, const struct ast_path *path)
{
	for (; path; path = path->next)
		check_program(p, &path->path);
}

static void check_directories(const struct paths *p, const struct ast_path *path)
{
	for (; path; path = path->next)
		check_path(p, &path->path, "directory");
}

/* A path inside a volume can be looked for when its content is given. */
static bool is_given(const struct paths *p, const struct ast_rule *rule)
{
	size_t i;

	if (rule->kind != LORICA_EXEC_VOLUME)
		return true;
	for (i = 0; i < p->image->nr_trees; i++)
		if (p->image->trees[i].root_hash &&
		    !memcmp(p->image->trees[i].root_hash, rule->root_hash, sizeof(rule->root_hash)))
			return true;
	return false;
}

static void check_exec(const struct paths *p, const struct ast_exec *exec)
{
	const struct ast_interpreter *interpreter;
	const struct ast_rule *rule, *before = NULL;

	/* All keys of a line share its directories. */
	for (rule = exec->rules; rule; before = rule, rule = rule->next)
		if (is_given(p, rule) && !(before && before->under == rule->under))
			check_directories(p, rule->under);
	check_programs(p, exec->excepted);
	check_programs(p, exec->loaders);
	check_programs(p, exec->helpers);
	for (interpreter = exec->interpreters; interpreter; interpreter = interpreter->next) {
		check_programs(p, interpreter->programs);
		check_directories(p, interpreter->data);
	}
}

void image_lint_paths(struct image *image, struct compile *c)
{
	const struct paths p = { image, c };
	const struct ast_net_rule *rule;

	if (c->sema.exec)
		check_exec(&p, c->sema.exec);
	for (rule = c->sema.net_section ? c->sema.net_section->rules : NULL; rule;
	     rule = rule->next)
		check_programs(&p, rule->programs);
}
