/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_WALK_H
#define LORICA_LIB_WALK_H

#include <sys/types.h>

#include "kernel/shim.h"
#include "root.h"

/**
 * struct walk_file - a regular file that the walk found
 * @root: the tree it is in
 * @path: its absolute path inside the tree, byte-exact
 * @dev: its file system
 * @ino: its inode
 * @size: its bytes
 * @linked: has more than one name
 */
struct walk_file {
	struct root *root;
	char *path;
	dev_t dev;
	ino_t ino;
	u64 size;
	bool linked;
};

/**
 * struct walk - everything that was found, in one or several trees
 * @exclude: globs of what to leave out; with a '/' they match the whole
 *	path, without one the last component
 * @nr_exclude: their number
 * @files: the regular files, in no particular order
 * @nr: their number
 * @room: of @files
 * @symlinks: not followed
 * @special: devices, sockets and pipes
 * @mounts: mount points that were not entered
 * @excluded: by @exclude, a directory counting as one
 * @errors: that were reported on stderr
 */
struct walk {
	const char *const *exclude;
	size_t nr_exclude;
	struct walk_file *files;
	size_t nr, room;
	u64 symlinks, special, mounts, excluded;
	u64 errors;
};

/**
 * walk_tree - find the regular files of a tree
 * @walk: zeroed but for @exclude and @nr_exclude; a second tree adds to it
 * @root: the tree
 *
 * What cannot be read is reported on stderr and counted, and the walk goes on.
 *
 * Return: 0, or -ENOMEM.
 */
int walk_tree(struct walk *walk, struct root *root);

/**
 * walk_glob - does a path match one of several globs?
 * @globs: as struct walk has them in @exclude
 * @nr: their number
 * @path: absolute
 *
 * Return: true when it does.
 */
bool walk_glob(const char *const *globs, size_t nr, const char *path);

/**
 * walk_free - forget what was found
 * @walk: after walk_tree()
 */
void walk_free(struct walk *walk);

#endif
