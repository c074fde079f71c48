/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_FSVERITY_H
#define LORICA_FSVERITY_H

#include <linux/build_bug.h>
#include <linux/types.h>

struct inode;

/**
 * struct lorica_measured - what a BPF program found at an inode's fs-verity
 * @digest: the beginning of the digest of the file
 * @size: bytes of the whole digest, 0: the inode has no fs-verity
 *
 * Filled by measure() of bpf/exec.bpf.c. The kernel's structure is private to
 * fs/verity and differs between versions, and 6.1 exports no function for it;
 * the programs find its fields by BTF.
 */
struct lorica_measured {
	u8 digest[32];
	u64 size;
};

static_assert(sizeof(struct lorica_measured) == 40, "as in bpf/lorica.bpf.h");

/**
 * lorica_fsverity_digest - does a digest by fs-verity tell what will run?
 * @inode: of a file that is open
 * @measured: of this inode
 *
 * Only by SHA-256. The beginning of a longer digest would not be taken for a
 * listed one either, as nobody can choose it; this way it is no question.
 *
 * Return: 32 bytes of @measured, NULL when there is no such digest.
 */
const u8 *lorica_fsverity_digest(const struct inode *inode, const struct lorica_measured *measured);

/**
 * lorica_fsverity_may_be_stale - can the page cache hold what was never verified?
 * @inode: with fs-verity
 *
 * What was cached when fs-verity was enabled stays, and whoever had the file
 * open for writing before may have a read under way into one of these pages.
 * An inode that came from the disk with fs-verity has no such pages.
 *
 * Return: false when fs-verity was not enabled since the module watches.
 */
bool lorica_fsverity_may_be_stale(const struct inode *inode);

/**
 * lorica_fsverity_mark - fs-verity is about to be enabled on a file
 * @inode: of the file
 *
 * Context: any.
 */
void lorica_fsverity_mark(const struct inode *inode);

#endif
