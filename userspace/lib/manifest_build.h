/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_MANIFEST_BUILD_H
#define LORICA_LIB_MANIFEST_BUILD_H

#include "kernel/shim.h"
#include "kernel/uapi/lorica.h"

struct stmt_build;

/**
 * struct manifest_entry - one file of a manifest that is being made
 * @path: absolute, inside the image
 * @origin: tree or file it came from, for messages
 * @sha256: of its content
 * @verity: its fs-verity digest
 * @tiers: BIT(enum lorica_tier) for each of the two that is to be listed
 * @kind: enum lorica_file_kind
 */
struct manifest_entry {
	const char *path;
	const char *origin;
	u8 sha256[32];
	u8 verity[32];
	u8 tiers;
	u8 kind;
};

/**
 * manifest_build_merge - sort entries and drop those that say the same
 * @entries: @nr of them, put into the order of their paths
 * @nr: their number; smaller when several trees have the same file
 *
 * A path with two contents cannot be in a manifest: it is reported on stderr
 * with both origins.
 *
 * Return: 0, or -EEXIST after such a report.
 */
int manifest_build_merge(struct manifest_entry *entries, size_t *nr);

/**
 * manifest_build - make the content of a manifest
 * @head: a builder with the head of the statement
 * @entries: as manifest_build_merge() left them
 * @nr: their number
 * @content: the bytes on success, for free()
 * @len: their number
 *
 * What comes out has passed lorica_stmt_decode() and lorica_manifest_decode(),
 * and depends on the arguments alone.
 *
 * Return: LORICA_OK, LORICA_R_MEMORY, LORICA_R_LIMIT for too many entries or
 * bytes of paths, LORICA_R_OVERSIZED, or what the decoders have against it.
 */
enum lorica_reason manifest_build(struct stmt_build *head, const struct manifest_entry *entries,
				  size_t nr, u8 **content, size_t *len);

#endif
