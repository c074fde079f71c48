// SPDX-License-Identifier: GPL-2.0-only
#include "fsverity.h"

#include <linux/bitmap.h>
#include <linux/fs.h>
#include <linux/hash.h>

#include "gate.h"
#include "limits.h"

/*
 * One bit for many inodes, and none is ever cleared: who shares a bit with a
 * marked one has its pages dropped once for nothing.
 */
static DECLARE_BITMAP(marks, 1 << LORICA_FSVERITY_MARK_BITS);

static u32 mark_of(const struct inode *inode)
{
	return hash_64((u64)inode->i_sb->s_dev << 32 ^ inode->i_ino, LORICA_FSVERITY_MARK_BITS);
}

const u8 *lorica_fsverity_digest(const struct inode *inode, const struct lorica_measured *measured)
{
	/* Set after everything that verifies is in place; without it nothing does. */
	if (!IS_VERITY(inode) || measured->size != sizeof(measured->digest))
		return NULL;
	return measured->digest;
}

void lorica_fsverity_mark(const struct inode *inode)
{
	set_bit(mark_of(inode), marks);
}

bool lorica_fsverity_may_be_stale(const struct inode *inode)
{
	/* IS_VERITY() was seen; the mark was set long before. */
	smp_rmb();
	return !lorica_gate_sees_fsverity() || test_bit(mark_of(inode), marks);
}
