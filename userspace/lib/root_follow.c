// SPDX-License-Identifier: GPL-2.0-only
#include "root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/limits.h"

enum { MAX_LINKS = 40 }; /* that the kernel follows in one path */

/* A way that is gone one name after the other. */
struct way {
	char *gone;
	char left[2 * LORICA_MAX_PATH];
	unsigned int links;
};

static void step_back(char *gone)
{
	char *slash = strrchr(gone, '/');

	if (slash)
		*slash = '\0';
}

/* Puts the target of a link in front of what is left. */
static int take_link(struct way *way, int fd)
{
	char target[LORICA_MAX_PATH], rest[2 * LORICA_MAX_PATH];
	ssize_t n = readlinkat(fd, "", target, sizeof(target) - 1);

	if (n < 0)
		return -errno;
	if (++way->links > MAX_LINKS)
		return -ELOOP;
	target[n] = '\0';
	if (*target == '/')
		*way->gone = '\0';
	else
		step_back(way->gone);
	strcpy(rest, way->left);
	if (snprintf(way->left, sizeof(way->left), "%s/%s", target, rest) >= (int)sizeof(way->left))
		return -ENAMETOOLONG;
	return 0;
}

static int take_name(struct root *root, struct way *way, const char *name, size_t n)
{
	size_t len = strlen(way->gone);
	struct stat st;
	int fd, err = 0;

	if (len + 1 + n >= LORICA_MAX_PATH)
		return -ENAMETOOLONG;
	snprintf(way->gone + len, LORICA_MAX_PATH - len, "/%.*s", (int)n, name);
	fd = root_open(root, way->gone, O_PATH);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st))
		err = -errno;
	else if (S_ISLNK(st.st_mode))
		err = take_link(way, fd);
	close(fd);
	return err;
}

int root_follow(struct root *root, const char *path, char *real)
{
	struct way way = { .gone = real };
	char name[LORICA_MAX_PATH];
	int err = 0;
	size_t n;

	*real = '\0';
	if (strlen(path) >= LORICA_MAX_PATH)
		return -ENAMETOOLONG;
	strcpy(way.left, path);
	while (!err) {
		size_t slashes = strspn(way.left, "/");

		n = strcspn(way.left + slashes, "/");
		if (!n)
			break;
		if (n >= sizeof(name))
			return -ENAMETOOLONG;
		memcpy(name, way.left + slashes, n);
		name[n] = '\0';
		memmove(way.left, way.left + slashes + n, strlen(way.left + slashes + n) + 1);
		if (!strcmp(name, ".."))
			step_back(real);
		else if (strcmp(name, "."))
			err = take_name(root, &way, name, n);
	}
	if (!err && !*real)
		strcpy(real, "/");
	return err;
}
