/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_MANIFEST_H
#define LORICA_MANIFEST_H

#include "statement.h"

/**
 * struct lorica_manifest - a decoded manifest, pointing into its statement
 * @digests: @nr entries, ascending by (sha256, path)
 * @nr: at most LORICA_MAX_DIGESTS
 * @paths: NUL terminated strings
 * @index: first entry of each bucket of leading digest bits, and @nr at the
 *	end; lives in the caller's memory
 * @bits: leading digest bits that choose a bucket
 */
struct lorica_manifest {
	const struct lorica_digest *digests;
	u32 nr;
	struct lorica_bytes paths;
	u32 *index;
	u32 bits;
};

/**
 * lorica_manifest_decode - check and open the sections of a manifest
 * @view: a decoded statement of type LORICA_TYPE_MANIFEST
 * @manifest: filled on success, still without an index
 *
 * Return: LORICA_OK, or LORICA_R_TABLE, LIMIT, RESERVED, CONTENT, ORDER or
 * SECTION_MISSING (digests without paths, or the other way round).
 */
enum lorica_reason lorica_manifest_decode(const struct lorica_stmt_view *view,
					  struct lorica_manifest *manifest);

/**
 * lorica_manifest_index_size - bytes that lorica_manifest_index() needs
 * @manifest: a decoded manifest
 *
 * Return: bytes, at most those of the digest table plus 16.
 */
size_t lorica_manifest_index_size(const struct lorica_manifest *manifest);

/**
 * lorica_manifest_index - make look-ups O(1) on average
 * @manifest: a decoded manifest
 * @mem: lorica_manifest_index_size() bytes, aligned for u32; has to live as
 *	long as @manifest
 */
void lorica_manifest_index(struct lorica_manifest *manifest, u32 *mem);

/**
 * lorica_manifest_lookup - find a digest
 * @manifest: with its index made
 * @sha256: 32 bytes
 *
 * SHA-256 values spread evenly, so a bucket holds four entries on average;
 * inside a bucket the search is binary, so a table made on purpose costs at
 * most log2(n) comparisons.
 *
 * Return: the first entry with that digest (the one whose path sorts first),
 * NULL when there is none.
 */
const struct lorica_digest *lorica_manifest_lookup(const struct lorica_manifest *manifest,
						   const u8 *sha256);

/**
 * lorica_manifest_same - how many entries from here on have the same digest?
 * @manifest: an indexed manifest
 * @digest: from lorica_manifest_lookup()
 *
 * Return: at least 1; the entries follow @digest.
 */
u32 lorica_manifest_same(const struct lorica_manifest *manifest,
			 const struct lorica_digest *digest);

/**
 * lorica_manifest_path - the path of an entry
 * @manifest: a decoded manifest
 * @digest: one of its entries
 *
 * Return: a NUL terminated string inside the statement.
 */
const char *lorica_manifest_path(const struct lorica_manifest *manifest,
				 const struct lorica_digest *digest);

#endif
