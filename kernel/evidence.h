/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_EVIDENCE_H
#define LORICA_EVIDENCE_H

#include <linux/fs.h>

#include "shim.h"
#include "uapi/lorica.h"

struct lorica_filesystem;
struct lorica_measured;

enum lorica_slot_flags {
	LORICA_SLOT_HASHED = 1 << 0, /* digest is that of the content at cookie */
	LORICA_SLOT_ALLOW = 1 << 1, /* the policy of this generation allows it */
	LORICA_SLOT_PINNED = 1 << 2, /* we deny write access to the inode */
	LORICA_SLOT_SCRATCH = 1 << 3, /* on a stack, not an inode: remember nothing */
	LORICA_SLOT_FSVERITY = 1 << 4, /* digest is that of fs-verity; it cannot change */
	LORICA_SLOT_VOLUME = 1 << 5, /* each page is verified by its volume */
	LORICA_SLOT_SHIFT = 8, /* the generation stands above the flags */
};

/**
 * struct lorica_slot - what is remembered of an inode, in its BPF storage
 * @stamp: generation << LORICA_SLOT_SHIFT | enum lorica_slot_flags
 * @cookie: the inode's change counter when the content was hashed
 * @digest: SHA-256 of the content, or with LORICA_SLOT_FSVERITY the fs-verity digest
 * @busy: bit 0 is the lock for writing the other fields
 *
 * The storage is the inode's, so it goes when the inode goes. @stamp is
 * written last; BPF programs only hand the slot over. User space cannot write
 * it: the map is frozen.
 */
struct lorica_slot {
	u64 stamp;
	u64 cookie;
	u8 digest[32];
	unsigned long busy;
};

static_assert(sizeof(struct lorica_slot) == 56, "as in bpf/lorica.bpf.h");

/**
 * lorica_evidence_tier - what is the digest in a slot?
 * @slot: of an inode
 *
 * Return: LORICA_TIER_SHA256 or LORICA_TIER_FSVERITY; LORICA_TIER_NONE when there
 * is no digest.
 */
static inline enum lorica_tier lorica_evidence_tier(const struct lorica_slot *slot)
{
	u64 stamp = READ_ONCE(slot->stamp);

	if (!(stamp & LORICA_SLOT_HASHED))
		return LORICA_TIER_NONE;
	return stamp & LORICA_SLOT_FSVERITY ? LORICA_TIER_FSVERITY : LORICA_TIER_SHA256;
}

/**
 * lorica_evidence_current - is a remembered verdict still good?
 * @inode: of the file that is to become code
 * @slot: of its inode
 * @generation: of the active policy
 *
 * Every execve and every executable mapping comes through here, so it is
 * inline and looks at no more than it must: on a pinned inode nobody can have
 * become a writer. Context: any.
 *
 * Return: true when it was allowed by this generation and neither changed
 * nor can change at this moment.
 */
static inline bool lorica_evidence_current(const struct inode *inode,
					   const struct lorica_slot *slot, u64 generation)
{
	const u64 want = generation << LORICA_SLOT_SHIFT | LORICA_SLOT_HASHED | LORICA_SLOT_ALLOW;
	const u64 held = LORICA_SLOT_PINNED | LORICA_SLOT_FSVERITY;
	/* Pairs with the release in remember(): the cookie belongs to the stamp. */
	u64 stamp = smp_load_acquire(&slot->stamp);
	u64 cookie;

	/* Since the verdict nobody could open it for writing, or each page is verified. */
	if (stamp & held && (stamp | held) == (want | held))
		return true;
	/* On a volume nothing is left to look at. */
	if ((stamp & ~(u64)LORICA_SLOT_PINNED) ==
	    (generation << LORICA_SLOT_SHIFT | LORICA_SLOT_VOLUME | LORICA_SLOT_ALLOW))
		return true;
	if (stamp != want || atomic_read(&inode->i_writecount) > 0 ||
	    mapping_writably_mapped(inode->i_mapping))
		return false;
	cookie = READ_ONCE(slot->cookie);
	/* Pairs with smp_wmb() in find_digest(): a new cookie has a new stamp. */
	smp_rmb();
	return cookie == atomic64_read(&inode->i_version) && READ_ONCE(slot->stamp) == stamp;
}

/**
 * struct lorica_proof - the outcome of lorica_evidence_begin()
 * @slot: as given
 * @file: as given
 * @fs: what its file system is good for
 * @cookie: the inode's change counter that belongs to the digest
 * @digest: what the file is judged by
 * @tier: and what it is the digest of
 * @fresh: the digest was computed by this call
 * @locked: the slot's lock is held, so it outlives this call
 * @pinned: this call holds off writers
 * @kept: and will go on to when it ends
 */
