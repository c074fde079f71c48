// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmd.h"

#define NODES "/sys/kernel/security/lorica/"

int node_exit(int err)
{
	if (err != -ENOENT)
		return EXIT_FAILED;
	fputs("  what to do: " NODE_REMEDY "\n", stderr);
	return EXIT_UNSUPPORTED;
}

int node_open(const char *name, int flags)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), NODES "%s", name);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int node_write(const char *name, const void *data, size_t len)
{
	int fd = node_open(name, O_WRONLY);
	ssize_t n;
	int ret = 0;

	if (fd < 0)
		return fd;
	n = write(fd, data, len);
	if (n < 0)
		ret = -errno;
	else if ((size_t)n != len)
		ret = -EIO;
	close(fd);
	return ret;
}

int node_word(const char *name, const char *word)
{
	return node_write(name, word, strlen(word));
}

int node_read(const char *name, char **text)
{
	size_t len = 0, room = 4096;
	int fd = node_open(name, O_RDONLY);
	char *buf = malloc(room), *more;
	ssize_t n = 0;

	if (fd < 0 || !buf) {
		if (fd >= 0)
			close(fd);
		free(buf);
		return fd < 0 ? fd : -ENOMEM;
	}
	while ((n = read(fd, buf + len, room - len - 1)) > 0) {
		len += n;
		if (len + 1 < room)
			continue;
		more = realloc(buf, room * 2);
		if (!more) {
			errno = ENOMEM;
			n = -1;
			break;
		}
		buf = more;
		room *= 2;
	}
	if (n < 0) {
		int err = -errno;

		free(buf);
		close(fd);
		return err;
	}
	close(fd);
	buf[len] = '\0';
	*text = buf;
	return 0;
}

bool node_value(const char *text, const char *key, char *value, size_t size)
{
	size_t n = strlen(key);
	const char *line;

	for (line = text; line && *line; line = strchr(line, '\n'), line += !!line) {
		if (strncmp(line, key, n) || line[n] != ' ')
			continue;
		snprintf(value, size, "%.*s", (int)strcspn(line + n + 1, "\n"), line + n + 1);
		return true;
	}
	return false;
}
