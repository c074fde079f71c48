// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of an overlay: one inode, and two files below it that come and go.
 * A descriptor from before the copy-up reads the upper file and maps the lower.
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
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct image {
	char *data;
	size_t len;
} good, evil;

static enum result failed(const char *act)
{
	return say(WRONG, "%s: %s", act, strerror(errno));
}

static enum result absent(void)
{
	return say(errno == ENODEV ? SKIPPED : WRONG, "overlay: %s", strerror(errno));
}

static int directories(void)
{
	return mkdir("lower", 0755) || mkdir("lower2", 0755) || mkdir("upper", 0755) ||
	       mkdir("work", 0755) || mkdir("m", 0755);
}

static int mount_writable(void)
{
	return mount("o", "m", "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work");
}

/* Unlisted code with the length of the listed program, which the overlay's inode keeps. */
static int put_padded(const char *path)
{
	char *data;

	good.data = slurp(SIGNED "prog", &good.len);
	evil.data = slurp(UNSIGNED "prog", &evil.len);
	if (!good.data || !evil.data || evil.len > good.len || copy_file(SIGNED "prog", path))
		return -1;
	data = calloc(1, good.len);
	memcpy(data, evil.data, evil.len);
	return overwrite(path, data, good.len);
}

static enum result read_only(void)
{
	if (own_mounts() || directories() || copy_file(SIGNED "prog", "lower/good") ||
	    copy_file(UNSIGNED "prog", "lower/evil"))
		return failed("prepare");
	if (mount("o", "m", "overlay", 0, "lowerdir=lower:lower2"))
		return absent();
	if (control("the lower file itself", run("lower/good", NULL)) != REFUSED)
		return said();
	if (judge("an unlisted file", run("m/evil", NULL), EACCES) != REFUSED)
		return said();
	return judge("a listed file", run("m/good", NULL), EACCES);
}

static enum result lower(void)
{
	if (own_mounts() || directories() || copy_file(SIGNED "prog", "lower/good"))
		return failed("prepare");
	if (mount_writable())
		return absent();
	return judge("a listed file in the lower layer", run("m/good", NULL), EACCES);
}

static enum result upper(void)
{
	if (own_mounts() || directories() || copy_file(SIGNED "prog", "upper/good") ||
	    copy_file(UNSIGNED "prog", "upper/evil"))
		return failed("prepare");
	if (mount_writable())
		return absent();
	if (judge("an unlisted file in the upper layer", run("m/evil", NULL), EACCES) != REFUSED)
		return said();
	return judge("a listed file in the upper layer", run("m/good", NULL), EACCES);
}

static enum result map_listed(void)
{
	char *map;
	int fd;

	if (own_mounts() || directories() || copy_file(SIGNED "victim.so", "lower/lib"))
		return failed("prepare");
	if (mount_writable())
		return absent();
	fd = open("m/lib", O_RDONLY);
	map = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	return expect_errno("mmap of a listed library", map == MAP_FAILED ? -1 : 0, EACCES);
}

/*
 * A descriptor of an unlisted file, then the copy-up, then listed bytes into
 * the upper file. Needs no privilege beyond the mount.
 */
static enum result copy_up(int flags, int *fd)
{
	if (directories() || put_padded("lower/p"))
		return failed("prepare");
	if (mount_writable())
		return absent();
	*fd = open("m/p", flags);
	if (*fd < 0 || chmod("m/p", 0700))
		return failed("copy-up");
	if (overwrite("upper/p", good.data, good.len))
		return failed("write to the upper file");
	return REFUSED;
}

static enum result map_old(void)
{
	char *map;
	int fd;

	if (copy_up(O_RDONLY, &fd) != REFUSED)
		return said();
	map = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return expect_errno("mmap", -1, EACCES);
	if (!memcmp(map, evil.data, evil.len))
		return say(WORKED, "the upper file was hashed, the unlisted lower one is mapped");
	return say(WORKED, "a file of an overlay is mapped, though its listed content");
}

static enum result copied_up(void)
{
	return own_mounts() ? failed("unshare") : map_old();
}

static enum result copied_up_by_user(void)
{
	if (chmod(".", 0777) || setgid(65534) || setuid(65534))
		return failed("setuid");
	/* Else root owns our files in /proc. */
	prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER))
		return say(SKIPPED, "no user namespaces: %s", strerror(errno));
	if (write_text("/proc/self/setgroups", "deny") ||
	    write_text("/proc/self/uid_map", "0 65534 1") ||
	    write_text("/proc/self/gid_map", "0 65534 1") || own_mounts())
		return failed("user namespace");
	return map_old();
}

static void start_fd(void *ctx)
{
	char *argv[] = { "p", NULL }, *env[] = { NULL };

	execveat(*(int *)ctx, "", argv, env, AT_EMPTY_PATH);
}

static enum result exec_old(int flags)
{
	int fd;

	if (own_mounts())
		return failed("unshare");
	if (copy_up(flags, &fd) != REFUSED)
		return said();
	return judge("a file that was copied up", run_by(start_fd, &fd), EACCES);
}

static enum result exec_descriptor(void)
{
	return exec_old(O_RDONLY | O_CLOEXEC);
}

static enum result exec_path_descriptor(void)
{
	return exec_old(O_PATH | O_CLOEXEC);
}

const struct probe overlay_probes[] = {
	{ "overlay.read-only", read_only, false },
	{ "overlay.lower", lower, false },
	{ "overlay.upper", upper, false },
	{ "overlay.map", map_listed, false },
	{ "overlay.copied-up-map", copied_up, false },
	{ "overlay.copied-up-map-by-user", copied_up_by_user, false },
	{ "overlay.copied-up-execveat", exec_descriptor, false },
	{ "overlay.copied-up-execveat-path", exec_path_descriptor, false },
	{ NULL, NULL, false },
};
