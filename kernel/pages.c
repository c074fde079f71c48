// SPDX-License-Identifier: GPL-2.0-only
#include "pages.h"

#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/pagemap.h>

enum { TRIES = 20, PAUSE_MS = 5 };

/*
 * A file system may hold a page for a moment after it was written: btrfs until
 * the extent is recorded, ext4 with data=journal until its transaction ends.
 */
int lorica_pages_settle(struct address_space *mapping)
{
	int i, ret = -EBUSY;

	for (i = 0; ret == -EBUSY && i < TRIES; i++) {
		if (i)
			msleep_interruptible(PAUSE_MS);
		ret = filemap_write_and_wait(mapping);
		if (!ret)
			ret = invalidate_inode_pages2(mapping);
	}
	return ret;
}
