// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a system call costs, in guest instructions: QEMU runs with -icount
 * shift=0, so one nanosecond of guest time is one instruction. The same
 * program runs with and without Lorica; tests/bench/run.sh sets them side by
 * side. Prints `NAME INSTRUCTIONS` lines.
 */
#include <fcntl.h>
#include <linux/if_alg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kernel/limits.h"
#include "kernel/manifest.h"
#include "kernel/revoked.h"
#include "net.h"

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

static void wait_for(pid_t pid)
{
	int status;

	must(waitpid(pid, &status, 0) == pid && !status, "child");
}

static const char *self;

static void fork_exec(void)
{
	char *args[] = { (char *)self, "nothing", NULL }, *env[] = { NULL };
	pid_t pid = fork();

	if (!pid) {
		execve(self, args, env);
		_exit(1);
	}
	wait_for(pid);
}

static void fork_exit(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	wait_for(pid);
}

static void open_close(void)
{
	int fd = open(self, O_RDONLY);

	must(fd >= 0, "open");
	close(fd);
}

static int map_fd;

static void mmap_exec(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, map_fd, 0);

	must(p != MAP_FAILED, "mmap");
	munmap(p, 4096);
}

/* What a program with some twenty libraries has: the tree of mappings is deeper. */
static void add_mappings(void)
{
	enum { MAPPINGS = 80 };
	char *p = mmap(NULL, 2 * MAPPINGS * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int i;

	must(p != MAP_FAILED, "mmap");
	for (i = 0; i < MAPPINGS; i++)
		must(!mprotect(p + (2 * i + 1) * 4096, 4096, PROT_READ), "mprotect");
}

/*
 * The median of rounds that are shorter than a timer tick (4 ms of guest time,
 * four million instructions): so most rounds have none in them.
 */
static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void measure(const char *name, void (*call)(void), int times)
{
	enum { ROUNDS = 301 };
	uint64_t cost[ROUNDS];
	int i, round;

	for (i = 0; i < 50 * times; i++)
		call();
	for (round = 0; round < ROUNDS; round++) {
		uint64_t start = now();

		for (i = 0; i < times; i++)
			call();
		cost[round] = (now() - start) / times;
	}
	qsort(cost, ROUNDS, sizeof(cost[0]), by_value);
	printf("%s %llu\n", name, (unsigned long long)cost[ROUNDS / 2]);
}

/* What is not in memory has to be read, by whoever comes first. */
static void drop_caches(const char *what)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);

	must(fd >= 0 && write(fd, what, 1) == 1, "drop_caches");
	close(fd);
}

static uint64_t exec_once(const char *path)
{
	char *args[] = { (char *)path, "nothing", NULL }, *env[] = { NULL };
	uint64_t start = now();
	pid_t pid = fork();

	if (!pid) {
		execve(path, args, env);
		_exit(1);
	}
	wait_for(pid);
	return now() - start;
}

/* First use of a file of some size: dominated by its hash. */
static void first_exec(const char *path)
{
	drop_caches("1");
	printf("first_exec %llu\n", (unsigned long long)exec_once(path));
	printf("second_exec %llu\n", (unsigned long long)exec_once(path));
}

static void read_all(const char *path)
{
	static char buf[65536];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	must(fd >= 0, path);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		;
	must(!n, path);
	close(fd);
}

/*
 * What the first use of one with fs-verity costs above the second, when it is
 * in memory: what is left is the check itself. The median of some, as a timer
 * tick is not small beside it. Each time the inode is forgotten.
 */
static void sealed_exec(const char *path, const char *name)
{
	enum { ROUNDS = 5 };
	uint64_t cost[ROUNDS], first;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		drop_caches("3");
		read_all(path);
		first = exec_once(path);
		cost[i] = first - exec_once(path);
	}
	qsort(cost, ROUNDS, sizeof(cost[0]), by_value);
	printf("%s %llu\n", name, (unsigned long long)cost[ROUNDS / 2]);
}

/*
 * What the kernel's own SHA-256 asks for the same bytes: AF_ALG takes the
 * pages of the mapping as they are.
 */
