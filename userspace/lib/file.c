// SPDX-License-Identifier: GPL-2.0-only
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ = 16 << 10 };

static int read_all(int fd, size_t max, char **data, size_t *len)
{
	size_t room = FIRST_READ, have = 0;
	char *buf = malloc(room + 1), *more;
	ssize_t n;

	if (!buf)
		return -ENOMEM;
	while ((n = read(fd, buf + have, room - have))) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			goto err_free;
		have += n;
		if (have > max) {
			errno = EFBIG;
			goto err_free;
		}
		if (have < room)
			continue;
		room *= 2;
		more = realloc(buf, room + 1);
		if (!more)
			goto err_free;
		buf = more;
	}
	buf[have] = '\0';
	*data = buf;
	*len = have;
	return 0;

err_free:
	n = -errno;
	free(buf);
	return n;
}

int file_read(const char *path, size_t max, char **data, size_t *len)
{
	struct stat st;
	int fd, err;

	if (!strcmp(path, "-"))
		return read_all(STDIN_FILENO, max, data, len);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && (uintmax_t)st.st_size > max)
		err = -EFBIG;
	else
		err = read_all(fd, max, data, len);
	close(fd);
	return err;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= n;
	}
	return 0;
}

static int write_direct(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = write_all(fd, data, len);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* The mode that a plain open(2) with O_CREAT would give. */
static mode_t creation_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

int file_write(const char *path, const void *data, size_t len)
{
	struct stat st;
	char *temp;
	int fd, err;

	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, data, len);
	if (!stat(path, &st) && !S_ISREG(st.st_mode))
		return write_direct(path, data, len);
	if (asprintf(&temp, "%s.XXXXXX", path) < 0)
		return -ENOMEM;
	fd = mkstemp(temp);
	if (fd < 0) {
		err = -errno;
		goto out_free;
	}
	err = write_all(fd, data, len);
	if (!err && (fchmod(fd, creation_mode()) || fsync(fd)))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(temp, path))
		err = -errno;
	if (err)
		unlink(temp);
out_free:
	free(temp);
	return err;
}
