/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy is going to meet on the device: trees of files, and manifests. */
#ifndef LORICA_LIB_IMAGE_H
#define LORICA_LIB_IMAGE_H

#include "collect.h"
#include "trust.h"

struct lorica_policy;
struct option_list;
struct sema;

enum { IMAGE_ANY_KEY = -1 };

/**
 * struct image_tree - a tree and the code in it
 * @name: its directory, as the user gave it
 * @volume: name of the volume that it is the content of, NULL: of none
 * @root_hash: of that volume
 * @files: what was found; its entries are sorted by path
 * @by_sha256: the same entries, by their SHA-256
 * @by_verity: and by their fs-verity digest
 */
struct image_tree {
	const char *name;
	char *volume;
	const u8 *root_hash;
	struct collect files;
	const struct manifest_entry **by_sha256;
	const struct manifest_entry **by_verity;
};

/**
 * struct image_manifest - a manifest, signed or not
 * @path: its file
 * @raw: the bytes of the file
 * @raw_len: their number
 * @is_signed: @raw is an envelope
 * @stmt: its content, with the manifest decoded
 * @index: memory of the manifest's index
 * @key: index of the policy's key that signed it, IMAGE_ANY_KEY when it is not
 *	known yet who signs it
 * @refused: a device with this policy would not take it, so it lists nothing
 */
struct image_manifest {
	const char *path;
	u8 *raw;
	size_t raw_len;
	bool is_signed;
	struct trust_stmt stmt;
	u32 *index;
	int key;
	bool refused;
};

/**
 * struct image - all of them
 * @trees: @nr_trees of them
 * @nr_trees: their number
 * @manifests: @nr_manifests of them
 * @nr_manifests: their number
 * @policy: whose rules take entries of manifests; NULL: all count
 */
struct image {
	struct image_tree *trees;
	size_t nr_trees;
	struct image_manifest *manifests;
	size_t nr_manifests;
	const struct lorica_policy *policy;
};

/**
 * image_open - read trees and manifests
 * @image: zeroed; to be closed whatever comes out
 * @trees: directories
 * @volumes: NAME=DIRECTORY each: trees that are the content of a volume
 * @manifests: files
 * @progress: show a line on stderr while hashing
 *
 * No signature is checked. What goes wrong is told on stderr.
 *
 * Return: EXIT_OK, EXIT_FAILED when something cannot be read, EXIT_REJECTED
 * for a file that is no manifest.
 */
int image_open(struct image *image, const struct option_list *trees,
	       const struct option_list *volumes, const struct option_list *manifests,
	       bool progress);

/**
 * image_close - forget all of it
 * @image: opened, or all zero
 */
void image_close(struct image *image);

/**
 * image_lists - which manifest lists this content?
 * @image: opened
 * @file: of a tree; by whichever of its digests
 * @which: set to the manifest on success; the first that is not refused
 *
 * Return: its first entry for the file, NULL when no manifest has one.
 */
const struct lorica_digest *image_lists(const struct image *image,
					const struct manifest_entry *file,
					const struct image_manifest **which);

/**
 * image_holds - does the volume that a tree is the content of allow a file?
 * @image: opened, with @policy
 * @tree: of it
 * @path: of a file in the tree
 *
 * Return: true when a rule of the policy does.
 */
bool image_holds(const struct image *image, const struct image_tree *tree, const char *path);

/**
 * image_lists_as - does a manifest list this content under this path?
 * @image: opened
 * @file: path and content
 *
 * Return: true when one that is not refused does.
 */
bool image_lists_as(const struct image *image, const struct manifest_entry *file);

/**
 * image_lists_path - does a manifest list this path, with whatever content?
 * @image: opened
 * @path: absolute
 *
 * Return: true when one that is not refused does.
 */
bool image_lists_path(const struct image *image, const char *path);

/**
 * image_file - find code by its path
 * @tree: of an image
 * @path: absolute
 *
 * Return: its entry, NULL when there is no such file, or no code in it.
 */
const struct manifest_entry *image_file(const struct image_tree *tree, const char *path);

/**
 * image_has - is there code with this content in any tree?
 * @image: opened
 * @entry: of a manifest
 *
 * Return: true when there is.
 */
bool image_has(const struct image *image, const struct lorica_digest *entry);

/**
 * image_overlap - do manifests of two keys speak of one path?
 * @image: opened, with @policy
 * @a: a manifest whose key is known
 * @b: another one
 *
 * Return: the path, NULL when there is none.
 */
const char *image_overlap(const struct image *image, const struct image_manifest *a,
			  const struct image_manifest *b);

/**
 * image_signature - does its own signature allow a file of a tree?
 * @tree: of an image
 * @entry: the file
 * @sema: the policy
 *
 * Return: LORICA_OK: a rule of the policy takes it; LORICA_R_NOT_LISTED: it has
 * none, or the policy asks for none; else what is wrong with it, as
 * kernel/signed.c would have it.
 */
enum lorica_reason image_signature(const struct image_tree *tree,
				   const struct manifest_entry *entry, const struct sema *sema);

#endif
