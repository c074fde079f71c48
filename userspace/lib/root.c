// SPDX-License-Identifier: GPL-2.0-only
#include "root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/shim.h"

int root_init(struct root *root, const char *name, bool cross_mounts)
{
	struct stat st;
	int err;

	memset(root, 0, sizeof(*root));
	root->name = name;
	root->cross_mounts = cross_mounts;
	root->fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return -errno;
	if (fstat(root->fd, &st)) {
		err = -errno;
		close(root->fd);
		return err;
	}
	root->dev = st.st_dev;
	return 0;
}

static int open_at_once(struct root *root, const char *path, int flags, u64 resolve)
{
	struct open_how how = { .flags = flags, .resolve = resolve | RESOLVE_NO_MAGICLINKS };
	int fd;

	do {
		fd = syscall(SYS_openat2, root->fd, path, &how, sizeof(how));
	} while (fd < 0 && (errno == EINTR || errno == EAGAIN));
	return fd < 0 ? -errno : fd;
}

/* A bind mount of the same file system is not seen this way. */
static int check_device(const struct root *root, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	return root->cross_mounts || st.st_dev == root->dev ? 0 : -EXDEV;
}

static int open_step(struct root *root, int dir, const char *name, int flags)
{
	int fd = openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = check_device(root, fd);
	if (!err)
		return fd;
	close(fd);
	return err;
}

static int open_by_steps(struct root *root, const char *path, int flags)
{
	int dir = root->fd, fd;
	char name[256];

	for (;;) {
		size_t n = strcspn(path, "/");
		bool last = !path[n];

		if (n >= sizeof(name)) {
			fd = -ENAMETOOLONG;
		} else if (n == 2 && !memcmp(path, "..", 2)) {
			fd = -EXDEV;
		} else {
			memcpy(name, path, n);
			name[n] = '\0';
			fd = open_step(root, dir, name, last ? flags : O_PATH | O_DIRECTORY);
		}
		if (dir != root->fd)
			close(dir);
		if (fd < 0 || last)
			return fd;
		dir = fd;
		path += n + 1;
	}
}

int root_open(struct root *root, const char *path, int flags)
{
	int fd;

	path += *path == '/';
	if (!*path)
		path = ".";
	flags |= O_CLOEXEC | O_NOFOLLOW;
	/* A FIFO swapped in for a file must not stop us. openat2(2) takes O_PATH without it. */
	if (!(flags & O_PATH))
		flags |= O_NONBLOCK;
	if (!atomic_load(&root->no_openat2)) {
		fd = open_at_once(root, path, flags,
				  RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
					  (root->cross_mounts ? 0 : RESOLVE_NO_XDEV));
		/* Old sandboxes answer unknown system calls with EPERM. */
		if (fd != -ENOSYS && fd != -EPERM)
			return fd;
		if (fd == -ENOSYS)
			atomic_store(&root->no_openat2, true);
	}
	return open_by_steps(root, path, flags);
}

int root_open_inside(struct root *root, const char *path)
{
	int fd = open_at_once(root, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, RESOLVE_IN_ROOT);

	return fd == -ENOSYS || fd == -EPERM ? root_open(root, path, O_RDONLY) : fd;
}

void root_close(struct root *root)
{
	close(root->fd);
}
