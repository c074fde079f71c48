/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that are looked at: of the running system, or of a tree that is never left. */
#ifndef LORICA_AUDIT_TREE_H
#define LORICA_AUDIT_TREE_H

#include <sys/stat.h>

#include "str.h"
#include "userspace/lib/root.h"

struct arena;

enum {
	TREE_MAX_FILE = 16 << 20, /* bytes of a file that is read */
	TREE_MAX_LINES = 1 << 16, /* lines of a file that is configuration */
	TREE_MAX_NAMES = 1 << 14, /* names in a directory */
};

/**
 * struct tree_file - a file, as it was when it was read
 * @next: the one that was read before
 * @path: in the tree
 * @err: why it could not be read, a negative errno; 0: it was
 * @text: its bytes
 * @st: of the file behind all links
 * @sha256: of its bytes
 * @not_text: why it is no configuration, NULL: it is
 */
struct tree_file {
	struct tree_file *next;
	const char *path;
	int err;
	struct str text;
	struct stat st;
	u8 sha256[32];
	const char *not_text;
};

/**
 * struct tree - where files are looked up
 * @root: its top
 * @running: it is the running system
 * @arena: for what is read
 * @files: what was read; each file once, so all checks see the same
 */
struct tree {
	struct root root;
	bool running;
	struct arena *arena;
	struct tree_file *files;
};

/**
 * tree_file - read a file
 * @tree: the tree
 * @path: begins with '/'; links are followed inside the tree
 *
 * Opens nothing but regular files: a device may act when it is opened.
 *
 * Return: the file; @err is -ENOENT when there is none, -EISDIR or -ENODEV when
 * it is no regular file, -EFBIG above TREE_MAX_FILE, or of root_follow(), open(2) or read(2).
 */
const struct tree_file *tree_file(struct tree *tree, const char *path);

/**
 * tree_stat - look at what a path leads to
 * @tree: the tree
 * @path: begins with '/'; links are followed inside the tree
 * @st: the result
 *
 * Return: 0, or a negative errno of root_follow(), open(2) or fstat(2).
 */
int tree_stat(struct tree *tree, const char *path, struct stat *st);

/**
 * tree_has - is there a file, or anything else?
 * @tree: the tree
 * @path: begins with '/'
 *
 * Return: true when something is there, whether or not it can be read.
 */
bool tree_has(struct tree *tree, const char *path);

/**
 * struct names - what is in a directory
 * @name: @nr of them, sorted by their bytes; "." and ".." are left out
 * @nr: their number
 */
struct names {
	const char **name;
	size_t nr;
};

/**
 * tree_list - list a directory
 * @tree: the tree
 * @path: begins with '/'
 * @names: the result, in the tree's arena
 *
 * Return: 0, -ENOENT, -ENOTDIR, -E2BIG above TREE_MAX_NAMES, or another negative errno.
 */
int tree_list(struct tree *tree, const char *path, struct names *names);

/**
 * tree_link - read a symbolic link
 * @tree: the tree
 * @path: begins with '/'; its last component is the link
 *
 * Return: the target, in the tree's arena; NULL when it is no link, or cannot be read.
 */
const char *tree_link(struct tree *tree, const char *path);

/**
 * tree_why - what an error of these functions means, for people
 * @err: a negative errno
 *
 * Return: a text.
 */
const char *tree_why(int err);

#endif
