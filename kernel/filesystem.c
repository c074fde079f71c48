// SPDX-License-Identifier: GPL-2.0-only
#include "filesystem.h"

#include <linux/fs.h>
#include <linux/path.h>

#include "place.h"
#include "seal.h"

/*
 * By name: a file system that a later kernel brings is refused until somebody
 * has looked at it. These names are the kernel's own; a module that registers
 * one of them has to be in a manifest. ext4 and btrfs set SB_I_VERSION at
 * each mount and remount; the ext2 driver and XFS do not in all versions.
 */
/* clang-format off */
static const struct lorica_filesystem known[] = {
	{ .name = "ext4", .counts = true, .verity = true },
	{ .name = "ext3", .counts = true },
	{ .name = "btrfs", .counts = true, .verity = true },
	{ .name = "ext2" },
	{ .name = "xfs" },
	{ .name = "f2fs", .verity = true },
	{ .name = "vfat" },
	{ .name = "ubifs" },
	{ .name = "jffs2" },
	{ .name = "squashfs", .constant = true },
	{ .name = "erofs", .constant = true, .device = true },
	{ .name = "cramfs", .constant = true },
	{ .name = "romfs", .constant = true },
	{ .name = "iso9660", .constant = true },
	{ .name = "rootfs", .early = true },
};
/* clang-format on */

static bool rootfs_left; /* once set, for ever */

/*
 * The initramfs is older than everybody who could hold its pages. What is
 * written to it later is not, and root can come back to it by unmounting what
 * lies above. So it ends with the move of PID 1 to the root file system.
 */
void lorica_filesystem_watch(void)
{
	struct path root;

	if (READ_ONCE(rootfs_left) || !lorica_sealed() || !lorica_place_root(&root))
		return;
	if (strcmp(root.mnt->mnt_sb->s_type->name, "rootfs"))
		WRITE_ONCE(rootfs_left, true);
	path_put(&root);
}

const struct lorica_filesystem *lorica_filesystem_of(const struct inode *inode)
{
	const char *name = inode->i_sb->s_type->name;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(known[i].name, name))
			break;
	if (i == ARRAY_SIZE(known) || (known[i].early && READ_ONCE(rootfs_left)) ||
	    (known[i].device && !inode->i_sb->s_bdev))
		return NULL;
	return &known[i];
}
