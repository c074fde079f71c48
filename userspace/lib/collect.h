/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_COLLECT_H
#define LORICA_LIB_COLLECT_H

#include <openssl/types.h>

#include "arena.h"
#include "hash_pool.h"
#include "manifest_build.h"

/**
 * struct collect - the code of one or several trees, on its way into a manifest
 * @all: take what is no code as well
 * @scripts: globs, as walk.exclude: what matches is taken as a script, whatever it is
 * @nr_scripts: their number
 * @tiers: BIT(enum lorica_tier) of what files are listed by, 0: by SHA-256
 * @cross_mounts: follow into what is mounted below a tree
 * @threads: to hash with
 * @progress: show a line on stderr while hashing
 * @verbose: tell every file on stderr
 * @signer: take only what its key signed, in security.ima; NULL: everything
 * @walk: what is in the trees; its excludes are set before
 * @roots: the trees
 * @nr_roots: those that are open
 * @jobs: one for every inode
 * @nr_jobs: their number
 * @entries: what was taken; paths belong to @walk, @arena or the caller
 * @nr: their number
 * @room: entries that fit
 * @arena: for paths that are in no tree
 * @no_code: files that were not taken
 * @not_signed: code that @signer did not sign
 * @badly_signed: code whose signature is damaged, or not one over it
 * @errors: files that could not be read, or changed meanwhile
 * @bytes: that were hashed
 */
struct collect {
	bool all, cross_mounts, progress, verbose;
	const char *const *scripts;
	size_t nr_scripts;
	u8 tiers;
	unsigned int threads;
	const X509 *signer;
	struct walk walk;
	struct root *roots;
	size_t nr_roots;
	struct hash_job *jobs;
	size_t nr_jobs;
	struct manifest_entry *entries;
	size_t nr, room;
	struct arena arena;
	u64 no_code, not_signed, badly_signed, errors, bytes;
};

/**
 * collect_trees - take the code of some trees
 * @c: zeroed but for its options
 * @names: directories
 * @nr: their number
 *
 * Errors are reported on stderr. A file that cannot be read is counted in
 * @errors, and the work goes on.
 *
 * Return: 0, -ENOMEM, or the negative errno of opening one of the @names.
 */
int collect_trees(struct collect *c, const char *const *names, size_t nr);

/**
 * collect_file - take one file, whatever it is
 * @c: after collect_trees()
 * @path: what it is called in the manifest; has to live as long as @c
 * @file: where it is now; has to live as long as @c
 *
 * Return: 0, or a negative errno after a report on stderr.
 */
int collect_file(struct collect *c, char *path, const char *file);

/**
 * collect_fd - take what a descriptor gives, if it is code
 * @c: after collect_trees()
 * @path: what it is called in the manifest; has to live as long as @c
 * @fd: readable; stays open
 * @origin: what it is called in messages; has to live as long as @c
 * @all: take it whatever it is
 *
 * Return: 0, or a negative errno after a report on stderr.
 */
int collect_fd(struct collect *c, char *path, int fd, const char *origin, bool all);

/**
 * collect_again - take a second name of what was taken before
 * @c: after collect_trees()
 * @path: the second name; has to live as long as @c
 * @other: the first one; when it is no code, so is @path
 *
 * Return: 0, or -ENOMEM after a report on stderr.
 */
int collect_again(struct collect *c, char *path, const char *other);

/**
 * collect_free - forget everything
 * @c: collected, or all zero
 */
void collect_free(struct collect *c);

#endif
