/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that never changes, known by a keyed hash of each piece of it. */
#ifndef LORICA_REGION_H
#define LORICA_REGION_H

#include <linux/types.h>

enum { LORICA_REGION_CHUNK = 4096 }; /* bytes, the largest piece */

/**
 * struct lorica_region - a piece of the kernel's memory
 * @name: what it is, for reports
 * @start: its first byte, 8-byte aligned
 * @len: bytes, a multiple of 8
 * @chunk: bytes of one piece, a multiple of 8, at most LORICA_REGION_CHUNK
 * @nr: pieces
 * @hash: of each piece, as it was when the region was learnt
 * @is_changed: a bit for each piece that was told of and still is another
 */
struct lorica_region {
	const char *name;
	const void *start;
	size_t len;
	u32 chunk;
	u32 nr;
	u64 *hash;
	unsigned long *is_changed;
};

/**
 * lorica_region_learn - remember what is there
 * @region: all zero
 * @name: what it is; not copied
 * @start: its first byte
 * @len: bytes
 * @chunk: bytes of one piece
 *
 * Never done twice for the same region: what it was first is what it has to be.
 * Context: may sleep.
 *
 * Return: 0, -EINVAL (no such memory, or out of line), -ENOMEM.
 */
int lorica_region_learn(struct lorica_region *region, const char *name, const void *start,
			size_t len, u32 chunk);

/**
 * lorica_region_check - is a piece what it was?
 * @region: that was learnt
 * @i: which piece, below @region->nr
 * @is_new: set when it is not, and nobody was told yet
 *
 * Context: may be preempted; one thread at a time.
 *
 * Return: true when it is.
 */
bool lorica_region_check(struct lorica_region *region, u32 i, bool *is_new);

/** lorica_region_changed - how many pieces are not what they were */
u32 lorica_region_changed(const struct lorica_region *region);

/** lorica_region_forget - free what was learnt */
void lorica_region_forget(struct lorica_region *region);

#endif
