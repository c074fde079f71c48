/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_MANIFEST_H
#define LORICA_MANIFEST_H

#include "statement.h"

/**
 * struct lorica_manifest - a decoded manifest, pointing into its statement
 * @digests: @nr entries, ascending by (digest, path)
 * @nr: at most LORICA_MAX_DIGESTS
 * @nr_fsverity: of these, entries of LORICA_TIER_FSVERITY
 * @paths: NUL terminated strings
 * @index: first entry of each bucket of leading digest bits, and @nr at the
 *	end; lives in the caller's memory
 * @bits: leading digest bits that choose a bucket
 */
struct lorica_manifest {
	const struct lorica_digest *digests;
	u32 nr;
	u32 nr_fsverity;
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
 * @digest: 32 bytes
 * @tier: what it is the digest of: LORICA_TIER_SHA256 or LORICA_TIER_FSVERITY
 *
 * The tier is a part of the question. An fs-verity digest is the SHA-256 of a
 * descriptor of 256 bytes, and whoever may write files can make one that holds
 * the descriptor of a listed program: its content is listed nowhere.
 *
 * SHA-256 values spread evenly, so a bucket holds four entries on average;
 * inside a bucket the search is binary, so a table made on purpose costs at
 * most log2(n) comparisons.
 *
 * Return: the first entry with that digest and tier (the one whose path sorts
 * first), NULL when there is none.
 */
const struct lorica_digest *lorica_manifest_lookup(const struct lorica_manifest *manifest,
						   const u8 *digest, enum lorica_tier tier);

/**
 * lorica_manifest_next - is the same file listed under another path?
 * @manifest: with its index made
 * @entry: from lorica_manifest_lookup() or from here
 *
 * Return: the next entry of the same digest and tier, NULL when @entry is the
 * last one.
 */
const struct lorica_digest *lorica_manifest_next(const struct lorica_manifest *manifest,
						 const struct lorica_digest *entry);

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
