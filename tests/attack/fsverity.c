// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that a manifest lists by its fs-verity digest. They need that manifest in
 * force and its files sealed, which the scenario fsverity sees to.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fsverity.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, DESCRIPTOR = 256 };

static enum result failed(const char *act)
{
	return say(WRONG, "%s: %s", act, strerror(errno));
}

static int enable(const char *path, uint32_t algorithm, const char *salt)
{
	struct fsverity_enable_arg arg = {
		.version = 1,
		.hash_algorithm = algorithm,
		.block_size = PAGE,
		.salt_ptr = (uintptr_t)salt,
		.salt_size = salt ? strlen(salt) : 0,
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC), ret;

	ret = fd < 0 ? -1 : ioctl(fd, FS_IOC_ENABLE_VERITY, &arg);
	if (fd >= 0)
		close(fd);
	return ret;
}

int seal_verity(const char *path)
{
	return enable(path, FS_VERITY_HASH_ALG_SHA256, NULL);
}

static int sealed_copy(const char *from, const char *to)
{
	return copy_file(from, to) || seal_verity(to) ? -1 : 0;
}

/* A sealed copy is the same program: what is refused below is so for another reason. */
static enum result sealed_control(void)
{
	if (sealed_copy(VERITY "prog", "control"))
		return failed("control: seal");
	return control("a sealed copy", run("./control", NULL));
}

static enum result unsealed(void)
{
	if (sealed_control() != REFUSED)
		return said();
	if (copy_file(VERITY "prog", "p"))
		return failed("copy");
	return judge("the same content without fs-verity", run("./p", NULL), EACCES);
}

static enum result unsealed_library(void)
{
	char *map;
	int fd;

	if (sealed_copy(VERITY "victim.so", "control.so") ||
	    copy_file(VERITY "victim.so", "lib.so"))
		return failed("copy");
	fd = open("control.so", O_RDONLY);
	if (mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED)
		return failed("control: mmap of a sealed library");
	fd = open("lib.so", O_RDONLY);
	map = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	return expect_errno("mmap of a library without fs-verity", map == MAP_FAILED ? -1 : 0,
			    EACCES);
}

static enum result tampered(void)
{
	if (sealed_control() != REFUSED)
		return said();
	if (copy_flipped(VERITY "prog", "p") || seal_verity("p"))
		return failed("seal");
	return judge("a sealed program with a bit flipped", run("./p", NULL), EACCES);
}

static enum result evil_sealed(void)
{
	if (sealed_copy(UNSIGNED "prog", "p"))
		return failed("seal");
	return judge("an unlisted sealed program", run("./p", NULL), EACCES);
}

static enum result other_algorithm(void)
{
	if (copy_file(VERITY "prog", "p"))
		return failed("copy");
	if (enable("p", FS_VERITY_HASH_ALG_SHA512, NULL))
		return say(errno == ENOPKG ? SKIPPED : WRONG, "sha512: %s", strerror(errno));
	return judge("a program sealed by SHA-512", run("./p", NULL), EACCES);
}

static enum result other_salt(void)
{
	if (copy_file(VERITY "prog", "p") || enable("p", FS_VERITY_HASH_ALG_SHA256, "pepper"))
		return failed("seal");
	return judge("a program sealed with a salt", run("./p", NULL), EACCES);
}

/* Not listed by fs-verity, but by SHA-256: that counts as ever. */
static enum result by_content(void)
{
	if (sealed_copy(SIGNED "prog", "p"))
		return failed("seal");
	if (control("a sealed program that is listed by SHA-256", run("./p", NULL)) != REFUSED)
		return said();
	return control("once more", run("./p", NULL));
}

/* The 256 bytes whose SHA-256 is the fs-verity digest of a listed program. */
static enum result descriptor(void)
{
	char data[DESCRIPTOR];
	struct fsverity_read_metadata_arg arg = {
		.metadata_type = FS_VERITY_METADATA_TYPE_DESCRIPTOR,
		.buf_ptr = (uintptr_t)data,
		.length = sizeof(data),
	};
	int fd = open(VERITY "prog", O_RDONLY);
	char *map;

	if (fd < 0 || ioctl(fd, FS_IOC_READ_VERITY_METADATA, &arg) != DESCRIPTOR)
		return failed("read the descriptor");
	close(creat("p", 0755));
	if (overwrite("p", data, sizeof(data)))
		return failed("write");
	if (judge("a descriptor", run("./p", NULL), EACCES) != REFUSED)
		return said();
	fd = open("p", O_RDONLY);
	map = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	return expect_errno("mmap of a descriptor", map == MAP_FAILED ? -1 : 0, EACCES);
}

/* And its mirror: a file is listed by SHA-256 that is the descriptor of an evil program. */
static enum result described(void)
{
	if (!exists(VERITY_DESCRIBED))
		return say(WRONG, "control: no file that describes the evil program");
	if (sealed_copy(UNSIGNED "prog", "p"))
		return failed("seal");
	return judge("a program whose descriptor is listed", run("./p", NULL), EACCES);
}

static enum result written(void)
{
	enum result result;

