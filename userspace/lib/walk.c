// SPDX-License-Identifier: GPL-2.0-only
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/limits.h"

/*
 * Directories still to be read. They are kept by path and not by descriptor,
 * so a deep tree does not run into RLIMIT_NOFILE.
 */
struct todo {
	char **dirs;
	size_t nr, room;
};

static int push(struct todo *todo, const char *path)
{
	if (todo->nr == todo->room) {
		size_t room = todo->room ? todo->room * 2 : 64;
		char **dirs = reallocarray(todo->dirs, room, sizeof(*dirs));

		if (!dirs)
			return -ENOMEM;
		todo->dirs = dirs;
		todo->room = room;
	}
	todo->dirs[todo->nr] = strdup(path);
	return todo->dirs[todo->nr++] ? 0 : -ENOMEM;
}

bool walk_glob(const char *const *globs, size_t nr, const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	size_t i;

	for (i = 0; i < nr; i++) {
		const char *glob = globs[i];

		if (!fnmatch(glob, strchr(glob, '/') ? path : base, FNM_PATHNAME))
			return true;
	}
	return false;
}

static void say(struct walk *walk, const struct root *root, const char *path, int err)
{
	fprintf(stderr, "lorica: cannot read '%s' in '%s': %s\n", path, root->name, strerror(err));
	walk->errors++;
}

static int add_file(struct walk *walk, struct root *root, const char *path, const struct stat *st)
{
	struct walk_file *file;

	if (walk->nr == walk->room) {
		size_t room = walk->room ? walk->room * 2 : 1024;

		file = reallocarray(walk->files, room, sizeof(*file));
		if (!file)
			return -ENOMEM;
		walk->files = file;
		walk->room = room;
	}
	file = &walk->files[walk->nr];
	file->path = strdup(path);
	if (!file->path)
		return -ENOMEM;
	file->root = root;
	file->dev = st->st_dev;
	file->ino = st->st_ino;
	file->size = st->st_size;
	file->linked = st->st_nlink > 1;
	walk->nr++;
	return 0;
}

static int visit_stat(struct walk *walk, struct root *root, int dir, const char *name,
		      const char *path, struct todo *todo)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) {
		say(walk, root, path, errno);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return push(todo, path);
	if (S_ISREG(st.st_mode))
		return add_file(walk, root, path, &st);
	if (S_ISLNK(st.st_mode))
		walk->symlinks++;
	else
		walk->special++;
	return 0;
}

static int visit(struct walk *walk, struct root *root, int dir, const struct dirent *entry,
		 const char *parent, struct todo *todo)
{
	const char *name = entry->d_name;
	char path[LORICA_MAX_PATH];

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return 0;
	if (snprintf(path, sizeof(path), "%s/%s", parent, name) >= (int)sizeof(path)) {
		say(walk, root, parent, ENAMETOOLONG);
		return 0;
	}
	if (walk_glob(walk->exclude, walk->nr_exclude, path)) {
		walk->excluded++;
		return 0;
	}
	if (entry->d_type == DT_DIR)
		return push(todo, path);
	if (entry->d_type == DT_LNK) {
		walk->symlinks++;
		return 0;
	}
	return visit_stat(walk, root, dir, name, path, todo);
}

static int read_dir(struct walk *walk, struct root *root, const char *path, struct todo *todo)
{
	int fd = root_open(root, *path ? path : "/", O_RDONLY | O_DIRECTORY), err = 0;
	struct dirent *entry;
	DIR *dir;

	if (fd == -EXDEV) {
		walk->mounts++;
		return 0;
	}
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		say(walk, root, *path ? path : "/", fd < 0 ? -fd : errno);
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (!err) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		err = visit(walk, root, fd, entry, path, todo);
	}
	if (!err && errno)
		say(walk, root, path, errno);
	closedir(dir);
	return err;
}

int walk_tree(struct walk *walk, struct root *root)
{
	struct todo todo = { 0 };
	int err = push(&todo, "");

	while (!err && todo.nr) {
		char *path = todo.dirs[--todo.nr];

		err = read_dir(walk, root, path, &todo);
		free(path);
	}
	while (todo.nr)
		free(todo.dirs[--todo.nr]);
	free(todo.dirs);
	return err;
}

void walk_free(struct walk *walk)
{
	while (walk->nr)
		free(walk->files[--walk->nr].path);
	free(walk->files);
	walk->files = NULL;
	walk->room = 0;
}
