/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_EVIDENCE_H
#define LORICA_EVIDENCE_H

#include <linux/fs.h>

#include "shim.h"
#include "uapi/lorica.h"

struct lorica_filesystem;

enum lorica_slot_flags {
	LORICA_SLOT_HASHED = 1 << 0, /* digest is that of the content at cookie */
	LORICA_SLOT_ALLOW = 1 << 1, /* the policy of this generation allows it */
	LORICA_SLOT_PINNED = 1 << 2, /* we deny write access to the inode */
	LORICA_SLOT_SCRATCH = 1 << 3, /* on a stack, not an inode: remember nothing */
	LORICA_SLOT_VOLUME = 1 << 5, /* each page is verified by its volume */
	LORICA_SLOT_SHIFT = 8, /* the generation stands above the flags */
};

/**
 * struct lorica_slot - what is remembered of an inode, in its BPF storage
 * @stamp: generation << LORICA_SLOT_SHIFT | enum lorica_slot_flags
 * @cookie: the inode's change counter when the content was hashed
 * @digest: SHA-256 of the content
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
	/* Pairs with the release in remember(): the cookie belongs to the stamp. */
	u64 stamp = smp_load_acquire(&slot->stamp);
	u64 cookie;

	/* Pinned: since the verdict nobody could open it for writing. */
	if (stamp == (want | LORICA_SLOT_PINNED))
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
	bool fresh;
	bool locked;
	bool pinned;
	bool kept;
};

/**
 * lorica_evidence_begin - find out the digest of a file
 * @proof: to be given to lorica_evidence_end()
 * @file: what is to become code
 * @slot: of its inode, or a zeroed one with LORICA_SLOT_SCRATCH
 * @pin_first: hold off writers while it is hashed. It spares the second hash of
 *	lorica_evidence_hold(), and is for who could keep writers away anyhow
 * @digest: 32 bytes, filled on success
 *
 * Context: may sleep; reads the file unless its digest is remembered.
 *
 * Return: LORICA_OK, or LORICA_R_WRITER, LORICA_R_UNREADABLE (also when a
 * fatal signal came), LORICA_R_NO_MEMORY, LORICA_R_NO_PATH (memory that looks
 * like a file), LORICA_R_NOT_REGULAR, LORICA_R_TOO_LARGE, LORICA_R_FILE_SYSTEM
 * (it does not hold still). lorica_evidence_end() has to follow in any case.
 */
enum lorica_reason lorica_evidence_begin(struct lorica_proof *proof, struct file *file,
					 struct lorica_slot *slot, bool pin_first, u8 *digest);

/**
 * lorica_evidence_hold - hold off writers, and make sure that none came before
 * @proof: from lorica_evidence_begin(), which succeeded
 * @digest: what it found
 *
 * For code that is about to be allowed in enforce mode: a mapping has no other
 * protection from a writer who comes after the check. The file stays closed to
 * writers until its inode leaves memory, whatever later policies say: an old
 * mapping of it may live on. Context: may sleep; reads the file again unless
 * writers were held off when it was hashed.
 *
 * Return: LORICA_OK, LORICA_R_WRITER, LORICA_R_UNREADABLE, LORICA_R_NO_MEMORY
 * (also without a slot, which would have to remember it).
 */
enum lorica_reason lorica_evidence_hold(struct lorica_proof *proof, const u8 *digest);

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
