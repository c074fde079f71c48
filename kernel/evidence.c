// SPDX-License-Identifier: GPL-2.0-only
#include "evidence.h"

#include <linux/fs.h>
#include <linux/iversion.h>
#include <linux/pagemap.h>
#include <linux/wait_bit.h>

#include "filesystem.h"
#include "hash.h"
#include "limits.h"
#include "pages.h"

enum { BUSY_BIT };

/*
 * A lock for each inode, so that nobody waits for the hash of another file.
 * It lies in the slot and needs no room of its own.
 */
static bool lock(struct lorica_slot *slot)
{
	return !wait_on_bit_lock(&slot->busy, BUSY_BIT, TASK_KILLABLE);
}

static void unlock(struct lorica_slot *slot)
{
	clear_and_wake_up_bit(BUSY_BIT, &slot->busy);
}

static u64 change_cookie(const struct inode *inode)
{
	return atomic64_read(&inode->i_version);
}

static bool has_writer(const struct inode *inode)
{
	return atomic_read(&inode->i_writecount) > 0 || mapping_writably_mapped(inode->i_mapping);
}

/* Does the cookie tell of every change? It is constant where there is none. */
static bool is_counted(const struct lorica_proof *proof)
{
	return proof->fs->constant || (proof->fs->counts && IS_I_VERSION(file_inode(proof->file)));
}

static void remember(struct lorica_slot *slot, u64 generation, u64 flags)
{
	/* Pairs with the acquire in lorica_evidence_current(). */
	smp_store_release(&slot->stamp, generation << LORICA_SLOT_SHIFT | flags);
}

/*
 * The order is what makes the cookie tell the truth: who could write before it
 * was read is seen as a writer or loses his pages, who comes later moves it.
 */
static enum lorica_reason hash(struct lorica_proof *proof, u8 *digest)
{
	struct inode *inode = file_inode(proof->file);
	int ret = 0;

	/* Marks the counter as seen, so that the next change has to move it. */
	if (is_counted(proof) && !proof->fs->constant)
		inode_query_iversion(inode);
	proof->cookie = change_cookie(inode);
	smp_mb(); /* the cookie before the writers; they come in the other order */
	if (has_writer(inode))
		return LORICA_R_WRITER;
	if (!proof->fs->constant && !proof->fs->early)
		ret = lorica_pages_disown(inode->i_mapping);
	if (ret)
		return LORICA_R_WRITER;
	ret = lorica_hash_file(proof->file, digest);
	if (ret)
		return ret == -ENOMEM ? LORICA_R_NO_MEMORY : LORICA_R_UNREADABLE;
	/* Held off by us it is no writer, and without a pin one may have come. */
	return has_writer(inode) ? LORICA_R_WRITER : LORICA_OK;
}

/* Is the digest in the slot that of the content at this moment? */
static bool is_known(const struct lorica_proof *proof)
{
	const struct lorica_slot *slot = proof->slot;

	if (!(slot->stamp & LORICA_SLOT_HASHED))
		return false;
	return slot->stamp & LORICA_SLOT_PINNED ||
	       slot->cookie == change_cookie(file_inode(proof->file));
}

static enum lorica_reason find_digest(struct lorica_proof *proof, u8 *digest)
{
	struct lorica_slot *slot = proof->slot;
	enum lorica_reason reason;

	if (proof->locked && is_known(proof)) {
		if (!(slot->stamp & LORICA_SLOT_PINNED) && has_writer(file_inode(proof->file)))
			return LORICA_R_WRITER;
		proof->cookie = slot->cookie;
		memcpy(digest, slot->digest, sizeof(slot->digest));
		return LORICA_OK;
	}
	reason = hash(proof, digest);
	if (reason)
		return reason;
	proof->fresh = true;
	if (proof->locked) {
		/* Void the old verdict before its cookie and digest change. */
		remember(slot, 0, 0);
		/* Pairs with smp_rmb() in lorica_evidence_current(). */
		smp_wmb();
		memcpy(slot->digest, digest, sizeof(slot->digest));
		WRITE_ONCE(slot->cookie, proof->cookie);
	}
	return LORICA_OK;
}

enum lorica_reason lorica_evidence_begin(struct lorica_proof *proof, struct file *file,
					 struct lorica_slot *slot, u8 *digest)
{
	struct inode *inode = file_inode(file);

	*proof = (struct lorica_proof){ .slot = slot, .file = file };
	if (!S_ISREG(inode->i_mode))
		return LORICA_R_NOT_REGULAR;
	/*
	 * open(path, 3) gives a file that can be mapped but not read; one with
	 * O_DIRECT is read past the page cache and mapped from it.
	 */
	if (!(file->f_mode & FMODE_READ) || file->f_flags & O_DIRECT)
		return LORICA_R_UNREADABLE;
	/* memfd, SysV shared memory: open descriptors that no writer count shows. */
	if (inode->i_sb->s_flags & SB_NOUSER)
		return LORICA_R_NO_PATH;
	lorica_filesystem_watch();
	proof->fs = lorica_filesystem_of(inode);
	if (!proof->fs)
		return LORICA_R_FILE_SYSTEM;
	if (i_size_read(inode) > LORICA_MAX_FILE)
		return LORICA_R_TOO_LARGE;
	if (!(slot->stamp & LORICA_SLOT_SCRATCH)) {
		if (!lock(slot))
			return LORICA_R_UNREADABLE;
		proof->locked = true;
	}
	return find_digest(proof, digest);
}

/*
 * Writers are held off now. Did one come between hash and pin? The counter
 * tells where there is one; elsewhere, and for a digest of an earlier call,
 * only the content does.
 */
static enum lorica_reason check_again(struct lorica_proof *proof, const u8 *digest)
{
	u8 again[sizeof(proof->slot->digest)];
	enum lorica_reason reason;

	if (proof->fresh && is_counted(proof))
		return proof->cookie == change_cookie(file_inode(proof->file)) ? LORICA_OK :
										 LORICA_R_WRITER;
	reason = hash(proof, again);
	if (reason)
		return reason;
	return memcmp(again, digest, sizeof(again)) ? LORICA_R_WRITER : LORICA_OK;
}

enum lorica_reason lorica_evidence_hold(struct lorica_proof *proof, const u8 *digest)
{
	struct inode *inode = file_inode(proof->file);
	enum lorica_reason reason;

	if (!proof->locked)
		return LORICA_R_NO_MEMORY;
	if (proof->slot->stamp & LORICA_SLOT_PINNED)
		return LORICA_OK;
	if (!atomic_dec_unless_positive(&inode->i_writecount))
		return LORICA_R_WRITER;
	reason = check_again(proof, digest);
	if (reason)
		atomic_inc(&inode->i_writecount);
	proof->pinned = !reason;
	return reason;
}

void lorica_evidence_end(struct lorica_proof *proof, u64 generation, bool allow)
{
	struct lorica_slot *slot = proof->slot;
	u64 flags;

	if (!proof->locked)
		return;
	flags = slot->stamp & (LORICA_SLOT_PINNED | LORICA_SLOT_HASHED);
	if (proof->fresh && is_counted(proof))
		flags |= LORICA_SLOT_HASHED;
	if (proof->pinned)
		flags |= LORICA_SLOT_PINNED | LORICA_SLOT_HASHED;
	if (allow && flags & LORICA_SLOT_HASHED)
		flags |= LORICA_SLOT_ALLOW;
	remember(slot, generation, flags);
	unlock(slot);
}
