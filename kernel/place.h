/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_PLACE_H
#define LORICA_PLACE_H

#include <linux/types.h>

struct file;
struct path;

/**
 * lorica_place_init - prepare to look up directories
 *
 * Return: 0 or -ENOMEM.
 */
int lorica_place_init(void);

/** lorica_place_exit - undo it */
void lorica_place_exit(void);

/**
 * lorica_place_root - the root directory of process 1
 * @root: set on success, for path_put()
 *
 * Context: may sleep.
 *
 * Return: false when process 1 has none any more.
 */
bool lorica_place_root(struct path *root);

/**
 * lorica_place_under - does a file lie below a directory?
 * @file: the file
 * @dir: absolute path, as process 1 sees it
 *
 * The directory is looked up from the root of process 1, with the kernel's own
 * rights, and then it is asked for among the parents of the file in their file
 * system. So it does not matter by which way the file was reached: what others
 * mount in namespaces of their own, a chroot or a bind mount changes nothing.
 * What is mounted further below is another place and has to be named itself.
 * The answer holds for this moment: files can be moved. Context: may sleep.
 *
 * Return: true when it does, or is @dir itself, as lorica_match_under() has it;
 * false also when there is nothing at @dir.
 */
bool lorica_place_under(const struct file *file, const char *dir);

#endif
