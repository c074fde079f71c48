// SPDX-License-Identifier: GPL-2.0-only
#include "deb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "collect.h"
#include "kernel/limits.h"

enum { CHUNK = 64 << 10 };

/**
 * struct deb - a package that is being read
 * @c: where its code goes
 * @file: its name
 * @outer: the ar archive
 * @data: the tar archive with the files, a member of @outer
 * @chunk: a piece of that member
 */
struct deb {
	struct collect *c;
	const char *file;
	struct archive *outer;
	struct archive *data;
	char chunk[CHUNK];
};

static int wrong(const struct deb *deb, const char *what, const char *path, int err)
{
	fprintf(stderr, "lorica: '%s': %s%s%s%s\n", deb->file, what, path ? " '" : "", path ?: "",
		path ? "'" : "");
	return err;
}

static int damaged(const struct deb *deb, struct archive *a)
{
	const char *why = archive_error_string(a);

	fprintf(stderr, "lorica: '%s' cannot be read: %s\n", deb->file, why ?: "it is damaged");
	return -EIO;
}

/* What Debian merged into /usr; dpkg follows the links. */
static bool is_merged(const char *path)
{
	static const char *const dirs[] = { "bin", "sbin", "lib", "lib32", "lib64", "libx32" };
	size_t i, n = strcspn(path, "/");

	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		if (strlen(dirs[i]) == n && !strncmp(path, dirs[i], n))
			return path[n];
	return false;
}

/* From "./usr/bin/x", as tar has it, to "/usr/bin/x"; NULL when it leads elsewhere. */
static char *installed(struct deb *deb, const char *path)
{
	const char *p;
	size_t n;

	if (!path)
		return NULL;
	while (!strncmp(path, "./", 2) || *path == '/')
		path += *path == '/' ? 1 : 2;
	for (p = path; *p; p += n + (p[n] == '/')) {
		n = strcspn(p, "/");
		if (!n || (n <= 2 && !strncmp(p, "..", n)))
			return NULL;
	}
	if (!*path || strlen(path) + sizeof("/usr/") > LORICA_MAX_PATH)
		return NULL;
	return arena_printf(&deb->c->arena, "%s%s", is_merged(path) ? "/usr/" : "/", path);
}

/* Hashing wants a descriptor, and a member of an archive has none. */
static int unpack(struct deb *deb, int fd)
{
	if (archive_read_data_into_fd(deb->data, fd) != ARCHIVE_OK)
		return damaged(deb, deb->data);
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

static int take_file(struct deb *deb, char *path)
{
	int fd = memfd_create("lorica-deb", MFD_CLOEXEC), err;

	if (fd < 0)
		return wrong(deb, strerror(errno), NULL, -errno);
	err = unpack(deb, fd);
	if (!err)
		err = collect_fd(deb->c, path, fd, deb->file, deb->c->all);
	close(fd);
	return err;
}

static int take(struct deb *deb, struct archive_entry *entry)
{
	const char *link = archive_entry_hardlink(entry), *other;
	char *path;

	if (archive_entry_filetype(entry) == AE_IFLNK) {
		deb->c->walk.symlinks++;
		return 0;
	}
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return 0;
	if (!link && archive_entry_filetype(entry) != AE_IFREG) {
		deb->c->walk.special++;
		return 0;
	}
	path = installed(deb, archive_entry_pathname(entry));
	if (!path)
		return wrong(deb, "no path for a file:", archive_entry_pathname(entry), -EINVAL);
	if (link) {
		other = installed(deb, link);
		return other ? collect_again(deb->c, path, other) :
			       wrong(deb, "no path for a link:", link, -EINVAL);
	}
	if (archive_entry_size(entry) > LORICA_MAX_FILE)
		return wrong(deb, "larger than what a kernel checks:", path, -EFBIG);
	return take_file(deb, path);
}

static la_ssize_t read_member(struct archive *a, void *context, const void **buffer)
{
	struct deb *deb = context;
	la_ssize_t n = archive_read_data(deb->outer, deb->chunk, sizeof(deb->chunk));

	*buffer = deb->chunk;
	if (n < 0)
		archive_set_error(a, EIO, "%s", archive_error_string(deb->outer) ?: "damaged");
	return n;
}

static int take_all(struct deb *deb)
{
	struct archive_entry *entry;
	int ret, err = 0;

	archive_read_support_format_tar(deb->data);
	archive_read_support_filter_all(deb->data);
	if (archive_read_open(deb->data, deb, NULL, read_member, NULL) != ARCHIVE_OK)
		return damaged(deb, deb->data);
	while (!err) {
		ret = archive_read_next_header(deb->data, &entry);
		if (ret == ARCHIVE_EOF)
			return 0;
		err = ret == ARCHIVE_OK || ret == ARCHIVE_WARN ? take(deb, entry) :
								 damaged(deb, deb->data);
	}
	return err;
}

/* The members are debian-binary, control.tar and data.tar, each with a suffix of its own. */
static int find_data(struct deb *deb)
{
	struct archive_entry *entry;
	int ret;

	while ((ret = archive_read_next_header(deb->outer, &entry)) == ARCHIVE_OK)
		if (!strncmp(archive_entry_pathname(entry) ?: "", "data.tar", 8))
			return take_all(deb);
	return ret == ARCHIVE_EOF ?
		       wrong(deb, "no Debian package: it has no data.tar", NULL, -EINVAL) :
		       damaged(deb, deb->outer);
}

int deb_collect(struct collect *c, const char *file)
{
	struct deb deb = { .c = c, .file = file };
	int err;

	deb.outer = archive_read_new();
	deb.data = archive_read_new();
	if (!deb.outer || !deb.data) {
		err = wrong(&deb, strerror(ENOMEM), NULL, -ENOMEM);
	} else {
		archive_read_support_format_ar(deb.outer);
		err = archive_read_open_filename(deb.outer, file, CHUNK) == ARCHIVE_OK ?
			      find_data(&deb) :
			      damaged(&deb, deb.outer);
	}
	archive_read_free(deb.data);
	archive_read_free(deb.outer);
	return err;
}
