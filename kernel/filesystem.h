/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_FILESYSTEM_H
#define LORICA_FILESYSTEM_H

#include <linux/types.h>

struct inode;

/**
 * struct lorica_filesystem - what a verdict may rest on
 * @name: of the kernel's file system type
 * @constant: nothing can be written to it; there is no code for it
 * @counts: every change of a file moves i_version, and no mount option stops that
 * @device: only on a block device; the driver can take other images as well
 * @verity: what fs-verity says of its files can be relied on
 * @early: it holds the initramfs, and code only as long as PID 1 lives there
 */
struct lorica_filesystem {
	const char *name;
	bool constant;
	bool counts;
	bool device;
	bool verity;
	bool early;
};

/**
 * lorica_filesystem_of - may code come from the file system of this inode?
 * @inode: of the file
 *
 * Only from a type in the list: one where nobody but writers that this kernel
 * knows of can change a file. A server or another program supplies the bytes
 * of FUSE, 9p and NFS; an overlay reads one file and maps another once there
 * was a copy-up; pages of tmpfs can be written by who has registered them.
 * Context: may sleep.
 *
 * Return: its entry, or NULL: refuse.
 */
const struct lorica_filesystem *lorica_filesystem_of(const struct inode *inode);

/**
 * lorica_filesystem_watch - notice that PID 1 has left the initramfs
 *
 * Called at each full check, so that it is noticed before anybody can come
 * back. Context: may sleep.
 */
void lorica_filesystem_watch(void);

#endif
