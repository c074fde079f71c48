// SPDX-License-Identifier: GPL-2.0-only
#include "evidence.h"

#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/iversion.h>
#include <linux/magic.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>

#include "hash.h"

enum { LOCK_BITS = 5 };

/* Two first uses of one inode wait for each other instead of hashing twice. */
static struct mutex locks[1 << LOCK_BITS];

void lorica_evidence_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(locks); i++)
		mutex_init(&locks[i]);
}

static struct mutex *lock_of(const struct inode *inode)
{
	return &locks[hash_ptr((void *)inode, LOCK_BITS)];
}

static u64 change_cookie(const struct inode *inode)
{
	return atomic64_read(&inode->i_version);
}

static bool has_writer(const struct inode *inode)
{
	return atomic_read(&inode->i_writecount) > 0 || mapping_writably_mapped(inode->i_mapping);
}

/*
 * Does a file system hold still what was hashed? Where a server or another
 * program supplies the bytes (FUSE, 9p, NFS), the next read may give others.
 * Pages of tmpfs and ramfs can be written by who has pinned them, long after
 * the last writer went away (io_uring's registered buffers); only the rootfs
 * that came as the initramfs is older than everybody who could do that.
 */
static bool holds_still(const struct super_block *sb)
{
	switch (sb->s_magic) {
	case FUSE_SUPER_MAGIC:
		return false;
	case 0x24051905: /* UBIFS, on raw flash */
	case JFFS2_SUPER_MAGIC:
		return true;
	default:
		return sb->s_type->fs_flags & FS_REQUIRES_DEV ||
		       !strcmp(sb->s_type->name, "rootfs");
	}
}

/*
 * May a verdict outlive this moment? Only where every change of the content
 * moves i_version; the upper and lower files of an overlay change without
 * their overlay inode.
 */
static bool is_cacheable(const struct inode *inode, const struct inode *real)
{
	return inode == real && (IS_I_VERSION(inode) || sb_rdonly(inode->i_sb));
}

static bool hold_off_writers(struct inode *inode)
{
	return atomic_dec_unless_positive(&inode->i_writecount);
}

static bool pin(const struct lorica_proof *proof)
{
	if (!hold_off_writers(file_inode(proof->file)))
		return false;
	if (proof->real == file_inode(proof->file) || hold_off_writers(proof->real))
		return true;
	allow_write_access(proof->file);
	return false;
}

static void unpin(const struct lorica_proof *proof)
{
	allow_write_access(proof->file);
	if (proof->real != file_inode(proof->file))
		atomic_inc(&proof->real->i_writecount);
}

static void remember(struct lorica_slot *slot, u64 generation, u64 flags)
{
	/* Pairs with the acquire in lorica_evidence_current(). */
	smp_store_release(&slot->stamp, generation << LORICA_SLOT_SHIFT | flags);
}

static enum lorica_reason find_digest(struct lorica_proof *proof, u8 *digest)
{
	struct inode *inode = file_inode(proof->file);
	struct lorica_slot *slot = proof->slot;
	u64 cookie;
	int ret;

	if (proof->cacheable && slot->stamp & LORICA_SLOT_HASHED &&
	    slot->cookie == change_cookie(inode)) {
		memcpy(digest, slot->digest, sizeof(slot->digest));
		return LORICA_OK;
	}
	/* Marks the counter as seen, so that the next change has to move it. */
	if (proof->cacheable && IS_I_VERSION(inode))
		inode_query_iversion(inode);
	cookie = change_cookie(inode);
	ret = lorica_hash_file(proof->file, digest);
	if (ret)
		return ret == -ENOMEM ? LORICA_R_NO_MEMORY : LORICA_R_UNREADABLE;
	if (proof->cacheable) {
		/* Void the old verdict before its cookie and digest change. */
		remember(slot, 0, slot->stamp & LORICA_SLOT_PINNED);
		/* Pairs with smp_rmb() in lorica_evidence_current(). */
		smp_wmb();
		memcpy(slot->digest, digest, sizeof(slot->digest));
		WRITE_ONCE(slot->cookie, cookie);
	}
	return LORICA_OK;
}

static enum lorica_reason examine(struct lorica_proof *proof, bool want_pin, u8 *digest)
{
	struct inode *inode = file_inode(proof->file);
	enum lorica_reason reason;

	if (!proof->pinned && want_pin)
		proof->pinned = pin(proof);
	if (has_writer(inode) || has_writer(proof->real) || (want_pin && !proof->pinned))
		return LORICA_R_WRITER;
	reason = find_digest(proof, digest);
	/* Without a pin a writer may have come and gone while we read. */
	if (!reason && !proof->pinned && has_writer(inode))
		reason = LORICA_R_WRITER;
	return reason;
}

enum lorica_reason lorica_evidence_begin(struct lorica_proof *proof, struct file *file,
					 struct lorica_slot *slot, bool want_pin, u8 *digest)
{
	struct inode *inode = file_inode(file);

	*proof = (struct lorica_proof){
		.slot = slot,
		.file = file,
		.real = d_real_inode(file->f_path.dentry),
	};
	if (!S_ISREG(inode->i_mode))
		return LORICA_R_NOT_REGULAR;
	/* open(path, 3) gives a file that can be mapped but not read. */
	if (!(file->f_mode & FMODE_READ))
		return LORICA_R_UNREADABLE;
	/* memfd, SysV shared memory: open descriptors that no writer count shows. */
	if (inode->i_sb->s_flags & SB_NOUSER)
		return LORICA_R_NO_PATH;
	if (!proof->real || !holds_still(proof->real->i_sb))
		return LORICA_R_FILE_SYSTEM;
	if (!(slot->stamp & LORICA_SLOT_SCRATCH)) {
		if (mutex_lock_killable(lock_of(inode)))
			return LORICA_R_UNREADABLE;
		proof->locked = true;
		proof->pinned = slot->stamp & LORICA_SLOT_PINNED;
		proof->cacheable = is_cacheable(inode, proof->real);
	}
	return examine(proof, want_pin, digest);
}

void lorica_evidence_end(struct lorica_proof *proof, u64 generation, bool allow)
{
	u64 flags = 0;

	if (proof->pinned && !(allow && proof->locked)) {
		unpin(proof);
		proof->pinned = false;
	}
	if (!proof->locked)
		return;
	if (proof->cacheable)
		flags = allow ? LORICA_SLOT_HASHED | LORICA_SLOT_ALLOW :
				proof->slot->stamp & LORICA_SLOT_HASHED;
	if (proof->pinned)
		flags |= LORICA_SLOT_PINNED;
	remember(proof->slot, generation, flags);
	mutex_unlock(lock_of(file_inode(proof->file)));
}
