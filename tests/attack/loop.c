// SPDX-License-Identifier: GPL-2.0-only
/* File systems in files: what root mounts himself, and can write to from below. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

int loop_mount(const char *image, const char *dir, const char *type, unsigned long flags)
{
	struct loop_config config = { .info.lo_flags = LO_FLAGS_AUTOCLEAR };
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), n, fd, file, ret;
	char node[32];

	if (control < 0)
		return -1;
	n = ioctl(control, LOOP_CTL_GET_FREE);
	close(control);
	if (n < 0)
		return -1;
	snprintf(node, sizeof(node), "/dev/loop%d", n);
	fd = open(node, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -1;
	file = open(image, O_RDWR | O_CLOEXEC);
	config.fd = file;
	mkdir(dir, 0755);
	ret = file < 0 || ioctl(fd, LOOP_CONFIGURE, &config) ? -1 : 0;
	if (!ret)
		ret = mount(node, dir, type, flags, NULL);
	/* The device goes with its last user: the mount, or nobody. */
	n = errno;
	close(file);
	close(fd);
	errno = n;
	return ret;
}
