/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_SEEN_H
#define LORICA_SEEN_H

#include <linux/types.h>

struct file;

/*
 * Digests of files that a worker meets again and again. For one user at a
 * time; an open file keeps each inode from becoming another.
 */

/**
 * lorica_seen_open - the same file, not open for writing
 * @file: any file, of which a reference is given away
 *
 * A mapping may be the last thing that is left of a descriptor for writing. Whoever keeps
 * it keeps a writer on the inode, which then cannot be executed or held. Context: may
 * sleep, no locks.
 *
 * Return: @file, another open file of its inode, or an error pointer: -EOPNOTSUPP
 * on a file system that may never answer, or why it cannot be opened.
 */
struct file *lorica_seen_open(struct file *file);

/**
 * lorica_seen_digest - SHA-256 of a file, computed at its first use
 * @file: any file that is not open for writing
 * @digest: 32 bytes, filled on success
 *
 * Context: may sleep, no locks.
 *
 * Return: 0, -EOPNOTSUPP for a file that is not regular, larger than what is
 * checked, or on a file system that may never answer, or as
 * lorica_hash_file().
 */
int lorica_seen_digest(struct file *file, u8 *digest);

/** lorica_seen_forget - close all files and forget what they were */
void lorica_seen_forget(void);

#endif
