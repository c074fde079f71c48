// SPDX-License-Identifier: GPL-2.0-only
/* Every way to make the process that execs. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const no_env[] = { NULL };
static char *const evil_argv[] = { UNSIGNED "prog", NULL };
static volatile int clone_errno;

static int exec_evil(void *unused)
{
	(void)unused;
	execve(evil_argv[0], evil_argv, no_env);
	clone_errno = errno;
	_exit(errno == EACCES ? 0 : 1);
}

static enum result status_of(const char *what, pid_t pid)
{
	int status = -1;

	if (pid < 0 || waitpid(pid, &status, __WALL) != pid)
		return say(WRONG, "%s: %s", what, strerror(errno));
	if (exists("/tmp/evil-ran"))
		return say(WORKED, "%s ran it", what);
	return status ? say(WRONG, "%s: status %#x", what, status) : REFUSED;
}

static enum result by_vfork(void)
{
	pid_t pid = vfork();

	if (!pid)
		exec_evil(NULL);
	return status_of("vfork", pid);
}

static enum result by_clone(void)
{
	static const int flags[] = {
		0,
		CLONE_VM | CLONE_VFORK,
		CLONE_FILES | CLONE_FS,
		CLONE_PARENT_SETTID | CLONE_IO,
		CLONE_NEWPID,
		CLONE_NEWNET,
	};
	static char stack[65536] __attribute__((aligned(16)));
	enum result result = REFUSED;
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]) && result == REFUSED; i++)
		result = status_of("clone", clone(exec_evil, stack + sizeof(stack),
						  flags[i] | SIGCHLD, NULL, NULL));
	return result;
}

static enum result by_posix_spawn(void)
{
	char *const good[] = { SIGNED "prog", NULL };
	posix_spawn_file_actions_t quiet;
	pid_t pid;
	int ret;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	ret = posix_spawn(&pid, good[0], &quiet, NULL, good, no_env);
	if (ret)
		return say(WRONG, "control: posix_spawn: %s", strerror(ret));
	waitpid(pid, NULL, 0);
	ret = posix_spawn(&pid, evil_argv[0], &quiet, NULL, evil_argv, no_env);
	errno = ret;
	return expect_errno("posix_spawn", ret ? -1 : 0, EACCES);
}

static void *thread_exec(void *unused)
{
	return exec_evil(unused), NULL;
}

static enum result by_thread(void)
{
	pid_t pid = fork();
	pthread_t thread;

	if (!pid) {
		pthread_create(&thread, NULL, thread_exec, NULL);
		pause();
	}
	return status_of("a thread", pid);
}

const struct probe spawn_probes[] = {
	{ "spawn.vfork", by_vfork, false },
	{ "spawn.clone", by_clone, false },
	{ "spawn.posix-spawn", by_posix_spawn, false },
	{ "spawn.thread", by_thread, false },
	{ NULL, NULL, false },
};
