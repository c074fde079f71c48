// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file system without a change counter: nothing of the inode tells that its
 * content is another one.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* In no manifest until late.stmt is loaded, and again in none with withdrawn.stmt. */
#define LATE "/attack/late/prog"

enum { SECTOR = 512, SECTORS = 16384, FAT_SECTORS = 64, KILLS = 40 };

/* An empty FAT16, one sector a cluster. */
static int make_image(const char *path)
{
	/* clang-format off */
	static const unsigned char boot[] = {
		0xeb, 0x3c, 0x90, 'L', 'O', 'R', 'I', 'C', 'A', ' ', ' ',
		SECTOR & 0xff, SECTOR >> 8,	/* bytes in a sector */
		1,				/* sectors in a cluster */
		1, 0,				/* sectors before the table */
		1,				/* tables */
		512 & 0xff, 512 >> 8,		/* entries of the root directory */
		SECTORS & 0xff, SECTORS >> 8,
		0xf8,				/* a fixed disk */
		FAT_SECTORS, 0,
		32, 0, 64, 0,			/* geometry that nobody has any more */
	};
	/* clang-format on */
	static const unsigned char mark[] = { 0x55, 0xaa }, table[] = { 0xf8, 0xff, 0xff, 0xff };
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600), ret = -1;

	if (fd < 0)
		return -1;
	if (!ftruncate(fd, (off_t)SECTORS * SECTOR) &&
	    pwrite(fd, boot, sizeof(boot), 0) == sizeof(boot) &&
	    pwrite(fd, mark, sizeof(mark), SECTOR - sizeof(mark)) == sizeof(mark) &&
	    pwrite(fd, table, sizeof(table), SECTOR) == sizeof(table))
		ret = 0;
	close(fd);
	return ret;
}

static enum result prepare(const char *from)
{
	if (own_mounts() || make_image("image"))
		return say(WRONG, "image: %s", strerror(errno));
	if (loop_mount("image", "m", "vfat", 0))
		return say(errno == ENOENT || errno == ENODEV ? SKIPPED : WRONG, "vfat: %s",
			   strerror(errno));
	if (copy_file(from, "m/p"))
		return say(WRONG, "copy: %s", strerror(errno));
	sync();
	return REFUSED;
}

static int remount(unsigned long flags)
{
	return mount(NULL, "m", NULL, MS_REMOUNT | flags, NULL);
}

static bool load_statement(const char *path)
{
	size_t len;
	void *data = slurp(path, &len);
	int fd = open(NODE "load", O_WRONLY | O_CLOEXEC);
	bool loaded = data && fd >= 0 && write(fd, data, len) == (ssize_t)len;

	close(fd);
	free(data);
	return loaded;
}

/*
 * A program that is withdrawn is writable again, and on a read-only file system
 * its digest stays remembered. Between two remounts it becomes another file,
 * and then a manifest lists the program once more.
 */
static enum result remounted(void)
{
	struct ran ran;
	size_t len;
	void *evil = slurp(UNSIGNED "prog", &len);

	if (!exists(LATE))
		return say(SKIPPED, "no " LATE);
	if (copy_file(LATE, "late") || !evil)
		return say(WRONG, "payloads: %s", strerror(errno));
	if (prepare(LATE) != REFUSED)
		return said();
	if (remount(MS_RDONLY) || !load_statement(STATEMENTS "late.stmt"))
		return say(WRONG, "read-only, listed: %s", strerror(errno));
	ran = run("m/p", NULL);
	if (ran.err == EACCES)
		return say(REFUSED, "not from vfat at all");
	if (control("a listed program on vfat", ran) != REFUSED)
		return said();
	if (!load_statement(STATEMENTS "withdrawn.stmt"))
		return say(WRONG, "withdrawn.stmt: %s", strerror(errno));
	ran = run("m/p", NULL);
	if (ran.err != EACCES)
		return say(WRONG, "control: it runs when withdrawn: %s", strerror(ran.err));
	if (remount(0))
		return say(WRONG, "remount: %s", strerror(errno));
	if (overwrite("m/p", evil, len))
		return expect_errno("write to what was withdrawn", -1, ETXTBSY);
	if (remount(MS_RDONLY) || !load_statement(STATEMENTS "again.stmt"))
		return say(WRONG, "read-only, listed again: %s", strerror(errno));
	if (control("the program on the root file system", run("./late", NULL)) != REFUSED)
		return said();
	return judge("a program rewritten between two remounts", run("m/p", NULL), EACCES);
}

static void *map_program(size_t len)
{
	int fd = open("m/p", O_RDONLY | O_CLOEXEC), err;
	void *map = mmap(NULL, len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	err = errno;
	close(fd);
	errno = err;
	return map;
}

/* Dies in the middle of a check: it does next to nothing else. */
static void check_and_die(size_t len, long ns)
{
	struct timespec nap = { .tv_nsec = ns };
	pid_t pid = fork();

	while (!pid)
		munmap(map_program(len), len);
	nanosleep(&nap, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static enum result killed(void)
{
	char *good, *evil, *map;
	size_t good_len, len;
	int i;

	good = slurp(SIGNED "prog", &good_len);
	evil = slurp(UNSIGNED "prog", &len);
	if (!good || !evil || len > good_len)
		return say(WRONG, "no payloads");
	if (prepare(SIGNED "prog") != REFUSED)
		return said();
	map = map_program(good_len);
	if (map == MAP_FAILED)
		return say(errno == EACCES ? REFUSED : WRONG, "not mapped: %s", strerror(errno));
	if (memcmp(map, good, good_len))
		return say(WRONG, "control: the mapping has another content");
	if (expect_errno("control: a write to what is mapped", overwrite("m/p", evil, len),
			 ETXTBSY) != REFUSED)
		return say(WRONG, "control: what is mapped can be written to");
	for (i = 0; i < KILLS; i++) {
		check_and_die(good_len, 20000000 + i * 1000000L);
		if (overwrite("m/p", evil, len)) {
			if (errno != ETXTBSY)
				return say(WRONG, "write: %s", strerror(errno));
			continue;
		}
		if (memcmp(map, evil, len))
			return say(WRONG, "written, but the mapping did not follow");
		return say(WORKED, "after %d killed checks what is mapped was rewritten", i + 1);
	}
	return REFUSED;
}

const struct probe vfat_probes[] = {
	{ "vfat.remount", remounted, false },
	{ "vfat.killed-check", killed, false },
	{ NULL, NULL, false },
};
