// SPDX-License-Identifier: GPL-2.0-only
/*
 * The initramfs's rootfs lies below the root file system for ever: who
 * detaches the latter and enters his own mount namespace again stands there.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

static struct image {
	char *data;
	size_t len;
} good, evil;

/* Afterwards nothing of the root file system has a name any more. */
static enum result enter(void)
{
	struct statfs before, after;
	int ns;

	good.data = slurp(SIGNED "prog", &good.len);
	evil.data = slurp(UNSIGNED "prog", &evil.len);
	if (!good.data || !evil.data || copy_file(SIGNED "prog", "good"))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (control("a copy on the root file system", run("./good", NULL)) != REFUSED)
		return said();
	if (own_mounts() || statfs("/", &before))
		return say(WRONG, "unshare: %s", strerror(errno));
	ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	if (umount2("/", MNT_DETACH))
		return say(SKIPPED, "the root file system stays: %s", strerror(errno));
	if (setns(ns, CLONE_NEWNS) || statfs("/", &after))
		return say(SKIPPED, "setns: %s", strerror(errno));
	if (exists("/attack") || after.f_type == before.f_type)
		return say(SKIPPED, "below the root file system is no rootfs");
	mkdir("/lorica-attack", 0755);
	if (chdir("/lorica-attack"))
		return say(SKIPPED, "the rootfs cannot be written: %s", strerror(errno));
	return REFUSED;
}

static enum result leave(enum result result)
{
	unlink("p");
	rmdir("/lorica-attack");
	return result;
}

static int put(const struct image *image)
{
	close(creat("p", 0755));
	return overwrite("p", image->data, image->len);
}

static enum result run_listed(void)
{
	if (enter() != REFUSED)
		return said();
	if (put(&good))
		return leave(say(WRONG, "write: %s", strerror(errno)));
	/* Even listed content: it is tmpfs or ramfs, and who pinned its pages changes it later. */
	return leave(judge("a listed program on the rootfs", run("./p", NULL), EACCES));
}

static enum result run_unlisted(void)
{
	if (enter() != REFUSED)
		return said();
	if (put(&evil))
		return leave(say(WRONG, "write: %s", strerror(errno)));
	return leave(judge("an unlisted program on the rootfs", run("./p", NULL), EACCES));
}

static enum result map_listed(void)
{
	void *map;
	int fd;

	if (enter() != REFUSED)
		return said();
	if (put(&good) || (fd = open("p", O_RDONLY)) < 0)
		return leave(say(WRONG, "write: %s", strerror(errno)));
	map = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	return leave(expect_errno("mmap of a listed file on the rootfs", map == MAP_FAILED ? -1 : 0,
				  EACCES));
}

const struct probe rootfs_probes[] = {
	{ "rootfs.exec", run_listed, false },
	{ "rootfs.exec-unlisted", run_unlisted, false },
	{ "rootfs.map", map_listed, false },
	{ NULL, NULL, false },
};
