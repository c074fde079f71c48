// SPDX-License-Identifier: GPL-2.0-only
/* A listed kernel module in an image that root mounts: he can change it below its inode. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IMAGE "/attack/images/module.ext4"
#define MODULE "m/dummy.ko"

static int load(int fd)
{
	return syscall(SYS_finit_module, fd, "", 0);
}

static int unload(void)
{
	return syscall(SYS_delete_module, "dummy", O_NONBLOCK);
}

/*
 * Changes the last byte of what the image holds of the file. It only says that
 * a signature precedes it: the kernel then takes the module for unsigned.
 */
static int change_below(void)
{
	static const char mark[] = "~Module signature appended~\n";
	size_t size, n = sizeof(mark) - 1;
	char *image = slurp("image", &size);
	char *at = image ? memmem(image, size, mark, n) : NULL;
	int fd, ret = -1;

	errno = ENODATA;
	fd = at ? open("image", O_WRONLY | O_CLOEXEC) : -1;
	if (fd >= 0) {
		ret = pwrite(fd, "!", 1, at - image + n - 1) == 1 && !fsync(fd) ? 0 : -1;
		close(fd);
	}
	free(image);
	return ret;
}

static enum result rewritten(void)
{
	size_t len, now_len;
	char *data, *now;
	int fd;

	if (!exists(IMAGE))
		return say(SKIPPED, "no " IMAGE);
	if (own_mounts() || copy_file(IMAGE, "image"))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (loop_mount("image", "m", "ext4", 0))
		return say(errno == ENOENT || errno == ENODEV ? SKIPPED : WRONG, "loop mount: %s",
			   strerror(errno));
	data = slurp(MODULE, &len);
	fd = open(MODULE, O_RDONLY | O_CLOEXEC);
	if (!data || fd < 0)
		return say(WRONG, MODULE ": %s", strerror(errno));
	unload(); /* a control of another probe may have left it */
	if (load(fd))
		return say(WRONG, "control: the listed module: %s", strerror(errno));
	if (unload())
		return say(WRONG, "control: delete_module: %s", strerror(errno));
	sync();
	if (change_below())
		return say(WRONG, "write to the image: %s", strerror(errno));
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	write_text("/proc/sys/vm/drop_caches", "1");
	now = slurp(MODULE, &now_len);
	if (!now || now_len != len || now[len - 1] == data[len - 1])
		return say(WRONG, "the file did not change with its image");
	if (expect_errno("a module rewritten in its image", load(fd), EACCES) == REFUSED)
		return REFUSED;
	unload();
	return said();
}

const struct probe module_image_probes[] = {
	{ "module.rewritten-in-image", rewritten, false },
	{ NULL, NULL, false },
};
