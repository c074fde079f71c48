/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_VOLUME_H
#define LORICA_VOLUME_H

#include <linux/types.h>

#include "policy_decode.h"

struct file;
struct seq_file;

/**
 * lorica_volume_init - be told when dm-verity comes and goes
 *
 * Return: 0, or why not.
 */
int lorica_volume_init(void);

/** lorica_volume_exit - open everything again; nothing is sealed */
void lorica_volume_exit(void);

/**
 * lorica_volume_ready - make sure that no change of a volume goes unseen
 *
 * Stands before the functions of device mapper, which has to be in the kernel
 * by then, together with its verity target. What happened to its devices
 * before is taken for good, so under the seal it is too late to begin.
 * Context: process, one at a time.
 *
 * Return: false when this kernel, at this moment, cannot; with PREEMPT_RT it
 * never can.
 */
bool lorica_volume_ready(void);

/**
 * lorica_volume_is_ready - what lorica_volume_ready() came to, without trying
 *
 * Context: any.
 *
 * Return: true when it succeeded once.
 */
bool lorica_volume_is_ready(void);

/**
 * lorica_volume_of - is this file on a volume that a policy names?
 * @file: what is to become code
 * @root: 32 bytes, the root hash of the volume, filled on success
 * @known: only when the volume is held already; does not sleep
 *
 * True when each byte that the file ever had in memory and ever will have was
 * or will be verified by dm-verity against @root: the file system takes all of
 * its content from one device mapper device, whose live table is one sound
 * verity target, which is the only table that it ever had, and which nobody
 * could write to through the page cache. From then on the device is held: it
 * takes no other table and no writer until it is removed, whatever later
 * policies say. Context: may sleep, but not for I/O.
 *
 * Return: false when it is not, or cannot be told.
 */
bool lorica_volume_of(struct file *file, u8 *root, bool known);

/**
 * struct lorica_spot - where on a volume a file lies
 * @root: root hash of the volume
 * @path: of the file inside the volume, inside @buf; NULL when it has none,
 *	because it was opened by its handle, or no memory was left
 * @buf: freed by lorica_volume_spot_end()
 *
 * Neither mounts nor mount namespaces change the path, and the file system is
 * read-only.
 */
struct lorica_spot {
	u8 root[32];
	const char *path;
	char *buf;
};

/**
 * lorica_volume_spot - where on a volume does this file lie?
 * @spot: filled on success
 * @file: any, or NULL
 * @known: only on a volume that is held already; does not sleep
 *
 * Return: as lorica_volume_of(). lorica_volume_spot_end() has to follow in any
 * case.
 */
bool lorica_volume_spot(struct lorica_spot *spot, struct file *file, bool known);

/**
 * lorica_volume_self - where on a volume does the acting program lie?
 * @spot: filled on success
 *
 * Return: as lorica_volume_spot(), without sleeping.
 */
bool lorica_volume_self(struct lorica_spot *spot);

/**
 * lorica_volume_spot_end - free what a spot holds
 * @spot: from one of the above, whatever it returned
 */
void lorica_volume_spot_end(struct lorica_spot *spot);

/**
 * lorica_volume_show - the lines of `status` that speak of volumes
 * @m: where to
 * @policy: the policy in force
 */
void lorica_volume_show(struct seq_file *m, const struct lorica_policy *policy);

#endif
