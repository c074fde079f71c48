// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the first execve of a file on a volume costs above the second, in guest
 * instructions (see bench.c): volume FILE... prints a line for each. The file's
 * pages are in memory before, so it is the verdict that is left.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 31 };

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static void must(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

/* Reads all of it. */
static long long warm(const char *path)
{
	static char buf[65536];
	int fd = open(path, O_RDONLY);
	long long total = 0;
	ssize_t n;

	must(fd >= 0, path);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		total += n;
	must(!n, path);
	close(fd);
	return total;
}

static uint64_t run(const char *path)
{
	char *args[] = { (char *)path, "nothing", NULL }, *env[] = { NULL };
	uint64_t start = now();
	int status;
	pid_t pid = fork();

	if (!pid) {
		execve(path, args, env);
		_exit(1);
	}
	must(waitpid(pid, &status, 0) == pid && !status, path);
	return now() - start;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	uint64_t first, later[ROUNDS];
	long long bytes;
	int i, k;

	if (argc > 1 && argv[1][0] == 'n')
		return 0;
	/* This program itself, and what fork needs, are not what is measured. */
	for (k = 0; k < 5; k++)
		run(argv[0]);
	for (i = 1; i < argc; i++) {
		bytes = warm(argv[i]);
		first = run(argv[i]);
		for (k = 0; k < ROUNDS; k++)
			later[k] = run(argv[i]);
		qsort(later, ROUNDS, sizeof(later[0]), by_value);
		printf("%s bytes %lld first %llu later %llu more %lld\n", argv[i], bytes,
		       (unsigned long long)first, (unsigned long long)later[ROUNDS / 2],
		       (long long)(first - later[ROUNDS / 2]));
	}
	return 0;
}
