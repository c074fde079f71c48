// SPDX-License-Identifier: GPL-2.0-only
#include "scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "userspace/lib/arena.h"

enum { MAX_DEPTH = 64 };

struct way {
	struct probe *p;
	struct scan *scan;
	char path[4096];
	size_t len;
	unsigned int depth;
};

static void note_error(struct way *w, int err)
{
	if (w->scan->errors++)
		return;
	w->scan->error = arena_string(w->p->arena, w->path, w->len);
	w->scan->why = tree_why(err);
}

static void keep(struct way *w, struct scan_file *list, size_t *nr, const struct stat *st)
{
	if (*nr == SCAN_MAX) {
		note_error(w, -E2BIG);
		return;
	}
	list[(*nr)++] = (struct scan_file){ arena_string(w->p->arena, w->path, w->len), st->st_mode,
					    st->st_uid };
}

static void look_at(struct way *w, const struct stat *st)
{
	w->scan->files++;
	if (S_ISREG(st->st_mode) && st->st_mode & (S_ISUID | S_ISGID))
		keep(w, w->scan->setuid, &w->scan->nr_setuid, st);
	if (st->st_mode & S_IWOTH && !S_ISLNK(st->st_mode) && !S_ISCHR(st->st_mode) &&
	    !S_ISSOCK(st->st_mode) && !(S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX))
		keep(w, w->scan->writable, &w->scan->nr_writable, st);
}

static void walk(struct way *w, int fd);

static void enter(struct way *w, int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		note_error(w, -errno);
	else if (w->depth == MAX_DEPTH)
		note_error(w, -ENAMETOOLONG);
	if (fd >= 0 && w->depth < MAX_DEPTH) {
		w->depth++;
		walk(w, fd);
		w->depth--;
	} else if (fd >= 0) {
		close(fd);
	}
}

/* Takes over the descriptor. */
static void walk(struct way *w, int fd)
{
	DIR *dir = fdopendir(fd);
	size_t len = w->len;
	const struct dirent *d;
	struct stat st;

	if (!dir) {
		note_error(w, -errno);
		close(fd);
		return;
	}
	for (errno = 0; (d = readdir(dir)); errno = 0) {
		size_t n = strlen(d->d_name);

		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		if (len + 1 + n >= sizeof(w->path)) {
			note_error(w, -ENAMETOOLONG);
			continue;
		}
		w->path[len] = '/';
		memcpy(w->path + len + 1, d->d_name, n + 1);
		w->len = len + 1 + n;
		if (fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW)) {
			/* Files go while we look. */
			if (errno != ENOENT)
				note_error(w, -errno);
		} else if (st.st_dev == w->p->tree.root.dev) {
			look_at(w, &st);
			if (S_ISDIR(st.st_mode))
				enter(w, dirfd(dir), d->d_name);
		}
		w->len = len;
	}
	if (errno)
		note_error(w, -errno);
	closedir(dir);
}

const struct scan *scan_tree(struct probe *p, struct result *r)
{
	struct way w = { .p = p };
	int fd;

	if (!p->scan) {
		p->scan = arena_alloc(p->arena, sizeof(*p->scan));
		w.scan = p->scan;
		fd = root_open(&p->tree.root, "/", O_RDONLY | O_DIRECTORY);
		if (fd < 0)
			note_error(&w, fd);
		else
			walk(&w, fd);
	}
	if (p->scan->errors)
		say(r, AUDIT_ERROR, "%llu directories or files could not be looked at, as %s: %s",
		    (unsigned long long)p->scan->errors, *p->scan->error ? p->scan->error : "/",
		    p->scan->why);
	return p->scan->files ? p->scan : NULL;
}
