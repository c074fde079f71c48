// SPDX-License-Identifier: GPL-2.0-only
/* The first program of a device, and what has to run with it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compile.h"
#include "elf_needs.h"
#include "few.h"
#include "image.h"
#include "image_lint.h"

enum {
	MAX_FILES = 256, /* that one init is followed into */
	MAX_SCRIPT = 256, /* bytes in which the kernel looks for an interpreter */
};

/* Where the kernel looks when its command line does not say, in its order. */
static const char *const inits[] = { "/sbin/init", "/etc/init", "/bin/init", "/bin/sh" };

/* Where dynamic loaders look when nobody tells them. */
static const char *const library_dirs[] = { "/lib", "/usr/lib", "/lib64", "/usr/lib64",
					    "/usr/local/lib" };

/**
 * struct start - what is needed to start
 * @tree: where all of it is
 * @arena: for names
 * @files: real paths, @nr of them
 * @nr: their number
 * @loader_dir: directory of the dynamic loader, where distributions with several
 *	architectures have the libraries of this one; NULL when there is none
 */
struct start {
	struct image_tree *tree;
	struct arena *arena;
	const char *files[MAX_FILES];
	size_t nr;
	const char *loader_dir;
};

static struct root *top(struct start *s)
{
	return &s->tree->files.roots[0];
}

/* Opens a regular file by any path to it; negative when there is none. */
static int open_file(struct start *s, const char *path, char *real)
{
	struct stat st;
	int fd, err;

	if (*path != '/')
		return -ENOENT;
	err = root_follow(top(s), path, real);
	if (err)
		return err;
	fd = root_open(top(s), real, O_RDONLY);
	if (fd < 0)
		return fd;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	return -EACCES;
}

/* Returns false when it is known already, or there are too many. */
static bool add_file(struct start *s, const char *real)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->files[i], real))
			return false;
	if (s->nr == MAX_FILES)
		return false;
	s->files[s->nr++] = arena_string(s->arena, real, strlen(real));
	return true;
}

static void add_path(struct start *s, const char *path)
{
	char real[LORICA_MAX_PATH];
	int fd = open_file(s, path, real);

	if (fd < 0)
		return;
	close(fd);
	add_file(s, real);
}

static void add_interpreter(struct start *s, int fd)
{
	char line[MAX_SCRIPT + 1], *p;
	ssize_t n = pread(fd, line, MAX_SCRIPT, 0);

	if (n < 2 || memcmp(line, "#!", 2))
		return;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	p = line + 2 + strspn(line + 2, " \t");
	p[strcspn(p, " \t")] = '\0';
	add_path(s, p);
}

static const char *directory_of(struct start *s, const char *real)
{
	return arena_string(s->arena, real, strrchr(real, '/') - real);
}

/* A library for another architecture may have the same name. */
static bool try_library(struct start *s, const struct elf_needs *of, const char *dir, size_t n,
			const char *name)
{
	char real[LORICA_MAX_PATH];
	struct elf_needs needs;
	int fd = open_file(s, arena_printf(s->arena, "%.*s/%s", (int)n, dir, name), real);

	if (fd < 0)
		return false;
	elf_needs_read(fd, s->arena, &needs);
	close(fd);
	if (needs.class != of->class || needs.machine != of->machine)
		return false;
	add_file(s, real);
	return true;
}

/* A part of a runpath, with $ORIGIN put in; other variables lead nowhere. */
static bool try_runpath(struct start *s, const struct elf_needs *of, const char *origin,
			const char *dir, size_t n, const char *name)
{
	static const char *const words[] = { "$ORIGIN", "${ORIGIN}" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		size_t len = strlen(words[i]);

		if (n < len || memcmp(dir, words[i], len))
			continue;
		dir = arena_printf(s->arena, "%s%.*s", origin, (int)(n - len), dir + len);
		n = strlen(dir);
		break;
	}
	return try_library(s, of, dir, n, name);
}

