// SPDX-License-Identifier: GPL-2.0-only
/* Another kernel in place of this one, or this one with other memory. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct segment {
	const void *buf;
	size_t len;
	unsigned long mem;
	size_t mem_len;
};

static enum result load(unsigned long flags)
{
	static const char code[4096];
	struct segment segment = { code, sizeof(code), 0x1000000, sizeof(code) };
	long ret = syscall(SYS_kexec_load, 0x1000000UL, 1UL, &segment, flags);

	return expect_errno_or_absent("kexec_load", ret, EPERM);
}

static enum result plain(void)
{
	return load(0);
}

static enum result on_crash(void)
{
	return load(1); /* KEXEC_ON_CRASH */
}

/* 4: KEXEC_FILE_NO_INITRAMFS */
static enum result by_file(void)
{
	int fd = open(SIGNED "prog", O_RDONLY);
	long ret = syscall(SYS_kexec_file_load, fd, -1, 1UL, "", 4UL);

	return expect_errno_or_absent("kexec_file_load", ret, EPERM);
}

static enum result hibernate(void)
{
	char old[256];

	if (read_text("/sys/power/state", old, sizeof(old)) < 0)
		return say(SKIPPED, "no /sys/power/state");
	if (!write_text("/sys/power/state", "disk"))
		return say(WORKED, "the system hibernated");
	if (errno == EPERM || errno == EINVAL || errno == ENODEV || errno == ENOSYS)
		return REFUSED;
	return say(WRONG, "hibernation: %s", strerror(errno));
}

/* Restores an image of memory that a process hands in. */
static enum result snapshot(void)
{
	int fd;

	if (mknod("snapshot", S_IFCHR | 0600, makedev(10, 231)))
		return say(WRONG, "mknod: %s", strerror(errno));
	fd = open("snapshot", O_WRONLY);
	return expect_errno_or_absent("/dev/snapshot", fd, EPERM);
}

/* clang-format off */
const struct probe kexec_probes[] = {
	{ "kexec.load", plain, false },
	{ "kexec.load-on-crash", on_crash, false },
	{ "kexec.file-load", by_file, false },
	{ "kexec.hibernate", hibernate, false },
	{ "kexec.snapshot", snapshot, false },
	{ NULL, NULL, false },
};
/* clang-format on */