static void kernel_hash(const char *path)
{
	struct sockaddr_alg sa = { .salg_family = AF_ALG,
				   .salg_type = "hash",
				   .salg_name = "sha256" };
	int fd = open(path, O_RDONLY), s, op;
	uint8_t digest[32], *map;
	struct stat st;
	uint64_t start;
	off_t pos;

	s = socket(AF_ALG, SOCK_SEQPACKET, 0);
	must(fd >= 0 && !fstat(fd, &st), path);
	must(s >= 0 && !bind(s, (struct sockaddr *)&sa, sizeof(sa)), "AF_ALG");
	op = accept(s, NULL, 0);
	must(op >= 0, "accept");
	drop_caches("1");
	start = now();
	map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	must(map != MAP_FAILED, "mmap");
	for (pos = 0; pos < st.st_size; pos += LORICA_HASH_CHUNK) {
		size_t n = st.st_size - pos < LORICA_HASH_CHUNK ? st.st_size - pos :
								  LORICA_HASH_CHUNK;

		must(send(op, map + pos, n, MSG_MORE) == (ssize_t)n, "send");
	}
	must(!send(op, NULL, 0, 0) && read(op, digest, sizeof(digest)) == sizeof(digest), "read");
	printf("kernel_sha256 %llu\n", (unsigned long long)(now() - start));
	printf("bytes_hashed %llu\n", (unsigned long long)st.st_size);
	munmap(map, st.st_size);
	close(op);
	close(s);
	close(fd);
}

static void manifest_lookup(uint32_t nr)
{
	enum { LOOKUPS = 2000 };
	struct lorica_digest *d = calloc(nr, sizeof(*d));
	struct lorica_manifest m = { .digests = d, .nr = nr };
	uint64_t x = 88172645463325252ULL, start;
	uint32_t *index, i, j, found = 0;

	must(d != NULL, "calloc");
	for (i = 0; i < nr; i++) {
		/* Evenly spread and sorted, as SHA-256 values are. */
		uint64_t lead = (((__uint128_t)i << 64) / nr);

		for (j = 0; j < 8; j++)
			d[i].digest[j] = lead >> (56 - 8 * j);
		for (; j < 32; j++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			d[i].digest[j] = x;
		}
		d[i].tier = LORICA_TIER_SHA256;
	}
	while (m.bits < 24 && nr >> (m.bits + 2))
		m.bits++;
	index = malloc(lorica_manifest_index_size(&m));
	must(index != NULL, "malloc");
	lorica_manifest_index(&m, index);
	start = now();
	for (i = 0; i < LOOKUPS; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		found += !!lorica_manifest_lookup(&m, d[x % nr].digest, LORICA_TIER_SHA256);
	}
	must(found == LOOKUPS, "lookup");
	printf("lookup_%u %llu\n", nr, (unsigned long long)(now() - start) / LOOKUPS);
	free(index);
	free(d);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct lorica_revoked *)a)->id,
		      ((const struct lorica_revoked *)b)->id, 32);
}

static void revoked_lookup(uint32_t nr)
{
	enum { LOOKUPS = 2000 };
	struct lorica_revoked *r = calloc(nr, sizeof(*r));
	struct lorica_policy p = { .revoked = r, .nr_revoked = nr };
	uint64_t x = 88172645463325252ULL, start;
	uint32_t i, found = 0;

	must(r != NULL, "calloc");
	for (i = 0; i < nr; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		memcpy(r[i].id, &x, sizeof(x));
	}
	qsort(r, nr, sizeof(*r), by_id);
	for (i = 1; i < LORICA_NR_REVOKED_KINDS; i++)
		p.revoked_end[i] = nr;
	start = now();
	for (i = 0; i < LOOKUPS; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		found += lorica_match_revoked(&p, LORICA_REVOKED_DIGEST, r[x % nr].id);
	}
	must(found == LOOKUPS, "look-up of what is revoked");
	printf("revoked_%u %llu\n", nr, (unsigned long long)(now() - start) / LOOKUPS);
	free(r);
}

static void lookups(void)
{
	static const uint32_t sizes[] = { 100, 10000, 1000000 };
	size_t i;

	for (i = 0; i < 3; i++)
		manifest_lookup(sizes[i]);
	for (i = 0; i < 3; i++)
		revoked_lookup(sizes[i]);
	for (i = 0; i < 3; i++)
		printf("net_lookup_%u %llu\n", sizes[i] / 10,
		       (unsigned long long)net_lookup(sizes[i] / 10, now));
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1 && !strcmp(argv[1], "nothing"))
		return 0;
	map_fd = open(self, O_RDONLY);
	must(map_fd >= 0, "open self");
	if (argc > 1)
		first_exec(argv[1]);
	if (argc > 1)
		kernel_hash(argv[1]);
	if (argc > 3) {
		sealed_exec(argv[2], "sealed_small");
		sealed_exec(argv[3], "sealed_large");
	}
	measure("fork_exec_exit", fork_exec, 1);
	measure("socket_listen_close", net_listen_close, 20);
	net_prepare();
	measure("connect_accept_close", net_connect_close, 5);
	measure("udp_sendto_64", net_sendto, 20);
	measure("udp_send_64", net_send, 20);
	measure("fork_exit", fork_exit, 2);
	measure("open_close", open_close, 100);
	measure("mmap_exec_munmap", mmap_exec, 50);
	add_mappings();
	measure("mmap_exec_among_many", mmap_exec, 50);
	lookups();
	return 0;
}
