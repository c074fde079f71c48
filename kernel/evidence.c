// SPDX-License-Identifier: GPL-2.0-only
#include "evidence.h"

#include <linux/fs.h>
#include <linux/iversion.h>
#include <linux/pagemap.h>
#include <linux/wait_bit.h>

#include "filesystem.h"
#include "fsverity.h"
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

static bool hold_off_writers(struct lorica_proof *proof)
{
	proof->pinned = atomic_dec_unless_positive(&file_inode(proof->file)->i_writecount);
	return proof->pinned;
}

static enum lorica_reason settle(const struct lorica_proof *proof)
{
	int ret = lorica_pages_settle(file_inode(proof->file)->i_mapping);

	if (!ret)
		return LORICA_OK;
	return ret == -EBUSY ? LORICA_R_WRITER : LORICA_R_UNREADABLE;
}

/*
 * The order is what makes the cookie tell the truth: who could write before it
 * was read is seen as a writer, who comes later moves it. Under a pin nothing
 * can change but the page cache, so that is made to tell what will be read.
 */
static enum lorica_reason hash(struct lorica_proof *proof, u8 *digest)
{
	struct inode *inode = file_inode(proof->file);
	enum lorica_reason reason = LORICA_OK;
	int ret;

	/* Marks the counter as seen, so that the next change has to move it. */
	if (is_counted(proof) && !proof->fs->constant)
		inode_query_iversion(inode);
	proof->cookie = change_cookie(inode);
	smp_mb(); /* the cookie before the writers; they come in the other order */
	if (has_writer(inode))
		return LORICA_R_WRITER;
	if (proof->pinned && !proof->fs->constant && !proof->fs->early)
		reason = settle(proof);
	if (reason)
		return reason;
	ret = lorica_hash_file(proof->file, digest);
	if (ret)
		return ret == -ENOMEM ? LORICA_R_NO_MEMORY : LORICA_R_UNREADABLE;
	/* Without a pin one may have come. */
	return has_writer(inode) ? LORICA_R_WRITER : LORICA_OK;
}

/* Is the digest in the slot the SHA-256 of the content at this moment? */
static bool is_known(const struct lorica_proof *proof)
{
	const struct lorica_slot *slot = proof->slot;

	if (lorica_evidence_tier(slot) != LORICA_TIER_SHA256)
		return false;
	return slot->stamp & LORICA_SLOT_PINNED ||
	       slot->cookie == change_cookie(file_inode(proof->file));
}

/* A pin of an earlier call outlives the digest that it came with. */
static void put_digest(struct lorica_proof *proof)
{
	struct lorica_slot *slot = proof->slot;

	/* Void the old verdict before its cookie and digest change. */
	remember(slot, 0, slot->stamp & LORICA_SLOT_PINNED);
	/* Pairs with smp_rmb() in lorica_evidence_current(). */
	smp_wmb();
	memcpy(slot->digest, proof->digest, sizeof(slot->digest));
	WRITE_ONCE(slot->cookie, proof->cookie);
}

static enum lorica_reason find_digest(struct lorica_proof *proof)
{
	struct lorica_slot *slot = proof->slot;
	enum lorica_reason reason;

	if (proof->locked && is_known(proof)) {
		if (!(slot->stamp & LORICA_SLOT_PINNED) && has_writer(file_inode(proof->file)))
			return LORICA_R_WRITER;
		proof->cookie = slot->cookie;
		memcpy(proof->digest, slot->digest, sizeof(slot->digest));
		return LORICA_OK;
	}
	reason = hash(proof, proof->digest);
	if (reason)
		return reason;
	proof->fresh = true;
	if (proof->locked)
		put_digest(proof);
	return LORICA_OK;
}

/* Files whose content can be told, and is that of the file system. */
static enum lorica_reason check_kind(const struct file *file)
{
	const struct inode *inode = file_inode(file);

	if (!S_ISREG(inode->i_mode))
		return LORICA_R_NOT_REGULAR;
	/* open(path, 3) gives a file that can be mapped but not read. */
	if (!(file->f_mode & FMODE_READ))
		return LORICA_R_UNREADABLE;
	/* memfd, SysV shared memory: open descriptors that no writer count shows. */
	if (inode->i_sb->s_flags & SB_NOUSER)
		return LORICA_R_NO_PATH;
	/*
	 * Storage without a page cache in between; blocks that swap writes to; files in
	 * which the kernel counts quotas, below the page cache and as nobody's writer.
	 */
	return IS_DAX(inode) || IS_SWAPFILE(inode) || IS_NOQUOTA(inode) ? LORICA_R_FILE_SYSTEM :
									  LORICA_OK;
}

enum lorica_reason lorica_evidence_begin(struct lorica_proof *proof, struct file *file,
					 struct lorica_slot *slot)
{
	enum lorica_reason reason = check_kind(file);

