// SPDX-License-Identifier: GPL-2.0-only
/* Kernel modules: code that could undo everything else. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { COMPRESSED = 4 }; /* MODULE_INIT_COMPRESSED_FILE */

static const char *const small[] = {
	"/dummy.ko",	"/dummy.ko.xz", "/dummy.ko.zst", "/nlmon.ko",
	"/nlmon.ko.xz", "/loop.ko",	"/loop.ko.xz",
};
static char found[512];

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t i, n = strlen(path);

	(void)st, (void)ftw;
	for (i = 0; type == FTW_F && i < sizeof(small) / sizeof(small[0]); i++)
		if (n > strlen(small[i]) && !strcmp(path + n - strlen(small[i]), small[i])) {
			snprintf(found, sizeof(found), "%s", path);
			return 1;
		}
	return 0;
}

/* A listed module of the running kernel. */
static const char *listed(void)
{
	struct utsname uts;
	char dir[256];

	uname(&uts);
	snprintf(dir, sizeof(dir), "/lib/modules/%s/", uts.release);
	if (nftw(dir, look, 16, FTW_PHYS) != 1)
		snprintf(dir, sizeof(dir), "/usr/lib/modules/%s/", uts.release);
	if (!*found)
		nftw(dir, look, 16, FTW_PHYS);
	return found;
}

static int load_fd(int fd, const char *name)
{
	size_t n = strlen(name);
	bool plain = n > 3 && !strcmp(name + n - 3, ".ko");

	return syscall(SYS_finit_module, fd, "", plain ? 0 : COMPRESSED);
}

static int load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), ret;

	if (fd < 0)
		return -1;
	ret = load_fd(fd, path);
	close(fd);
	return ret;
}

static enum result unsigned_module(void)
{
	const char *good = listed();

	if (!*good)
		return say(WRONG, "control: no small module below /lib/modules");
	if (load(good) && errno != EEXIST)
		return say(WRONG, "control: %s: %s", good, strerror(errno));
	return expect_errno("finit_module", load(UNSIGNED "module.ko"), EACCES);
}

static enum result flipped(void)
{
	const char *good = listed(), *name = strstr(good, ".xz") ? "m.ko.xz" : "m.ko";

	if (copy_flipped(good, name))
		return say(WRONG, "copy: %s", strerror(errno));
	return expect_errno("a flipped byte", load(name), EACCES);
}

static enum result from_memory(void)
{
	size_t len;
	void *data = slurp(listed(), &len);

	if (!data)
		return say(WRONG, "no module: %s", strerror(errno));
	return expect_errno("init_module", syscall(SYS_init_module, data, len, ""), EPERM);
}

/* The bytes that are loaded decide, wherever they come from. */
static enum result from_memfd(void)
{
	const char *good = listed();
	int fd = memfd_create("m", 0);
	size_t len;
	char *data = slurp(good, &len);

	if (!data || fd < 0 || write(fd, data, len) != (ssize_t)len)
		return say(WRONG, "memfd: %s", strerror(errno));
	if (load_fd(fd, good) && errno != EEXIST)
		return say(WRONG, "control: listed bytes in a memfd: %s", strerror(errno));
	data[len / 2] ^= 1;
	if (pwrite(fd, data, len, 0) != (ssize_t)len)
		return say(WRONG, "memfd: %s", strerror(errno));
	return expect_errno("a memfd", load_fd(fd, good), EACCES);
}

static enum result with_writer(void)
{
	const char *good = listed(), *name = strstr(good, ".xz") ? "m.ko.xz" : "m.ko";

	if (copy_file(good, name) || open(name, O_RDWR) < 0)
		return say(WRONG, "copy: %s", strerror(errno));
	return expect_writer("a module open for writing", load(name));
}

static bool loaded(void)
{
	return exists("/sys/module/lorica");
}

static enum result removal(int flags, int also)
{
	long ret = syscall(SYS_delete_module, "lorica", flags);
	int err = errno;

	if (!loaded())
		return say(WORKED, "the module is gone");
	errno = err;
	return expect_errno("delete_module", ret, err == also ? also : EPERM);
}

static enum result delete_plain(void)
{
	return removal(O_NONBLOCK, EWOULDBLOCK);
}

static enum result delete_wait(void)
{
	return removal(0, EWOULDBLOCK);
}

static enum result delete_forced(void)
{
	return removal(O_TRUNC, EPERM);
}

static enum result delete_forced_nonblock(void)
{
	return removal(O_TRUNC | O_NONBLOCK, EPERM);
}

/* Flags above 32 bits, which the kernel cuts off. */
static enum result delete_wide_flags(void)
{
	long ret = syscall(SYS_delete_module, "lorica", 0xffffffff00000000UL | O_TRUNC);
	int err = errno;

	if (!loaded())
		return say(WORKED, "the module is gone");
	errno = err;
	return expect_errno("delete_module", ret, EPERM);
}

#if defined(__x86_64__)
static enum result delete_compat(void)
{
	/* The arguments of int 0x80 have 32 bits: the name has to lie low. */
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long ret;

	if (low == MAP_FAILED)
		return say(WRONG, "mmap: %s", strerror(errno));
	strcpy(low, "lorica");
	/* getpid first: without compatibility calls this is a fault or ENOSYS. */
	asm volatile("int $0x80" : "=a"(ret) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
	if ((int)ret != getpid())
		return say(SKIPPED, "no 32-bit system calls");
	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(129), "b"(low), "c"(O_TRUNC | O_NONBLOCK)
		     : "memory", "r8", "r9", "r10", "r11");
	if (!loaded())
		return say(WORKED, "the module is gone");
	errno = -(int)ret;
	return expect_errno("delete_module by int 0x80", (int)ret < 0 ? -1 : 0, EPERM);
}

/* The x32 numbers: another compatibility ABI, off unless the command line has it. */
static enum result delete_x32(void)
{
	enum { X32 = 0x40000000 };
	long ret;
	int err;

	if (syscall(X32 | SYS_getpid) < 0)
		return say(SKIPPED, "no x32 system calls");
	ret = syscall(X32 | SYS_delete_module, "lorica", O_TRUNC | O_NONBLOCK);
	err = errno;
	if (!loaded())
		return say(WORKED, "the module is gone");
	errno = err;
	return expect_errno("delete_module by x32", ret, EPERM);
}
#endif

const struct probe module_probes[] = {
	{ "module.unsigned", unsigned_module, false },
	{ "module.flipped-byte", flipped, false },
	{ "module.init-module", from_memory, false },
	{ "module.memfd", from_memfd, false },
	{ "module.open-writer", with_writer, false },
	{ "module.delete", delete_wait, false },
	{ "module.delete-nonblock", delete_plain, false },
	{ "module.delete-forced", delete_forced, false },
	{ "module.delete-forced-nonblock", delete_forced_nonblock, false },
	{ "module.delete-wide-flags", delete_wide_flags, false },
#if defined(__x86_64__)
	{ "module.delete-int80", delete_compat, false },
	{ "module.delete-x32", delete_x32, false },
#endif
	{ NULL, NULL, false },
};
