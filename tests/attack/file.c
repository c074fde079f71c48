// SPDX-License-Identifier: GPL-2.0-only
/* Small acts on files and mounts; -1 with errno where nothing else is said. */
#include "probe.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

void *slurp(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *data = NULL;

	*len = 0;
	if (fd < 0)
		return NULL;
	if (!fstat(fd, &st))
		data = malloc(st.st_size + 1);
	if (data) {
		*len = st.st_size;
		if (read(fd, data, *len) != (ssize_t)*len) {
			free(data);
			data = NULL;
		}
	}
	close(fd);
	return data;
}

static int put(const char *path, int flags, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0755), ret;

	if (fd < 0)
		return -1;
	ret = write(fd, data, len) == (ssize_t)len ? 0 : -1;
	if (flags & O_CREAT)
		fsync(fd);
	return close(fd) ? -1 : ret;
}

int copy_file(const char *from, const char *to)
{
	size_t len;
	void *data = slurp(from, &len);
	int ret = data ? put(to, O_CREAT | O_TRUNC, data, len) : -1;

	free(data);
	return ret;
}

int copy_flipped(const char *from, const char *to)
{
	size_t len;
	char *data = slurp(from, &len);
	int ret = -1;

	if (data) {
		/* The end of a stripped program: its section headers, which nobody reads. */
		data[len - 1] ^= 1;
		ret = put(to, O_CREAT | O_TRUNC, data, len);
	}
	free(data);
	return ret;
}

int overwrite(const char *path, const void *data, size_t len)
{
	return put(path, 0, data, len);
}

int write_text(const char *path, const char *text)
{
	return put(path, 0, text, strlen(text));
}

ssize_t read_text(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t have = 0;
	ssize_t n = 1;

	if (fd < 0)
		return -1;
	while (n > 0 && have < size - 1) {
		n = read(fd, buf + have, size - 1 - have);
		have += n > 0 ? n : 0;
	}
	buf[have] = '\0';
	close(fd);
	return n < 0 ? n : (ssize_t)have;
}

int own_mounts(void)
{
	if (unshare(CLONE_NEWNS))
		return -1;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

int mount_tmpfs(const char *dir)
{
	mkdir(dir, 0755);
	return mount("tmpfs", dir, "tmpfs", 0, NULL);
}

bool status_value(const char *key, char *value, size_t size)
{
	static char text[65536];
	size_t n = strlen(key);
	char *line;

	if (read_text(NODE "status", text, sizeof(text)) < 0)
		return false;
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (!strncmp(line, key, n) && line[n] == ' ') {
			snprintf(value, size, "%s", line + n + 1);
			return true;
		}
	}
	return false;
}

bool exists(const char *path)
{
	return !access(path, F_OK);
}
