// SPDX-License-Identifier: GPL-2.0-only
/* What somebody without privilege can keep others from. */
#include "probe.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../kernel/uapi/lorica.h"

enum { PAGE = 4096, TRIES = 1000, CHECKS = 4, PATIENCE = 30 };

static const struct timespec moment = { .tv_nsec = 2000000 };

static bool become_nobody(void)
{
	return !setgid(65534) && !setuid(65534);
}

/* A file of zeros that everybody may read and execute, and only root may write. */
static int make_sparse(const char *path, off_t size)
{
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0755), ret;

	if (fd < 0)
		return -1;
	ret = ftruncate(fd, size) || fchmod(fd, 0755) || chmod(".", 0755) ? -1 : 0;
	close(fd);
	return ret;
}

static int map_executable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	err = p == MAP_FAILED ? errno : 0;
	if (!err)
		munmap(p, PAGE);
	close(fd);
	return err;
}

struct seen {
	volatile int started; /* mappings that were asked for */
	volatile int odd; /* an errno that was not EACCES; -1 for success */
};

static void map_for_ever(struct seen *seen)
{
	int err;

	if (!become_nobody())
		_exit(1);
	for (;;) {
		seen->started++;
		err = map_executable("big");
		if (err != EACCES)
			seen->odd = err ? err : -1;
	}
}

/* While a file is hashed for somebody who may only read it, its owner writes. */
static enum result writer_kept_out(void)
{
	struct seen *seen = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
				 0);
	time_t end = time(NULL) + PATIENCE;
	enum result result = REFUSED;
	pid_t pid;
	int i, fd;

	if (make_sparse("big", 8 << 20))
		return say(WRONG, "prepare: %s", strerror(errno));
	pid = fork();
	if (!pid)
		map_for_ever(seen);
	for (i = 0; !seen->started && i < TRIES; i++)
		nanosleep(&moment, NULL);
	/* Also past the end of a check, which is a moment of its own. */
	for (i = 0; result == REFUSED && (i < TRIES || seen->started < CHECKS); i++) {
		if (time(NULL) > end)
			break;
		fd = open("big", O_RDWR | O_CLOEXEC);
		if (fd < 0)
			result = say(errno == ETXTBSY ? WORKED : WRONG, "open number %d: %s", i + 1,
				     strerror(errno));
		close(fd);
		nanosleep(&moment, NULL);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	if (result != REFUSED)
		return result;
	if (!seen->started || seen->odd)
		return say(WRONG, "%d mappings, one of them ended with: %s", seen->started,
			   seen->odd < 0 ? "success" : strerror(seen->odd));
	return say(REFUSED, "%d opened for writing, %d mappings", i, seen->started);
}

/* @act in a child without privilege, which has to come back with an errno. */
static enum result answered(const char *what, int (*act)(const char *path))
{
	time_t end = time(NULL) + PATIENCE;
	int status = 0;
	pid_t pid, done;

	if (make_sparse("huge", 1LL << 40))
		return say(SKIPPED, "no file of 1 TiB: %s", strerror(errno));
	pid = fork();
	if (!pid)
		_exit(become_nobody() ? act("huge") : 0);
	while (!(done = waitpid(pid, &status, WNOHANG)) && time(NULL) < end)
		nanosleep(&moment, NULL);
	if (!done) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return say(WORKED, "%s of 1 TiB: no answer after %d s", what, PATIENCE);
	}
	if (!WIFEXITED(status))
		return say(WRONG, "%s: status %#x", what, status);
	errno = WEXITSTATUS(status);
	return expect_errno(what, errno ? -1 : 0, errno == EFBIG ? EFBIG : EACCES);
}

static int execute(const char *path)
{
	execl(path, path, NULL);
	return errno;
}

static enum result huge_mapping(void)
{
	return answered("a mapping", map_executable);
}

static enum result huge_program(void)
{
	return answered("a program", execute);
}

static unsigned long status_number(const char *key)
{
	char value[32] = "0";

	status_value(key, value, sizeof(value));
	return strtoul(value, NULL, 10);
}

/* Is a record still there? */
static bool is_kept(unsigned long seq)
{
	int fd = open(NODE "events", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct lorica_event event;
	bool found = false;

	while (!found && read(fd, &event, sizeof(event)) == sizeof(event))
		found = le64toh(event.seq) == seq;
	close(fd);
	return found;
}

/* Refusals of a user push the traces of an attack out of the ring. */
static enum result ring_flooded(void)
{
	unsigned long events, overwritten = status_number("events_overwritten");
	pid_t pid;
	int i;

	if (make_sparse("small", PAGE) || run(UNSIGNED "prog", NULL).err != EACCES)
		return say(WRONG, "prepare: %s", strerror(errno));
	events = status_number("events");
	if (!is_kept(events))
		return say(WRONG, "control: the last record is not to be found");
	pid = fork();
	if (!pid) {
		for (i = 0; become_nobody() && i < TRIES; i++)
			map_executable("small");
		_exit(i != TRIES);
	}
	if (waitpid(pid, &i, 0) != pid || i)
		return say(WRONG, "the user could not try");
	if (!is_kept(events))
		return say(WORKED, "record %lu is gone", events);
	if (status_number("events_overwritten") <= overwritten)
		return say(WRONG, "control: nothing was overwritten");
	return REFUSED;
}

const struct probe denial_probes[] = {
	{ "denial.writer-kept-out", writer_kept_out, false },
	{ "denial.huge-mapping", huge_mapping, false },
	{ "denial.huge-program", huge_program, false },
	{ "denial.ring-flooded", ring_flooded, false },
	{ NULL, NULL, false },
};
