// SPDX-License-Identifier: GPL-2.0-only
#include "extract.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sema.h"

/* Goes down one directory, which is made when it misses; closes @at. */
static int descend(int at, const char *name)
{
	int fd = -1, err = 0;

	if (mkdirat(at, name, 0777) && errno != EEXIST)
		err = -errno;
	else
		fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (!err && fd < 0)
		err = -errno;
	close(at);
	return err ? err : fd;
}

static bool same(int at, const char *name, const char *data, size_t len)
{
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char buf[4096];
	ssize_t n = -1;
	size_t have = 0;

	if (fd < 0)
		return false;
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		if ((size_t)n > len - have || memcmp(buf, data + have, n))
			break;
		have += n;
	}
	close(fd);
	return !n && have == len;
}

static int create(int at, const char *name, const char *data, size_t len)
{
	int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	int err = 0;
	ssize_t n;

	if (fd < 0 && errno == EEXIST)
		return same(at, name, data, len) ? 0 : -EEXIST;
	if (fd < 0)
		return -errno;
	for (; len && !err; data += n, len -= n) {
		n = write(fd, data, len);
		if (n < 0) {
			err = -errno;
			n = 0;
		}
	}
	if (close(fd) && !err)
		err = -errno;
	if (err)
		unlinkat(at, name, 0);
	return err;
}

int extract_file(const char *dir, const char *path, const void *data, size_t len)
{
	char name[NAME_MAX + 1];
	int at, err;
	size_t n;

	if (!sema_path_inside(path))
		return -EXDEV;
	if (mkdir(dir, 0777) && errno != EEXIST)
		return -errno;
	at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return -errno;
	for (; (n = strcspn(path, "/")), path[n]; path += n + strspn(path + n, "/")) {
		if (n > NAME_MAX) {
			close(at);
			return -ENAMETOOLONG;
		}
		memcpy(name, path, n);
		name[n] = '\0';
		at = descend(at, name);
		if (at < 0)
			return at;
	}
	err = *path ? create(at, path, data, len) : -EISDIR;
	close(at);
	return err;
}