	if (sealed_copy(VERITY "prog", "p"))
		return failed("seal");
	if (control("before", run("./p", NULL)) != REFUSED)
		return said();
	result = expect_errno("open for writing", open("p", O_RDWR), EPERM);
	if (result == REFUSED)
		result = expect_errno("truncate", truncate("p", 1), EPERM);
	return result == REFUSED ? control("after", run("./p", NULL)) : result;
}

static enum result recreated(void)
{
	if (sealed_copy(VERITY "prog", "p"))
		return failed("seal");
	if (control("before", run("./p", NULL)) != REFUSED)
		return said();
	if (unlink("p") || copy_file(UNSIGNED "prog", "p"))
		return failed("replace");
	if (judge("an evil program under the name", run("./p", NULL), EACCES) != REFUSED)
		return said();
	if (unlink("p") || copy_file(VERITY "prog", "p"))
		return failed("replace");
	return judge("the same content under the name", run("./p", NULL), EACCES);
}

static enum result renamed(void)
{
	if (sealed_copy(VERITY "prog", "p") || copy_file(UNSIGNED "prog", "q"))
		return failed("seal");
	if (control("before", run("./p", NULL)) != REFUSED)
		return said();
	if (link("p", "l") || rename("q", "p"))
		return failed("rename");
	if (control("another name of the sealed file", run("./l", NULL)) != REFUSED)
		return said();
	return judge("an evil program renamed to it", run("./p", NULL), EACCES);
}

static enum result on_overlay(void)
{
	if (own_mounts() || mkdir("lower", 0755) || mkdir("upper", 0755) || mkdir("work", 0755) ||
	    mkdir("m", 0755) || sealed_copy(VERITY "prog", "lower/p"))
		return failed("prepare");
	if (mount("o", "m", "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work"))
		return say(errno == ENODEV ? SKIPPED : WRONG, "overlay: %s", strerror(errno));
	if (control("the lower file itself", run("lower/p", NULL)) != REFUSED)
		return said();
	return judge("a sealed file of an overlay", run("m/p", NULL), EACCES);
}

/* Writes the evil program over the blocks of @path, below its file system. */
static enum result raw_write(const char *path)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extent;
	} f = { .map = { .fm_length = ~0ULL, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 1 } };
	size_t len;
	char *evil = slurp(UNSIGNED "prog", &len);
	int fd = open(path, O_RDONLY), dev;
	struct stat st;

	if (!evil || fstat(fd, &st) || ioctl(fd, FS_IOC_FIEMAP, &f) ||
	    f.map.fm_mapped_extents != 1 || f.extent.fe_logical || f.extent.fe_length < len)
		return say(SKIPPED, "the file system does not tell where its blocks are");
	if (mknod("dev", S_IFBLK | 0600, st.st_dev) || (dev = open("dev", O_RDWR)) < 0)
		return failed("block device");
	if (pwrite(dev, evil, len, f.extent.fe_physical) != (ssize_t)len || fsync(dev))
		return failed("block write");
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	write_text("/proc/sys/vm/drop_caches", "1");
	return REFUSED;
}

static enum result below(void)
{
	enum result result;

	if (sealed_copy(VERITY "prog", "p"))
		return failed("seal");
	sync();
	if (control("before", run("./p", NULL)) != REFUSED)
		return said();
	result = raw_write("p");
	if (result != REFUSED)
		return result;
	return judge("a sealed program rewritten on its block device", run("./p", NULL), EIO);
}

static enum result below_mapped(void)
{
	enum result result;
	size_t len;
	char *evil = slurp(UNSIGNED "prog", &len), *map;
	int fd, status;

	if (sealed_copy(VERITY "prog", "p"))
		return failed("seal");
	sync();
	fd = open("p", O_RDONLY);
	map = mmap(NULL, len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED || map[1] != 'E')
		return failed("control: mmap");
	/* Mapped pages stay cached. */
	madvise(map, len, MADV_DONTNEED);
	result = raw_write("p");
	if (result != REFUSED)
		return result;
	if (!fork())
		_exit(memcmp(map, evil, len) ? 1 : 2);
	wait(&status);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS)
		return REFUSED;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		return say(WORKED, "an executable mapping of sealed code holds unlisted code");
	return say(WRONG, "the mapping did not follow: status %#x", status);
}

/* All of them need the manifest that the scenario loads. */
const struct probe fsverity_probes[] = {
	{ "fsverity.unsealed", unsealed, true },
	{ "fsverity.unsealed-library", unsealed_library, true },
	{ "fsverity.tampered", tampered, true },
	{ "fsverity.evil-sealed", evil_sealed, true },
	{ "fsverity.other-algorithm", other_algorithm, true },
	{ "fsverity.other-salt", other_salt, true },
	{ "fsverity.by-content", by_content, true },
	{ "fsverity.descriptor", descriptor, true },
	{ "fsverity.described", described, true },
	{ "fsverity.written", written, true },
	{ "fsverity.recreated", recreated, true },
	{ "fsverity.renamed", renamed, true },
	{ "fsverity.overlay", on_overlay, true },
	{ "fsverity.block-write", below, true },
	{ "fsverity.block-write-mapped", below_mapped, true },
	{ NULL, NULL, false },
};
