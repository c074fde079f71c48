// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file server that hands out listed bytes while the file is hashed and other
 * ones afterwards. It speaks just enough FUSE for one file in one directory.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { FILE_ID = 2, BUFFER = 1 << 20 };

struct image {
	char *data;
	size_t len;
};

static struct image good, evil;
static size_t served; /* bytes of the file handed out so far */

static struct fuse_attr attr_of(unsigned long long id)
{
	return (struct fuse_attr){
		.ino = id,
		.mode = id == FILE_ID ? S_IFREG | 0755 : S_IFDIR | 0755,
		.nlink = 1,
		.size = id == FILE_ID ? good.len : 0,
		.blksize = 4096,
	};
}

static void reply(int fd, unsigned long long unique, int error, const void *data, size_t len)
{
	static char out[BUFFER + sizeof(struct fuse_out_header)];
	struct fuse_out_header head = { sizeof(head) + len, error, unique };

	memcpy(out, &head, sizeof(head));
	if (len)
		memcpy(out + sizeof(head), data, len);
	if (write(fd, out, head.len) < 0 && errno != ENOENT)
		_exit(1);
}

/* Once the whole file has been read, it is another one. */
static void do_read(int fd, const struct fuse_in_header *in, const struct fuse_read_in *req)
{
	struct image now = served < good.len ? good : evil;
	size_t len = req->offset < good.len ? good.len - req->offset : 0;
	static char page[BUFFER];

	if (len > req->size)
		len = req->size;
	memcpy(page, good.data + req->offset, len);
	if (now.data == evil.data && req->offset < evil.len)
		memcpy(page, evil.data + req->offset,
		       len < evil.len - req->offset ? len : evil.len - req->offset);
	served += len;
	reply(fd, in->unique, 0, page, len);
}

static void serve(int fd, unsigned int open_flags)
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
			do_read(fd, in, arg);
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

/* Mounts at "f" with a server in a child; 0, or an errno. */
static int start_server(unsigned int open_flags, pid_t *pid)
{
	char options[128];
	int fd;

	good.data = slurp(SIGNED "prog", &good.len);
	evil.data = slurp(UNSIGNED "prog", &evil.len);
	/* A node of our own: opening it loads the driver where that is a module. */
	mknod("node", S_IFCHR | 0600, makedev(10, 229));
	fd = open("node", O_RDWR | O_CLOEXEC);
	if (fd < 0 || !good.data || !evil.data || own_mounts() || mkdir("f", 0755))
		return errno;
	snprintf(options, sizeof(options), "fd=%d,rootmode=40755,user_id=0,group_id=0", fd);
	if (mount("fuse", "f", "fuse", 0, options))
		return errno;
	*pid = fork();
	if (!*pid) {
		serve(fd, open_flags);
		_exit(0);
	}
	close(fd);
	return 0;
}

static enum result finish(enum result result, pid_t pid)
{
	umount2("f", MNT_DETACH);
	kill(pid, SIGKILL);
	return result;
}

static enum result exec_from(unsigned int open_flags)
{
	struct ran ran;
	pid_t pid;
	int err = start_server(open_flags, &pid);

	if (err)
		return say(err == ENODEV || err == ENXIO ? SKIPPED : WRONG, "FUSE: %s",
			   strerror(err));
	ran = run("f/p", NULL);
	if (strstr(ran.out, "EVIL"))
		return finish(say(WORKED, "hashed one content, ran another"), pid);
	/* The pages that were hashed stayed in the cache: no harm yet. */
	if (!ran.err && strstr(ran.out, "SIGNED"))
		return finish(REFUSED, pid);
	if (!ran.err) {
		say(WORKED, "a mixture of both contents was executed, status %#x", ran.status);
		return finish(WORKED, pid);
	}
	return finish(judge("exec", ran, EACCES), pid);
}

static enum result exec_cached(void)
{
	return exec_from(0);
}

static enum result exec_direct(void)
{
	return exec_from(FOPEN_DIRECT_IO);
}

static enum result map_from(unsigned int open_flags)
{
	enum result result = REFUSED;
	char *map;
	pid_t pid;
	int fd, err = start_server(open_flags, &pid);

	if (err)
		return say(err == ENODEV || err == ENXIO ? SKIPPED : WRONG, "FUSE: %s",
			   strerror(err));
	fd = open("f/p", O_RDONLY);
	map = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED) {
		result = expect_errno("mmap", -1, EACCES);
	} else {
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		result = say(memcmp(map, evil.data, evil.len) ? WRONG : WORKED,
			     "mapped, and the server decides what the pages hold");
	}
	return finish(result, pid);
}

static enum result map_cached(void)
{
	return map_from(0);
}

static enum result map_direct(void)
{
	return map_from(FOPEN_DIRECT_IO);
}

const struct probe fuse_probes[] = {
	{ "fuse.exec", exec_cached, false },
	{ "fuse.exec-direct-io", exec_direct, false },
	{ "fuse.map", map_cached, false },
	{ "fuse.map-direct-io", map_direct, false },
	{ NULL, NULL, false },
};
