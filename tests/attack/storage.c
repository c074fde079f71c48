// SPDX-License-Identifier: GPL-2.0-only
/* Content that changes below the file that was checked. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define IMAGE "/attack/images/module.ext4"

static struct image {
	char *data;
	size_t len;
} good, evil;

static bool load_images(void)
{
	good.data = slurp(SIGNED "prog", &good.len);
	evil.data = slurp(UNSIGNED "prog", &evil.len);
	return good.data && evil.data && evil.len < good.len;
}

/*
 * Maps @path executable, rewrites @below, and looks whether the mapping
 * follows: the code of a running program would.
 */
static enum result map_then_write(const char *path, const char *below)
{
	int fd = open(path, O_RDONLY);
	char *map;

	if (!load_images())
		return say(WRONG, "no payloads");
	map = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return say(errno == EACCES ? REFUSED : WRONG, "not mapped: %s", strerror(errno));
	if (overwrite(below, evil.data, evil.len))
		return expect_errno("a write to what is mapped", -1, ETXTBSY);
	if (!memcmp(map, evil.data, evil.len))
		return say(WORKED, "an executable mapping of listed code now holds unlisted code");
	return say(WRONG, "written, but the mapping did not follow");
}

static enum result tmpfs_mapped(void)
{
	if (own_mounts() || mount_tmpfs("t") || copy_file(SIGNED "prog", "t/p"))
		return say(WRONG, "tmpfs: %s", strerror(errno));
	return map_then_write("t/p", "t/p");
}

static enum result ramfs_mapped(void)
{
	if (own_mounts() || mkdir("r", 0755) || mount("r", "r", "ramfs", 0, NULL) ||
	    copy_file(SIGNED "prog", "r/p"))
		return say(WRONG, "ramfs: %s", strerror(errno));
	return map_then_write("r/p", "r/p");
}

static enum result ext_mapped(void)
{
	if (copy_file(SIGNED "prog", "p"))
		return say(WRONG, "copy: %s", strerror(errno));
	return map_then_write("p", "p");
}

static int mount_overlay(void)
{
	if (own_mounts() || mkdir("lower", 0755) || mkdir("lower2", 0755) || mkdir("m", 0755) ||
	    copy_file(SIGNED "prog", "lower/p"))
		return -1;
	return mount("o", "m", "overlay", 0, "lowerdir=lower:lower2");
}

static enum result overlay_mapped(void)
{
	if (mount_overlay())
		return say(errno == ENODEV ? SKIPPED : WRONG, "overlay: %s", strerror(errno));
	return map_then_write("m/p", "lower/p");
}

/* Which blocks of which device hold the beginning of the file? */
static bool find_blocks(int fd, unsigned long long *at, unsigned long long *length)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extent;
	} f = { .map = { .fm_length = ~0ULL, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 1 } };

	if (ioctl(fd, FS_IOC_FIEMAP, &f) || f.map.fm_mapped_extents != 1 || f.extent.fe_logical)
		return false;
	*at = f.extent.fe_physical;
	*length = f.extent.fe_length;
	return true;
}

/* Writes to the device, not to the file: nothing that belongs to the inode moves. */
static enum result raw_write(bool map, const char *disturb)
{
	unsigned long long at, length;
	char *p = MAP_FAILED;
	struct stat st;
	int fd, dev;

	if (!load_images() || copy_file(SIGNED "prog", "p"))
		return say(WRONG, "copy: %s", strerror(errno));
	sync();
	fd = open("p", O_RDONLY);
	if (fstat(fd, &st) || !find_blocks(fd, &at, &length) || length < evil.len)
		return say(SKIPPED, "the file system does not tell where its blocks are");
	if (mknod("dev", S_IFBLK | 0600, st.st_dev) || (dev = open("dev", O_RDWR)) < 0)
		return say(errno == EPERM || errno == EBUSY || errno == EACCES ? REFUSED : SKIPPED,
			   "block device: %s", strerror(errno));
	if (control("before", run("./p", NULL)) != REFUSED)
		return said();
	if (map)
		p = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (pwrite(dev, evil.data, evil.len, at) != (ssize_t)evil.len || fsync(dev))
		return say(errno == EPERM ? REFUSED : WRONG, "block write: %s", strerror(errno));
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (disturb)
		write_text("/proc/sys/vm/drop_caches", disturb);
	if (map && !memcmp(p, evil.data, evil.len))
		return say(WORKED, "an executable mapping of listed code now holds unlisted code");
	if (map)
		return say(WRONG, "written, but the mapping did not follow");
	return judge("a program rewritten on its block device", run("./p", NULL), EACCES);
}

static enum result raw_exec(void)
{
	return raw_write(false, NULL);
}

static enum result raw_exec_dropped(void)
{
	return raw_write(false, "1");
}

static enum result raw_mapped(void)
{
	return raw_write(true, "1");
}

/*
 * The other way round: the device holds listed bytes, the page cache evil
 * ones, and the descriptor reads past the page cache.
 */
