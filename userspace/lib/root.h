/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_ROOT_H
#define LORICA_LIB_ROOT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

/**
 * struct root - a directory tree that look-ups never leave
 * @name: what the user called it, for messages
 * @fd: its top
 * @dev: file system of its top
 * @cross_mounts: follow into what is mounted below
 * @no_openat2: this kernel or sandbox has no openat2(2)
 */
struct root {
	const char *name;
	int fd;
	dev_t dev;
	bool cross_mounts;
	atomic_bool no_openat2;
};

/**
 * root_init - open the top of a tree
 * @root: to be filled
 * @name: a directory
 * @cross_mounts: see struct root
 *
 * Return: 0, or the negative errno of open(2).
 */
int root_init(struct root *root, const char *name, bool cross_mounts);

/**
 * root_open - open something in a tree
 * @root: the tree
 * @path: begins with '/', which stands for the top of the tree
 * @flags: for open(2); O_CLOEXEC, O_NOFOLLOW and O_NONBLOCK are added,
 *	with O_PATH the first two; a symbolic link is then opened itself
 *
 * No component may be a symbolic link, and none is "..": nothing that the
 * tree has in it, or that is swapped in meanwhile, leads out of it. May be
 * called by several threads.
 *
 * Return: a file descriptor, -EXDEV for what lies behind a mount point
 * unless @cross_mounts, -ELOOP or -ENOTDIR for a symbolic link, or another
 * negative errno of open(2).
 */
int root_open(struct root *root, const char *path, int flags);

/**
 * root_follow - where does a path lead to, inside a tree?
 * @root: the tree
 * @path: begins with '/', which stands for the top of the tree
 * @real: LORICA_MAX_PATH bytes; on success the same without symbolic links and ".."
 *
 * Links are followed as on the device, where the top of the tree is "/".
 *
 * Return: 0, -ELOOP after too many links, -ENAMETOOLONG, or what root_open()
 * has against a part of it.
 */
int root_follow(struct root *root, const char *path, char *real);

/**
 * root_open_inside - open a file of a tree as a process would whose root it is
 * @root: the tree
 * @path: begins with '/'
 *
 * Follows symbolic links, ".." and mounts, and never leaves the tree. Where
 * the kernel or a sandbox has no openat2(2) it is as root_open().
 *
 * Return: a file descriptor open for reading, or a negative errno of open(2).
 */
int root_open_inside(struct root *root, const char *path);

/**
 * root_close - close the top of a tree
 * @root: initialized
 */
void root_close(struct root *root);

#endif
