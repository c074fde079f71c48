// SPDX-License-Identifier: GPL-2.0-only
/*
 * lorica-attack: attacks a sealed system as root and prints TAP. "ok" means
 * that the attack was refused.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT = 420, DETAIL = 400 }; /* longer than a race may take */

/* clang-format off */
static const struct probe *const tables[] = {
	exec_probes, spawn_probes, place_probes, overlay_probes, rootfs_probes, helper_probes,
	mapping_probes, race_probes, storage_probes, vfat_probes, fuse_probes, pinned_probes,
	denial_probes, bpf_probes, module_probes, module_image_probes, kexec_probes,
	memory_probes, statement_probes, keyring_probes, seal_probes, poke_probes,
	firmware_probes, door_probes, jit_probes, fsverity_probes, uprobe_probes,
	revoked_probes, net_probes, net_around_probes, net_under_probes, interpreter_probes,
};
/* clang-format on */

enum { NR_TABLES = sizeof(tables) / sizeof(tables[0]) };

unsigned long rounds = 10000;
static char *detail; /* shared with the probe's process */
static enum result last_said;

enum result say(enum result result, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(detail, DETAIL, format, args);
	va_end(args);
	last_said = result;
	return result;
}

enum result said(void)
{
	return last_said;
}

enum result expect_errno(const char *what, long ret, int want)
{
	int err = errno;

	if (ret >= 0)
		return say(WORKED, "%s succeeded", what);
	if (err == want)
		return REFUSED;
	return say(WRONG, "%s: %s instead of %s", what, strerror(err), strerror(want));
}

enum result expect_errno_or_absent(const char *what, long ret, int want)
{
	int err = errno;

	if (ret < 0 && err != want &&
	    (err == ENOSYS || err == ENODEV || err == ENXIO || err == ENOENT || err == EOPNOTSUPP))
		return say(SKIPPED, "%s: %s", what, strerror(err));
	errno = err;
	return expect_errno(what, ret, want);
}

enum result expect_writer(const char *what, long ret)
{
	return expect_errno(what, ret, errno == ETXTBSY ? ETXTBSY : EACCES);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* In the probe's process: a directory, the attack, the verdict. */
static void attack(const struct probe *probe)
{
	setpgid(0, 0);
	unlink("/tmp/evil-ran");
	unlink("/tmp/evil-lib-ran");
	_exit(probe->run());
}

static enum result run_probe(const struct probe *probe)
{
	static const struct timespec nap = { .tv_nsec = 20000000 };
	char dir[] = "/var/tmp/attack.XXXXXX";
	time_t end = time(NULL) + TIMEOUT;
	enum result result = WRONG;
	int status;
	pid_t pid;

	detail[0] = '\0';
	if (!mkdtemp(dir) || chdir(dir))
		return say(WRONG, "cannot make a directory: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (!pid)
		attack(probe);
	while (waitpid(pid, &status, WNOHANG) == 0 && time(NULL) < end)
		nanosleep(&nap, NULL);
	if (time(NULL) >= end) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		say(WRONG, "no end after %d s", TIMEOUT);
	} else if (WIFEXITED(status)) {
		result = WEXITSTATUS(status);
	} else {
		say(WRONG, "killed by signal %d", WTERMSIG(status));
	}
	kill(-pid, SIGKILL);
	if (chdir("/"))
		say(WRONG, "cannot leave the directory");
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return result;
}

static bool wanted(const struct probe *probe, char **names)
{
	if (!*names)
		return !probe->named_only;
	for (; *names; names++)
		if (!strcmp(*names, probe->name) ||
		    (!strncmp(*names, probe->name, strlen(*names)) &&
		     probe->name[strlen(*names)] == '.'))
			return true;
	return false;
}

static unsigned int each(char **names, int (*act)(const struct probe *, unsigned int))
{
	unsigned int n = 0, bad = 0, i;
	const struct probe *probe;

	for (i = 0; i < NR_TABLES; i++)
		for (probe = tables[i]; probe->name; probe++)
			if (wanted(probe, names))
				bad += act(probe, ++n);
	return bad;
}

static int count(const struct probe *probe, unsigned int n)
{
	(void)probe, (void)n;
	return 1;
}

static int list(const struct probe *probe, unsigned int n)
{
	(void)n;
	return puts(probe->name) < 0;
}

static int test(const struct probe *probe, unsigned int n)
{
	enum result result = run_probe(probe);

	if (result == REFUSED)
		printf("ok %u - %s%s%s\n", n, probe->name, *detail ? " # " : "", detail);
	else if (result == SKIPPED)
		printf("ok %u - %s # SKIP %s\n", n, probe->name, detail);
	else
		printf("not ok %u - %s: %s%s\n", n, probe->name, result == WORKED ? "WORKED: " : "",
		       detail);
	fflush(stdout);
	return result != REFUSED && result != SKIPPED;
}

int main(int argc, char **argv)
{
	bool only_list = false;
	int c;

	while ((c = getopt(argc, argv, "lr:")) != -1) {
		if (c == 'l') {
			only_list = true;
		} else if (c == 'r') {
			rounds = strtoul(optarg, NULL, 10);
		} else {
			fprintf(stderr, "usage: lorica-attack [-l] [-r ROUNDS] [PROBE|GROUP...]\n");
			return 2;
		}
	}
	if (only_list)
		return each(argv + optind, list) ? 1 : 0;
	detail = mmap(NULL, DETAIL, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (detail == MAP_FAILED)
		return 2;
	/* The attacks are made for a machine that can be thrown away. */
	if (!exists(NODE "status")) {
		puts("1..0 # SKIP no " NODE "status");
		return 0;
	}
	signal(SIGPIPE, SIG_IGN);
	printf("1..%u\n", each(argv + optind, count));
	return each(argv + optind, test) ? 1 : 0;
}