/* Stands in for the loader's own configuration: every directory that has a library. */
static void try_anywhere(struct start *s, const struct elf_needs *of, const char *name)
{
	const struct collect *files = &s->tree->files;
	const char *dir = "";
	size_t i, n = 0;

	for (i = 0; i < files->nr; i++) {
		const char *path = files->entries[i].path;
		size_t len = strrchr(path, '/') - path;

		/* They are in the order of their paths, so few are tried twice. */
		if (files->entries[i].kind != LORICA_FILE_LIBRARY ||
		    (len == n && !memcmp(path, dir, n)))
			continue;
		dir = path;
		n = len;
		if (try_library(s, of, dir, n, name))
			return;
	}
}

/* What is nowhere is no report: an image without it does not start with any policy. */
static void add_library(struct start *s, const struct elf_needs *of, const char *origin,
			const char *name)
{
	const char *p = of->runpath;
	size_t i, n;

	if (strchr(name, '/')) {
		add_path(s, name);
		return;
	}
	for (; p; p = p[n] ? p + n + 1 : NULL) {
		n = strcspn(p, ":");
		if (try_runpath(s, of, origin, p, n, name))
			return;
	}
	if (s->loader_dir && try_library(s, of, s->loader_dir, strlen(s->loader_dir), name))
		return;
	for (i = 0; i < ARRAY_SIZE(library_dirs); i++)
		if (try_library(s, of, library_dirs[i], strlen(library_dirs[i]), name))
			return;
	try_anywhere(s, of, name);
}

static void add_loader(struct start *s, const char *path)
{
	char real[LORICA_MAX_PATH];
	int fd = open_file(s, path, real);

	if (fd < 0)
		return;
	close(fd);
	add_file(s, real);
	s->loader_dir = directory_of(s, real);
}

static void follow(struct start *s, const char *path)
{
	char real[LORICA_MAX_PATH];
	const struct elf_need *library;
	struct elf_needs needs;
	int fd = open_file(s, path, real);

	if (fd < 0)
		return;
	add_interpreter(s, fd);
	elf_needs_read(fd, s->arena, &needs);
	close(fd);
	if (needs.interp)
		add_loader(s, needs.interp);
	for (library = needs.libraries; library; library = library->next)
		add_library(s, &needs, directory_of(s, real), library->name);
}

/* Returns the name of the init that the kernel would start. */
static const char *find_init(struct start *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(inits); i++) {
		add_path(s, inits[i]);
		if (s->nr)
			return inits[i];
	}
	return NULL;
}

static const char *why_not(const struct image *image, const struct manifest_entry *entry,
			   const char *path)
{
	if (image_lists_path(image, path))
		return "changed";
	return entry ? NULL : "no code";
}

/* Returns false when the tree has no init. */
static bool check_tree(const struct image *image, struct image_tree *tree, struct compile *c)
{
	struct start s = { .tree = tree, .arena = &c->arena };
	struct few few = { .arena = &c->arena };
	const struct image_manifest *m;
	const char *init = find_init(&s);
	size_t i;

	if (!init)
		return false;
	if (!image->nr_manifests && !tree->volume) {
		diag_report(&c->diags, DIAG_INIT_UNCOVERED, c->sema.exec->value_span,
			    "no manifest is given that lists '%s' of '%s'", init, tree->name);
		return true;
	}
	for (i = 0; i < s.nr; i++) {
		const struct manifest_entry *entry = image_file(tree, s.files[i]);

		if (image_holds(image, tree, s.files[i]))
			;
		else if (!entry ||
			 (!image_lists(image, entry, &m) && image_signature(tree, entry, &c->sema)))
			few_add(&few, s.files[i], why_not(image, entry, s.files[i]));
		follow(&s, s.files[i]);
	}
	if (few.nr)
		diag_report(&c->diags, DIAG_INIT_UNCOVERED, c->sema.exec->value_span,
			    "'%s' would not start: no manifest lists what '%s' needs: %s",
			    tree->name, init, few_text(&few));
	return true;
}

void image_lint_init(struct image *image, struct compile *c)
{
	bool found = false;
	size_t i;

	for (i = 0; i < image->nr_trees; i++)
		found |= check_tree(image, &image->trees[i], c);
	if (!found)
		diag_report(&c->diags, DIAG_INIT_UNCOVERED, c->sema.exec->value_span,
			    "no tree has an init, so none was looked for in the manifests");
}
