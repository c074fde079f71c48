// SPDX-License-Identifier: GPL-2.0-only
/* Running a program and telling what became of it. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ARGS = 8, PATIENCE_MS = 20000 };

/* Reads until end of file, but no longer than a hung program may take. */
static void gather(int fd, char *buf, size_t size)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t have = 0;
	ssize_t n = 1;

	while (n > 0 && have < size && poll(&p, 1, PATIENCE_MS) > 0) {
		n = read(fd, buf + have, size - have);
		have += n > 0 ? n : 0;
	}
}

struct ran run_by(void (*start)(void *ctx), void *ctx)
{
	struct ran ran = {};
	int out[2], err[2], e;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		return (struct ran){ .err = errno };
	pid = fork();
	if (!pid) {
		dup2(out[1], 1);
		dup2(out[1], 2);
		errno = 0;
		start(ctx);
		e = errno ? errno : ECANCELED;
		if (write(err[1], &e, sizeof(e)) < 0)
			_exit(126);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	if (read(err[0], &ran.err, sizeof(ran.err)) <= 0)
		ran.err = 0;
	gather(out[0], ran.out, sizeof(ran.out) - 1);
	close(out[0]);
	close(err[0]);
	waitpid(pid, &ran.status, 0);
	return ran;
}

static void start_argv(void *ctx)
{
	char **argv = ctx;

	execv(argv[0], argv);
}

struct ran run(const char *path, ...)
{
	char *argv[MAX_ARGS] = { (char *)path };
	va_list args;
	int i;

	va_start(args, path);
	for (i = 1; i < MAX_ARGS - 1; i++) {
		argv[i] = va_arg(args, char *);
		if (!argv[i])
			break;
	}
	va_end(args);
	return run_by(start_argv, argv);
}

/* Control characters would break a line of TAP. */
static const char *one_line(char *text)
{
	text[strcspn(text, "\n")] = '\0';
	return text;
}

enum result judge(const char *what, struct ran ran, int want)
{
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "%s ran", what);
	if (!ran.err)
		return say(WORKED, "%s was executed, status %#x, said '%s'", what, ran.status,
			   one_line(ran.out));
	errno = ran.err;
	return expect_errno(what, -1, want);
}

enum result control(const char *what, struct ran ran)
{
	if (!ran.err && strstr(ran.out, "SIGNED"))
		return REFUSED;
	return say(WRONG, "control: %s did not run: %s, status %#x, said '%s'", what,
		   strerror(ran.err), ran.status, one_line(ran.out));
}
