// SPDX-License-Identifier: GPL-2.0-only
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

#include "kernel/limits.h"
#include "userspace/lib/arena.h"
#include "userspace/lib/utf8.h"

const char *tree_why(int err)
{
	switch (-err) {
	case EFBIG:
		return "larger than 16 MiB";
	case ELOOP:
		return "its symbolic links lead nowhere";
	case ENODEV:
		return "not a regular file";
	case E2BIG:
		return "too many names";
	default:
		return strerror(-err);
	}
}

/* Without opening what is there: that can be a device. */
static int look(struct tree *tree, const char *path, char *real, struct stat *st)
{
	int fd, err = root_follow(&tree->root, path, real);

	if (err)
		return err;
	fd = root_open(&tree->root, real, O_PATH);
	if (fd < 0)
		return fd;
	err = fstat(fd, st) ? -errno : 0;
	close(fd);
	return err;
}

int tree_stat(struct tree *tree, const char *path, struct stat *st)
{
	char real[LORICA_MAX_PATH];

	return look(tree, path, real, st);
}

bool tree_has(struct tree *tree, const char *path)
{
	struct stat st;
	int err = tree_stat(tree, path, &st);

	return err != -ENOENT && err != -ENOTDIR;
}

/* The size of a file in /proc is not known before. */
static int read_all(struct tree *tree, int fd, struct str *text)
{
	size_t room = 1 << 16, len = 0;
	char *data = malloc(room), *more, *kept;
	ssize_t n = -1;

	while (data && (n = read(fd, data + len, room - len)) > 0) {
		len += n;
		if (len > TREE_MAX_FILE) {
			free(data);
			return -EFBIG;
		}
		if (len < room)
			continue;
		room *= 2;
		more = realloc(data, room);
		if (!more)
			free(data);
		data = more;
	}
	if (!data || n < 0) {
		int err = data ? -errno : -ENOMEM;

		free(data);
		return err;
	}
	kept = arena_alloc(tree->arena, len + 1);
	memcpy(kept, data, len);
	free(data);
	*text = (struct str){ kept, len };
	return 0;
}

static int read_file(struct tree *tree, const char *path, struct tree_file *file)
{
	char real[LORICA_MAX_PATH];
	int fd, err = look(tree, path, real, &file->st);

	if (err)
		return err;
	if (!S_ISREG(file->st.st_mode))
		return S_ISDIR(file->st.st_mode) ? -EISDIR : -ENODEV;
	if (file->st.st_size > TREE_MAX_FILE)
		return -EFBIG;
	fd = root_open(&tree->root, real, O_RDONLY);
	if (fd < 0)
		return fd;
	/* It may have been swapped meanwhile. */
	err = fstat(fd, &file->st) ? -errno : S_ISREG(file->st.st_mode) ? 0 : -ENODEV;
	if (!err)
		err = read_all(tree, fd, &file->text);
	close(fd);
	return err;
}

static const char *why_not_text(struct tree *tree, struct str text)
{
	struct lines lines = { .rest = text };
	struct str line;
	size_t i, n;

	while (lines_next(&lines, &line)) {
		if (lines.nr > TREE_MAX_LINES)
			return "more than 65536 lines";
		for (i = 0; i < line.n; i += n) {
			n = utf8_char(line.p + i, line.n - i);
			if (!n || !line.p[i])
				return arena_printf(tree->arena, "line %u is not %s", lines.nr,
						    n ? "text: it has a NUL" : "UTF-8");
		}
	}
	return NULL;
}

const struct tree_file *tree_file(struct tree *tree, const char *path)
{
	struct tree_file *file;

	for (file = tree->files; file; file = file->next)
		if (!strcmp(file->path, path))
			return file;
	file = arena_alloc(tree->arena, sizeof(*file));
	file->path = arena_string(tree->arena, path, strlen(path));
	file->err = read_file(tree, path, file);
	if (file->err == -ENOTDIR)
		file->err = -ENOENT;
	if (!file->err) {
		EVP_Digest(file->text.p, file->text.n, file->sha256, NULL, EVP_sha256(), NULL);
		file->not_text = why_not_text(tree, file->text);
	}
	file->next = tree->files;
	tree->files = file;
	return file;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int take_names(struct tree *tree, DIR *dir, struct names *names)
{
	const struct dirent *d;
	size_t room = 0;

	for (errno = 0; (d = readdir(dir)); errno = 0) {
		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		if (names->nr == TREE_MAX_NAMES)
			return -E2BIG;
		if (names->nr == room) {
			const char **more;

			room = room ? 2 * room : 32;
			more = arena_alloc(tree->arena, room * sizeof(*more));
			if (names->nr)
				memcpy(more, names->name, names->nr * sizeof(*more));
			names->name = more;
		}
		names->name[names->nr++] = arena_string(tree->arena, d->d_name, strlen(d->d_name));
	}
	if (errno)
		return -errno;
	if (names->nr)
		qsort(names->name, names->nr, sizeof(*names->name), by_bytes);
	return 0;
}

int tree_list(struct tree *tree, const char *path, struct names *names)
{
	char real[LORICA_MAX_PATH];
	int fd, err = root_follow(&tree->root, path, real);
	DIR *dir;

	memset(names, 0, sizeof(*names));
	if (err)
		return err;
	fd = root_open(&tree->root, real, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return fd;
	dir = fdopendir(fd);
	if (!dir) {
		err = -errno;
		close(fd);
		return err;
	}
	err = take_names(tree, dir, names);
	closedir(dir);
	return err;
}

const char *tree_link(struct tree *tree, const char *path)
{
	char real[LORICA_MAX_PATH], target[LORICA_MAX_PATH], *parent, *slash;
	const char *last = strrchr(path, '/');
	ssize_t n;
	int fd;

	parent = arena_string(tree->arena, path, last == path ? 1 : (size_t)(last - path));
	if (root_follow(&tree->root, parent, real))
		return NULL;
	slash = arena_printf(tree->arena, "%s%s", strcmp(real, "/") ? real : "", last);
	fd = root_open(&tree->root, slash, O_PATH);
	if (fd < 0)
		return NULL;
	n = readlinkat(fd, "", target, sizeof(target));
	close(fd);
	if (n < 0 || n >= (ssize_t)sizeof(target))
		return NULL;
	return arena_string(tree->arena, target, n);
}
