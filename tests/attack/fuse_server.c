// SPDX-License-Identifier: GPL-2.0-only
/* Speaks just enough FUSE for one file in one directory. */
#include "fuse_server.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILE_ID = 2, BUFFER = 1 << 20 };

static size_t file_size;

static struct fuse_attr attr_of(unsigned long long id)
{
	return (struct fuse_attr){
		.ino = id,
		.mode = id == FILE_ID ? S_IFREG | 0755 : S_IFDIR | 0755,
		.nlink = 1,
		.size = id == FILE_ID ? file_size : 0,
		.blksize = 4096,
	};
}

static void reply(int fd, unsigned long long unique, int error, const void *data, size_t len)
{
	struct fuse_out_header head = { sizeof(head) + len, error, unique };
	/* From where it lies: a probe may have made that memory slow. */
	const struct iovec out[] = { { &head, sizeof(head) }, { (void *)data, len } };

	if (writev(fd, out, len ? 2 : 1) < 0 && errno != ENOENT)
		_exit(1);
}

static void do_read(int fd, const struct fuse_in_header *in, const struct fuse_read_in *req,
		    fuse_content *content)
{
	size_t len = req->offset < file_size ? file_size - req->offset : 0;
	static char page[BUFFER] __attribute__((aligned(4096)));

	if (len > req->size)
		len = req->size;
	content(page, req->offset, len);
	reply(fd, in->unique, 0, page, len);
}

static void serve(int fd, unsigned int open_flags, fuse_content *content)
{
	static char buf[BUFFER];
	const struct fuse_in_header *in = (void *)buf;
	const void *arg = buf + sizeof(*in);

	while (read(fd, buf, sizeof(buf)) > 0) {
		struct fuse_init_out init = {
			.major = 7, .minor = 31, .max_write = 65536, .max_readahead = 0
		};
		struct fuse_entry_out entry = { .nodeid = FILE_ID, .attr = attr_of(FILE_ID) };
		struct fuse_attr_out attr = { .attr = attr_of(in->nodeid) };
		struct fuse_open_out open = { .open_flags = open_flags };

		switch (in->opcode) {
		case FUSE_INIT:
			reply(fd, in->unique, 0, &init, sizeof(init));
			break;
		case FUSE_LOOKUP:
			if (strcmp(arg, "p"))
				reply(fd, in->unique, -ENOENT, NULL, 0);
			else
				reply(fd, in->unique, 0, &entry, sizeof(entry));
			break;
		case FUSE_GETATTR:
			reply(fd, in->unique, 0, &attr, sizeof(attr));
			break;
		case FUSE_OPEN:
		case FUSE_OPENDIR:
			reply(fd, in->unique, 0, &open, sizeof(open));
			break;
		case FUSE_READ:
			do_read(fd, in, arg, content);
			break;
		case FUSE_RELEASE:
		case FUSE_RELEASEDIR:
		case FUSE_FLUSH:
			reply(fd, in->unique, 0, NULL, 0);
			break;
		case FUSE_FORGET:
		case FUSE_BATCH_FORGET:
		case FUSE_INTERRUPT:
			break;
		default:
			reply(fd, in->unique, -ENOSYS, NULL, 0);
		}
	}
}

int fuse_start(unsigned int open_flags, size_t size, fuse_content *content, pid_t *pid)
{
	char options[128];
	int fd;

	file_size = size;
	/* A node of our own: opening it loads the driver where that is a module. */
	mknod("node", S_IFCHR | 0600, makedev(10, 229));
	fd = open("node", O_RDWR | O_CLOEXEC);
	if (fd < 0 || own_mounts() || mkdir("f", 0755))
		return errno;
	snprintf(options, sizeof(options), "fd=%d,rootmode=40755,user_id=0,group_id=0", fd);
	if (mount("fuse", "f", "fuse", 0, options))
		return errno;
	*pid = fork();
	if (!*pid) {
		serve(fd, open_flags, content);
		_exit(0);
	}
	close(fd);
	return 0;
}

enum result fuse_finish(enum result result, pid_t pid)
{
	umount2("f", MNT_DETACH);
	kill(pid, SIGKILL);
	return result;
}

enum result fuse_absent(int err)
{
	return say(err == ENODEV || err == ENXIO ? SKIPPED : WRONG, "FUSE: %s", strerror(err));
}
