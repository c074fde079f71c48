// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that fs-verity proves and a policy revokes by its SHA-256. They
 * need the policy that the scenario fsverity loads at its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuse_server.h"

enum { PAGE = 4096, TRIES = 2000 };

static struct gate {
	volatile int asked; /* the server has the request, so the pages are pinned */
	volatile int unmapped; /* and nobody has them mapped */
	volatile int sealed; /* it may answer */
	volatile int open; /* to the end */
} * gate;

static int fault_fd;
static char *fault_page;

static const struct timespec moment = { .tv_nsec = 2000000 };

static bool wait_for(volatile int *what)
{
	int i;

	for (i = 0; !*what && i < TRIES; i++)
		nanosleep(&moment, NULL);
	return *what;
}

static void *end_fault(void *unused)
{
	struct uffdio_zeropage zero = { .range = { (uintptr_t)fault_page, PAGE } };

	while (!gate->open)
		nanosleep(&moment, NULL);
	ioctl(fault_fd, UFFDIO_ZEROPAGE, &zero);
	return unused;
}

/* The first page is there, and whoever copies the second has to wait. */
static void half_answer(char *buf, size_t offset, size_t len)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	pthread_t thread;

	(void)offset, (void)len;
	memset(buf, 0xcc, PAGE);
	fault_page = mmap(buf + PAGE, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	reg.range = (struct uffdio_range){ (uintptr_t)fault_page, PAGE };
	fault_fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (fault_fd < 0 || ioctl(fault_fd, UFFDIO_API, &api) ||
	    ioctl(fault_fd, UFFDIO_REGISTER, &reg) ||
	    pthread_create(&thread, NULL, end_fault, NULL))
		_exit(1);
	gate->asked = 1;
	while (!gate->sealed)
		nanosleep(&moment, NULL);
}

static void *read_half(void *pages)
{
	int fd = open("f/p", O_RDONLY | O_CLOEXEC);

	return (void *)pread(fd, pages, 2 * PAGE, 0);
}

/* Until the cached page of the file has what the server sent. */
static bool is_changed(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), i;
	unsigned char byte = 0;

	for (i = 0; i < TRIES && byte != 0xcc; i++) {
		if (pread(fd, &byte, 1, 0) != 1)
			break;
		nanosleep(&moment, NULL);
	}
	close(fd);
	return byte == 0xcc;
}

/*
 * In a process of its own: who executes something closes what it has open, and
 * would wait for the server there.
 */
static void read_over(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	pthread_t thread;

	close(fd);
	if (pages == MAP_FAILED || pthread_create(&thread, NULL, read_half, pages) ||
	    !wait_for(&gate->asked))
		_exit(1);
	munmap(pages, 2 * PAGE);
	gate->unmapped = 1;
	pthread_join(thread, NULL);
	_exit(0);
}

static enum result attack(const char *path)
{
	enum result result;
	pid_t pid = fork();

	if (!pid)
		read_over(path);
	if (!wait_for(&gate->unmapped))
		return say(SKIPPED, "the read did not begin, or no userfaultfd");
	if (seal_verity(path))
		return say(WRONG, "seal: %s", strerror(errno));
	gate->sealed = 1;
	if (is_changed(path)) {
		/* The first time the kernel itself may have read the other page. */
		run(path, NULL);
		result = judge("a revoked program with another page in the cache", run(path, NULL),
			       EACCES);
	} else {
		result = say(WRONG, "the read did not reach the cache");
	}
	gate->open = 1;
	waitpid(pid, NULL, 0);
	return result;
}

static enum result half_read(void)
{
	pid_t pid;
	int err;

	gate = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (copy_file(VERITY "prog", "p") || copy_file(VERITY "prog", "control") ||
	    seal_verity("control"))
		return say(WRONG, "copy: %s", strerror(errno));
	if (judge("control: the revoked program", run("./control", NULL), EACCES) != REFUSED)
		return say(WRONG, "control: the program is not revoked");
	err = fuse_start(FOPEN_DIRECT_IO, 2 * PAGE, half_answer, &pid);
	if (err)
		return fuse_absent(err);
	return fuse_finish(attack("p"), pid);
}

const struct probe revoked_probes[] = {
	{ "revoked.half-read", half_read, true },
	{ NULL, NULL, false },
};
