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

enum { CHUNK = 64 << 10, CONTROL = 16 << 10 };

/**
 * struct deb - a package that is being read
 * @c: where its code goes
 * @file: its name
 * @outer: the ar archive
 * @member: a tar archive inside of @outer
 * @package: its name
 * @chunk: a piece of the member
 * @chunk_control: the beginning of its control file
 */
struct deb {
	struct collect *c;
	const char *file;
	struct archive *outer;
	struct archive *member;
	char *package;
	char chunk[CHUNK];
	char chunk_control[CONTROL];
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
	if (archive_read_data_into_fd(deb->member, fd) != ARCHIVE_OK)
		return damaged(deb, deb->member);
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

static int take_file(struct deb *deb, char *path, int64_t size)
{
	int fd, err;

	if (size > LORICA_MAX_FILE)
		return wrong(deb, "larger than what a kernel checks:", path, -EFBIG);
	fd = memfd_create("lorica-deb", MFD_CLOEXEC);
	if (fd < 0)
		return wrong(deb, strerror(errno), NULL, -errno);
	err = unpack(deb, fd);
	if (!err)
		err = collect_fd(deb->c, path, fd, deb->file, deb->c->all);
	close(fd);
	return err;
}

/* Of the files for the system. */
static int take_data(struct deb *deb, struct archive_entry *entry)
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
	return take_file(deb, path, archive_entry_size(entry));
}

/* The part of a path behind its directory, NULL when it is not in the first one. */
static const char *control_name(struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry) ?: "";

	if (!strncmp(path, "./", 2))
		path += 2;
	return archive_entry_filetype(entry) == AE_IFREG && !strchr(path, '/') ? path : NULL;
}

/* Of the maintainer's files: the scripts, where dpkg keeps them. */
static int take_control(struct deb *deb, struct archive_entry *entry)
{
	static const char *const scripts[] = { "preinst", "postinst", "prerm", "postrm", "config" };
	const char *name = control_name(entry);
	size_t i = 0;

	while (name && i < ARRAY_SIZE(scripts) && strcmp(name, scripts[i]))
		i++;
	if (!name || i == ARRAY_SIZE(scripts))
		return 0;
	return take_file(deb,
			 arena_printf(&deb->c->arena, "/var/lib/dpkg/info/%s.%s", deb->package,
				      name),
			 archive_entry_size(entry));
}

/* Fills deb->package from the field of the control file, which is the first one. */
static int find_package(struct deb *deb, struct archive_entry *entry)
{
	const char *name = control_name(entry), *field = "Package:";
	char *line, *rest = deb->chunk_control;
	la_ssize_t n;

	if (!name || strcmp(name, "control"))
		return 0;
	n = archive_read_data(deb->member, deb->chunk_control, sizeof(deb->chunk_control) - 1);
	if (n < 0)
		return damaged(deb, deb->member);
	deb->chunk_control[n] = '\0';
	while ((line = strsep(&rest, "\n"))) {
		if (strncasecmp(line, field, strlen(field)))
			continue;
		line += strlen(field);
		line += strspn(line, " \t");
		line[strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789+-.")] = '\0';
		deb->package = arena_string(&deb->c->arena, line, strlen(line));
	}
	return 0;
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

/* Goes through the files of a member of the package. */
static int each_file(struct deb *deb, int (*each)(struct deb *deb, struct archive_entry *entry))
{
	struct archive_entry *entry;
	int ret, err = 0;

	archive_read_support_format_tar(deb->member);
	archive_read_support_filter_all(deb->member);
	if (archive_read_open(deb->member, deb, NULL, read_member, NULL) != ARCHIVE_OK)
		return damaged(deb, deb->member);
	while (!err) {
		ret = archive_read_next_header(deb->member, &entry);
		if (ret == ARCHIVE_EOF)
			return 0;
		err = ret == ARCHIVE_OK || ret == ARCHIVE_WARN ? each(deb, entry) :
								 damaged(deb, deb->member);
	}
	return err;
}

/* The members are debian-binary, control.tar and data.tar, each with a suffix of its own. */
static int find_member(struct deb *deb, const char *name,
		       int (*each)(struct deb *deb, struct archive_entry *entry))
{
	struct archive_entry *entry;
	int ret;

	archive_read_support_format_ar(deb->outer);
	if (archive_read_open_filename(deb->outer, deb->file, CHUNK) != ARCHIVE_OK)
		return damaged(deb, deb->outer);
	while ((ret = archive_read_next_header(deb->outer, &entry)) == ARCHIVE_OK)
		if (!strncmp(archive_entry_pathname(entry) ?: "", name, strlen(name)))
			return each_file(deb, each);
	return ret == ARCHIVE_EOF ?
		       wrong(deb, "no Debian package: it does not have", name, -EINVAL) :
		       damaged(deb, deb->outer);
}

static int run(struct deb *deb, const char *name,
	       int (*each)(struct deb *deb, struct archive_entry *entry))
{
	int err;

	deb->outer = archive_read_new();
	deb->member = archive_read_new();
	err = deb->outer && deb->member ? find_member(deb, name, each) :
					  wrong(deb, strerror(ENOMEM), NULL, -ENOMEM);
	archive_read_free(deb->member);
	archive_read_free(deb->outer);
	return err;
}

int deb_collect(struct collect *c, const char *file)
{
	struct deb deb = { .c = c, .file = file };
	int err = run(&deb, "control.tar", find_package);

	if (!err && !deb.package)
		err = wrong(&deb, "no Debian package: its control file has no",
			    "Package:", -EINVAL);
	if (!err)
		err = run(&deb, "control.tar", take_control);
	return err ? err : run(&deb, "data.tar", take_data);
}
