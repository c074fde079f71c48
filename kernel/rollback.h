/* SPDX-License-Identifier: GPL-2.0-only */
/* The smallest epoch that a policy may have on this device. */
#ifndef LORICA_ROLLBACK_H
#define LORICA_ROLLBACK_H

#include <linux/types.h>

#include "uapi/lorica.h"

struct seq_file;

/**
 * lorica_rollback_tell - the loader tells what it read
 * @from: where: LORICA_ROLLBACK_FILE or LORICA_ROLLBACK_TPM
 * @epoch: the smallest
 *
 * Of several the largest counts. Context: the lock of the active state is held.
 */
void lorica_rollback_tell(enum lorica_rollback from, u64 epoch);

/**
 * lorica_rollback_epoch - the smallest epoch that a policy may have
 *
 * Context: the lock of the active state is held.
 *
 * Return: 0 when nobody told one.
 */
u64 lorica_rollback_epoch(void);

/**
 * lorica_rollback_source - the best place that it was told from
 *
 * Context: the lock of the active state is held.
 *
 * Return: LORICA_ROLLBACK_NONE when nobody told one.
 */
enum lorica_rollback lorica_rollback_source(void);

/**
 * lorica_rollback_parse - read what was written to `min-epoch`
 * @text: "tpm N" or "file N"; taken apart
 * @from: set to where
 * @epoch: set to N
 *
 * Return: 0, -EINVAL, -ERANGE (N has more than 64 bits).
 */
int lorica_rollback_parse(char *text, enum lorica_rollback *from, u64 *epoch);

/**
 * lorica_rollback_show - its line of `status`
 * @m: where to
 *
 * Context: the lock of the active state is held.
 */
void lorica_rollback_show(struct seq_file *m);

#endif
