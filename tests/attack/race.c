// SPDX-License-Identifier: GPL-2.0-only
/*
 * One process changes a program between good and evil while another one uses it, each on a CPU of its
 * own. Two threads would do, but each munmap() of one of them interrupts the other's CPU and waits for it.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A round takes milliseconds under emulation: this much ends a probe that hangs, no other. */
enum { SECONDS = 400 }; /* for ROUNDS */

static struct image {
	char *data;
	size_t len;
} good, evil;

static const char *path; /* what is used */
static const char *write_path; /* what is changed: the same, or a layer below it */
static unsigned long allowed, refused;

/* A pinned file cannot be changed any more: go on with a new one. */
static int open_target(int flags)
{
	int fd = open(write_path, flags | O_CREAT | O_CLOEXEC, 0755);

	if (fd < 0 && errno == ETXTBSY) {
		unlink(write_path);
		fd = open(write_path, flags | O_CREAT | O_CLOEXEC, 0755);
	}
	return fd;
}

static void change_by_write(const struct image *image)
{
	int fd = open_target(O_WRONLY);

	if (fd < 0)
		return;
	if (pwrite(fd, image->data, image->len, 0) < 0)
		perror("pwrite");
	close(fd);
}

static void change_by_store(const struct image *image)
{
	int fd = open_target(O_RDWR);
	void *map;

	if (fd < 0)
		return;
	if (ftruncate(fd, good.len))
		perror("ftruncate");
	map = mmap(NULL, good.len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return;
	memcpy(map, image->data, image->len);
	munmap(map, good.len);
}

static void change_by_rename(const struct image *image)
{
	(void)image;
	syscall(SYS_renameat2, AT_FDCWD, write_path, AT_FDCWD, "other", 2 /* RENAME_EXCHANGE */);
}

/* Where there is one CPU, it is for both. */
static void stay_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static pid_t start_changer(void (*by)(const struct image *))
{
	pid_t pid = fork();

	if (pid)
		return pid;
	stay_on(1);
	for (;;) {
		/* Each for a while of any length: else nothing would ever be allowed. */
		by(&evil);
		usleep(random() % 1000);
		by(&good);
		usleep(random() % 2000);
	}
}

static bool use_exec(void)
{
	char *const argv[] = { (char *)path, NULL };
	volatile bool failed = false;
	pid_t pid = vfork();

	if (!pid) {
		execve(path, argv, argv + 1);
		failed = true;
		_exit(1);
	}
	if (pid < 0)
		_exit(say(WRONG, "vfork: %s", strerror(errno)));
	waitpid(pid, NULL, 0);
	failed ? refused++ : allowed++;
	return false; /* an evil program leaves its marker */
}

/* Executable and evil, now or a little later: the writer had time to come. */
static bool is_evil(const char *map)
{
	int i;

	for (i = 0; i < 20; i++) {
		if (!memcmp(map, evil.data, evil.len))
			return true;
		sched_yield();
	}
	return false;
}

static bool use_map_as(int first, int then)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool bad = false;
	char *map;

	if (fd < 0)
		return false;
	map = mmap(NULL, good.len, first, MAP_PRIVATE, fd, 0);
	if (map != MAP_FAILED && first != then && mprotect(map, good.len, then)) {
		munmap(map, good.len);
		map = MAP_FAILED;
	}
	if (map != MAP_FAILED) {
		struct stat st;

		/* Beyond the end of a file there is SIGBUS. */
		if (!fstat(fd, &st) && (size_t)st.st_size >= evil.len)
			bad = is_evil(map);
		munmap(map, good.len);
	}
	map == MAP_FAILED ? refused++ : allowed++;
	close(fd);
	return bad;
}

static bool use_map(void)
{
	return use_map_as(PROT_READ | PROT_EXEC, PROT_READ | PROT_EXEC);
}

static bool use_mprotect(void)
{
	return use_map_as(PROT_READ, PROT_READ | PROT_EXEC);
}

static bool use_both(void)
{
	return use_map() || use_mprotect();
}

long race_seconds(void)
{
	return rounds > ROUNDS ? SECONDS * (long)(rounds / ROUNDS + 1) : SECONDS;
}

static enum result race(const char *where, const char *below, void (*change)(const struct image *),
			bool (*use)(void))
{
	time_t start = time(NULL), end = start + race_seconds();
	unsigned long i;
	bool bad = false;
	pid_t pid;

	good.data = slurp(SIGNED "tiny", &good.len);
	evil.data = slurp(UNSIGNED "tiny", &evil.len);
	path = where;
	write_path = below;
	if (!good.data || !evil.data || evil.len >= good.len)
		return say(WRONG, "the payloads do not fit");
	change_by_write(&good);
	if (copy_file(UNSIGNED "tiny", "other"))
		return say(WRONG, "copy: %s", strerror(errno));
	pid = start_changer(change);
	if (pid < 0)
		return say(WRONG, "fork: %s", strerror(errno));
	stay_on(0);
	for (i = 0; i < rounds && !bad && time(NULL) < end; i++)
		bad = use() || exists("/tmp/evil-ran");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	if (bad || exists("/tmp/evil-ran"))
		return say(WORKED, "evil in round %lu", i);
	if (i < rounds)
		return say(WRONG, "only %lu of %lu rounds", i, rounds);
	return say(REFUSED, "%lu rounds in %ld s, %lu allowed, %lu refused", i,
		   (long)(time(NULL) - start), allowed, refused);
}

static enum result exec_write(void)
{
	return race("./p", "p", change_by_write, use_exec);
}

static enum result exec_store(void)
{
	return race("./p", "p", change_by_store, use_exec);
}

static enum result exec_rename(void)
{
	return race("./p", "p", change_by_rename, use_exec);
}

static enum result map_write(void)
{
	return race("p", "p", change_by_write, use_both);
}

static enum result map_store(void)
{
	return race("p", "p", change_by_store, use_both);
}

static enum result map_rename(void)
{
	return race("p", "p", change_by_rename, use_both);
}

static enum result tmpfs_write(void)
{
	if (own_mounts() || mount_tmpfs("t"))
		return say(WRONG, "tmpfs: %s", strerror(errno));
	return race("t/p", "t/p", change_by_write, use_both);
}

static enum result tmpfs_exec(void)
{
	if (own_mounts() || mount_tmpfs("t"))
		return say(WRONG, "tmpfs: %s", strerror(errno));
	return race("t/p", "t/p", change_by_write, use_exec);
}

static enum result overlay_write(void)
{
	if (own_mounts() || mkdir("lower", 0755) || mkdir("lower2", 0755) || mkdir("m", 0755) ||
	    copy_file(SIGNED "tiny", "lower/p"))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (mount("o", "m", "overlay", 0, "lowerdir=lower:lower2"))
		return say(SKIPPED, "overlay: %s", strerror(errno));
	return race("m/p", "lower/p", change_by_write, use_both);
}

const struct probe race_probes[] = {
	{ "race.exec-write", exec_write, false },
	{ "race.exec-store", exec_store, false },
	{ "race.exec-rename", exec_rename, false },
	{ "race.map-write", map_write, false },
	{ "race.map-store", map_store, false },
	{ "race.map-rename", map_rename, false },
	{ "race.tmpfs-map-write", tmpfs_write, false },
	{ "race.tmpfs-exec-write", tmpfs_exec, false },
	{ "race.overlay-lower-write", overlay_write, false },
	{ NULL, NULL, false },
};