static enum result raw_direct(void)
{
	unsigned long long at, length;
	size_t len;
	struct stat st;
	char *data, *map;
	int fd, dev;

	if (!load_images())
		return say(WRONG, "no payloads");
	len = good.len;
	data = calloc(1, len);
	memcpy(data, evil.data, evil.len);
	close(creat("p", 0755));
	if (overwrite("p", data, len))
		return say(WRONG, "write: %s", strerror(errno));
	sync();
	fd = open("p", O_RDONLY | O_DIRECT);
	if (fd < 0 || fstat(fd, &st) || !find_blocks(fd, &at, &length) || length < len)
		return say(SKIPPED, "no O_DIRECT or no block numbers");
	if (mknod("dev", S_IFBLK | 0600, st.st_dev) || (dev = open("dev", O_RDWR)) < 0)
		return say(errno == EPERM || errno == EBUSY || errno == EACCES ? REFUSED : SKIPPED,
			   "block device: %s", strerror(errno));
	if (pwrite(dev, good.data, len, at) != (ssize_t)len || fsync(dev))
		return say(errno == EPERM ? REFUSED : WRONG, "block write: %s", strerror(errno));
	map = mmap(NULL, len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return expect_errno("mmap", -1, EACCES);
	return memcmp(map, evil.data, evil.len) ?
		       say(WRONG, "mapped, but not the evil bytes") :
		       say(WORKED, "hashed by direct I/O, run from the page cache");
}

/*
 * Listed bytes in the page cache, others on the device: what is checked has to
 * be what a later page-in brings. Other ways to the same state are a swap file
 * and a page that is dropped while it is dirty.
 */
static enum result stale_cache(void)
{
	unsigned long long at, length;
	struct stat st;
	struct ran ran;
	int fd, dev;

	if (!load_images() || copy_file(SIGNED "prog", "p"))
		return say(WRONG, "copy: %s", strerror(errno));
	sync();
	fd = open("p", O_RDONLY);
	if (fstat(fd, &st) || !find_blocks(fd, &at, &length) || length < evil.len)
		return say(SKIPPED, "the file system does not tell where its blocks are");
	if (mknod("dev", S_IFBLK | 0600, st.st_dev) || (dev = open("dev", O_RDWR)) < 0)
		return say(errno == EPERM || errno == EBUSY || errno == EACCES ? REFUSED : SKIPPED,
			   "block device: %s", strerror(errno));
	if (pwrite(dev, evil.data, evil.len, at) != (ssize_t)evil.len || fsync(dev))
		return say(errno == EPERM ? REFUSED : WRONG, "block write: %s", strerror(errno));
	ran = run("./p", NULL);
	if (ran.err)
		return judge("a program with stale pages", ran, EACCES);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return judge("a program with stale pages, read again", run("./p", NULL), EACCES);
}

/* The same with an image that root mounts by a loop device: its file is a file like any other. */
static enum result loop_rewritten(void)
{
	static const char path[] = "m/p";
	unsigned long long at, length;
	size_t len;
	char *code = slurp(UNSIGNED "tiny", &len);
	int fd, image;

	if (!exists(IMAGE))
		return say(SKIPPED, "no " IMAGE);
	if (own_mounts() || copy_file(IMAGE, "image") || loop_mount("image", "m", "ext4", 0) ||
	    copy_file(SIGNED "tiny", path))
		return say(WRONG, "prepare: %s", strerror(errno));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	image = open("image", O_WRONLY | O_CLOEXEC);
	if (!code || !find_blocks(fd, &at, &length) || length < len)
		return say(WRONG, "the file system does not tell where its blocks are");
	if (run(path, NULL).err)
		return say(WRONG, "control: the program in the image does not run");
	if (pwrite(image, code, len, at) != (ssize_t)len || fsync(image))
		return say(WRONG, "write to the image: %s", strerror(errno));
	close(image);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	write_text("/proc/sys/vm/drop_caches", "1");
	return run(path, NULL).err == EACCES ? REFUSED :
	       exists("/tmp/evil-ran")	     ? say(WORKED, "a program was rewritten in its image") :
					 say(WRONG, "the program did not change with its image");
}

const struct probe storage_probes[] = {
	{ "storage.ext4-mapped", ext_mapped, false },
	{ "storage.tmpfs-mapped", tmpfs_mapped, false },
	{ "storage.ramfs-mapped", ramfs_mapped, false },
	{ "storage.overlay-lower-mapped", overlay_mapped, false },
	{ "storage.stale-cache", stale_cache, false },
	/* Writes past a mounted file system are not covered: docs/threat-model.md. */
	{ "storage.block-write", raw_exec, true },
	{ "storage.block-write-drop-caches", raw_exec_dropped, true },
	{ "storage.block-write-mapped", raw_mapped, true },
	{ "storage.block-write-direct", raw_direct, true },
	{ "storage.loop-rewritten", loop_rewritten, true },
	{ NULL, NULL, false },
};
