/* SPDX-License-Identifier: GPL-2.0-only */
/* One way through all files, for what their modes say. */
#ifndef LORICA_AUDIT_SCAN_H
#define LORICA_AUDIT_SCAN_H

#include "check.h"

/**
 * struct scan_file - a file that a mode makes remarkable
 * @path: in the tree
 * @mode: of the file
 * @uid: of its owner
 */
struct scan_file {
	const char *path;
	mode_t mode;
	uid_t uid;
};

enum { SCAN_MAX = 256 }; /* remarkable files that are kept */

/**
 * struct scan - what was found
 * @setuid: regular files with the setuid or setgid bit
 * @nr_setuid: their number, at most SCAN_MAX
 * @writable: what everybody may write to
 * @nr_writable: their number, at most SCAN_MAX
 * @files: all that was looked at
 * @errors: directories that could not be read
 * @error: the first of them
 * @why: what was wrong with it
 */
struct scan {
	struct scan_file setuid[SCAN_MAX];
	size_t nr_setuid;
	struct scan_file writable[SCAN_MAX];
	size_t nr_writable;
	u64 files;
	u64 errors;
	const char *error;
	const char *why;
};

/**
 * scan_tree - go through all files, once for an audit
 * @p: the probe
 * @r: gets an error when a directory cannot be read, or there are more remarkable files than are kept
 *
 * Enters no other file system.
 *
 * Return: what was found, NULL after an error that leaves nothing to say.
 */
const struct scan *scan_tree(struct probe *p, struct result *r);

#endif