struct lorica_proof {
	struct lorica_slot *slot;
	struct file *file;
	const struct lorica_filesystem *fs;
	u64 cookie;
	u8 digest[32];
	enum lorica_tier tier;
	bool fresh;
	bool locked;
	bool pinned;
	bool kept;
};

/**
 * lorica_evidence_begin - may this file be code at all?
 * @proof: to be given to lorica_evidence_end()
 * @file: what is to become code
 * @slot: of its inode, or a zeroed one with LORICA_SLOT_SCRATCH
 *
 * Context: may sleep.
 *
 * Return: LORICA_OK, or LORICA_R_UNREADABLE (also when a fatal signal came),
 * LORICA_R_NO_PATH (memory that looks like a file), LORICA_R_NOT_REGULAR,
 * LORICA_R_FILE_SYSTEM (it does not hold still). lorica_evidence_end() has to
 * follow in any case.
 */
enum lorica_reason lorica_evidence_begin(struct lorica_proof *proof, struct file *file,
					 struct lorica_slot *slot);

/**
 * lorica_evidence_fsverity - the digest that fs-verity has of a file
 * @proof: from lorica_evidence_begin(), which succeeded
 * @measured: of its inode
 *
 * Costs a few loads, whatever the size of the file.
 *
 * Return: true when @proof has the digest now, false when there is none.
 */
bool lorica_evidence_fsverity(struct lorica_proof *proof, const struct lorica_measured *measured);

/**
 * lorica_evidence_verified - is the cached content the one that fs-verity proves?
 * @proof: for which lorica_evidence_fsverity() was true
 *
 * For who is about to read it: pages from before fs-verity was enabled are
 * dropped. Context: may sleep.
 *
 * Return: LORICA_OK; LORICA_R_WRITER or LORICA_R_UNREADABLE when they cannot be
 * dropped.
 */
enum lorica_reason lorica_evidence_verified(const struct lorica_proof *proof);

/**
 * lorica_evidence_hash - the SHA-256 of a file's content
 * @proof: from lorica_evidence_begin(), which succeeded
 * @pin_first: hold off writers while it is hashed. It spares the second hash of
 *	lorica_evidence_hold(), and is for who could keep writers away anyhow
 *
 * Takes the place of what lorica_evidence_fsverity() found. Context: may sleep;
 * reads the file unless its digest is remembered.
 *
 * Return: LORICA_OK, and @proof has the digest; or LORICA_R_WRITER,
 * LORICA_R_UNREADABLE (also when a fatal signal came), LORICA_R_NO_MEMORY,
 * LORICA_R_TOO_LARGE.
 */
enum lorica_reason lorica_evidence_hash(struct lorica_proof *proof, bool pin_first);

/**
 * lorica_evidence_hold - make sure that what was found is what will run
 * @proof: with a digest
 *
 * For code that is about to be allowed. By its SHA-256, in enforce mode: a
 * mapping has no other protection from a writer who comes after the check. The
 * file stays closed to writers until its inode leaves memory, whatever later
 * policies say: an old mapping of it may live on. By its fs-verity digest, in
 * any mode: nobody can write to it, and what was cached before is dropped.
 * Context: may sleep; reads the file again when it was hashed while writers
 * were not held off.
 *
 * Return: LORICA_OK, LORICA_R_WRITER, LORICA_R_UNREADABLE, LORICA_R_NO_MEMORY
 * (also without a slot, which would have to remember a pin).
 */
enum lorica_reason lorica_evidence_hold(struct lorica_proof *proof);

/**
 * lorica_evidence_end - remember the verdict
 * @proof: from lorica_evidence_begin()
 * @generation: of the policy that decided
 * @allow: its verdict; false as well when there was none
 */
void lorica_evidence_end(struct lorica_proof *proof, u64 generation, bool allow);

/**
 * lorica_evidence_volume - remember that a file on a volume is allowed
 * @slot: of its inode, or a zeroed one with LORICA_SLOT_SCRATCH
 * @generation: of the policy that decided
 *
 * Nothing was read, so no digest is known from here on. A pin of an earlier
 * call stays. Context: may sleep. Without the slot's lock, because a fatal
 * signal came, nothing is remembered.
 */
void lorica_evidence_volume(struct lorica_slot *slot, u64 generation);

#endif