	*proof = (struct lorica_proof){ .slot = slot, .file = file };
	if (reason)
		return reason;
	lorica_filesystem_watch();
	proof->fs = lorica_filesystem_of(file_inode(file));
	if (!proof->fs)
		return LORICA_R_FILE_SYSTEM;
	if (!(slot->stamp & LORICA_SLOT_SCRATCH)) {
		if (!lock(slot))
			return LORICA_R_UNREADABLE;
		proof->locked = true;
	}
	return LORICA_OK;
}

bool lorica_evidence_fsverity(struct lorica_proof *proof, const struct lorica_measured *measured)
{
	const u8 *digest = lorica_fsverity_digest(file_inode(proof->file), measured);

	if (!digest || !proof->fs->verity)
		return false;
	memcpy(proof->digest, digest, sizeof(proof->digest));
	proof->tier = LORICA_TIER_FSVERITY;
	return true;
}

enum lorica_reason lorica_evidence_hash(struct lorica_proof *proof, bool pin_first)
{
	enum lorica_reason reason;

	proof->tier = LORICA_TIER_NONE;
	proof->kept = false;
	if (i_size_read(file_inode(proof->file)) > LORICA_MAX_FILE)
		return LORICA_R_TOO_LARGE;
	if (pin_first && proof->locked && !(proof->slot->stamp & LORICA_SLOT_PINNED) &&
	    !hold_off_writers(proof))
		return LORICA_R_WRITER;
	reason = find_digest(proof);
	if (!reason)
		proof->tier = LORICA_TIER_SHA256;
	return reason;
}

/*
 * What the file system reads from now on is verified, page by page, against
 * the digest that was found. So only pages from before have to go, once: a slot
 * that has an fs-verity digest is of an inode without such pages.
 */
static enum lorica_reason hold_fsverity(struct lorica_proof *proof)
{
	const struct inode *inode = file_inode(proof->file);
	enum lorica_reason reason;

	if (proof->kept || lorica_evidence_tier(proof->slot) == LORICA_TIER_FSVERITY)
		return LORICA_OK;
	reason = lorica_fsverity_may_be_stale(inode) ? settle(proof) : LORICA_OK;
	if (!reason && proof->locked)
		put_digest(proof);
	proof->kept = !reason;
	return reason;
}

static enum lorica_reason hold_content(struct lorica_proof *proof)
{
	u8 again[sizeof(proof->digest)];
	enum lorica_reason reason = LORICA_OK;

	if (!proof->locked)
		return LORICA_R_NO_MEMORY;
	if (proof->slot->stamp & LORICA_SLOT_PINNED)
		return LORICA_OK;
	/* What was hashed without a pin, now or ever, has to show itself again. */
	if (!proof->pinned || !proof->fresh) {
		if (!proof->pinned && !hold_off_writers(proof))
			return LORICA_R_WRITER;
		reason = hash(proof, again);
		if (!reason && memcmp(again, proof->digest, sizeof(again)))
			reason = LORICA_R_WRITER;
	}
	proof->kept = !reason;
	return reason;
}

enum lorica_reason lorica_evidence_hold(struct lorica_proof *proof)
{
	return proof->tier == LORICA_TIER_FSVERITY ? hold_fsverity(proof) : hold_content(proof);
}

/* What the slot says of its digest, and whether a pin stays. */
static u64 flags_of(const struct lorica_proof *proof)
{
	const u64 digest = LORICA_SLOT_HASHED | LORICA_SLOT_FSVERITY;
	u64 flags = proof->slot->stamp & (LORICA_SLOT_PINNED | digest);

	if (proof->tier == LORICA_TIER_FSVERITY)
		return proof->kept ? flags | digest : flags;
	/* A pin of an earlier call covers what this one hashed. */
	if (proof->fresh && (is_counted(proof) || flags & LORICA_SLOT_PINNED))
		flags |= LORICA_SLOT_HASHED;
	if (proof->kept)
		flags |= LORICA_SLOT_PINNED | LORICA_SLOT_HASHED;
	return flags;
}

/* May a verdict of this call be remembered by these flags? */
static bool is_of(const struct lorica_proof *proof, u64 flags)
{
	if (!(flags & LORICA_SLOT_HASHED))
		return false;
	return !!(flags & LORICA_SLOT_FSVERITY) == (proof->tier == LORICA_TIER_FSVERITY);
}

void lorica_evidence_end(struct lorica_proof *proof, u64 generation, bool allow)
{
	u64 flags;

	if (!proof->locked)
		return;
	flags = flags_of(proof);
	if (proof->pinned && !(proof->kept && proof->tier == LORICA_TIER_SHA256))
		atomic_inc(&file_inode(proof->file)->i_writecount);
	if (allow && is_of(proof, flags))
		flags |= LORICA_SLOT_ALLOW;
	remember(proof->slot, generation, flags);
	unlock(proof->slot);
}

void lorica_evidence_volume(struct lorica_slot *slot, u64 generation)
{
	if (slot->stamp & LORICA_SLOT_SCRATCH || !lock(slot))
		return;
	remember(slot, generation,
		 (slot->stamp & LORICA_SLOT_PINNED) | LORICA_SLOT_VOLUME | LORICA_SLOT_ALLOW);
	unlock(slot);
}
