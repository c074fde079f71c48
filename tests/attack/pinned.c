// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that somebody pinned while he might write to the file: the descriptor
 * is closed and the mapping gone, no count shows a writer, and io_uring or a
 * read that has not ended still writes to them, without a change of the inode.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "fuse_server.h"
#include "ring.h"

enum { PAGE = 4096 };

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

static struct gate {
	volatile int asked; /* the server has the request, so the page is pinned */
	volatile int open; /* it may answer */
} * gate;

static bool sealed; /* by fs-verity, between the pinning and the check */

static const struct timespec moment = { .tv_nsec = 2000000 };

static void late_answer(char *buf, size_t offset, size_t len)
{
	(void)offset;
	gate->asked = 1;
	while (!gate->open)
		nanosleep(&moment, NULL);
	memset(buf, 0xcc, len);
}

static void *read_late(void *page)
{
	int fd = open("f/p", O_RDONLY | O_CLOEXEC);

	return (void *)pread(fd, page, PAGE, 0);
}

/* A page of @path by which it can be written, also when the descriptor is closed. */
static char *writable_page(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	return page;
}

static char *executable_page(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	char *page = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	err = errno;
	close(fd);
	errno = err;
	return page;
}

static enum result read_into(const char *path)
{
	char before[PAGE], *page = writable_page(path), *code;
	enum result result = REFUSED;
	void *got = NULL;
	pthread_t thread;
	int i;

	if (page == MAP_FAILED || pthread_create(&thread, NULL, read_late, page))
		return say(WRONG, "prepare: %s", strerror(errno));
	for (i = 0; !gate->asked && i < 2000; i++)
		nanosleep(&moment, NULL);
	munmap(page, PAGE);
	if (sealed && seal_verity(path))
		return say(WRONG, "seal: %s", strerror(errno));
	code = executable_page(path);
	if (code == MAP_FAILED)
		result = expect_errno("mmap", -1, EACCES);
	else
		memcpy(before, code, PAGE);
	gate->open = 1;
	pthread_join(thread, &got);
	if (i == 2000 || (long)got != PAGE)
		return say(WRONG, "control: the slow read gave %ld", (long)got);
	if (code == MAP_FAILED)
		return result;
	if (memcmp(before, code, PAGE))
		return say(WORKED, "a read that began before changed an executable mapping");
	return say(REFUSED, "mapped, and the read did not reach it");
}

/* The same, and fs-verity is enabled while the read is under way: it keeps what is cached. */
static enum result slow_read_sealed(void)
{
	pid_t pid;
	int err;

	gate = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sealed = true;
	if (copy_file(VERITY "prog", "p") || copy_file(VERITY "prog", "control"))
		return say(WRONG, "copy: %s", strerror(errno));
	if (seal_verity("control") || executable_page("control") == MAP_FAILED)
		return say(WRONG, "control: without a reader: %s", strerror(errno));
	err = fuse_start(FOPEN_DIRECT_IO, PAGE, late_answer, &pid);
	if (err)
		return fuse_absent(err);
	return fuse_finish(read_into("p"), pid);
}

static enum result slow_read(void)
{
	char *page;
	pid_t pid;
	int err;

	gate = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (copy_file(SIGNED "prog", "p") || copy_file(SIGNED "prog", "control"))
		return say(WRONG, "copy: %s", strerror(errno));
	page = writable_page("control");
	*(volatile char *)page = *page;
	munmap(page, PAGE);
	if (executable_page("control") == MAP_FAILED)
		return say(WRONG, "control: without a reader: %s", strerror(errno));
	err = fuse_start(FOPEN_DIRECT_IO, PAGE, late_answer, &pid);
	if (err)
		return fuse_absent(err);
	return fuse_finish(read_into("p"), pid);
}

const struct probe pinned_probes[] = {
	{ "pinned.root", on_root, false },
	{ "pinned.tmpfs", on_tmpfs, false },
	{ "pinned.slow-read", slow_read, false },
	/* Needs what the probes of fs-verity need. */
	{ "fsverity.slow-read", slow_read_sealed, true },
	{ NULL, NULL, false },
};
