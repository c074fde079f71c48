/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_SWEEP_H
#define LORICA_SWEEP_H

#include <linux/types.h>

struct seq_file;

/**
 * lorica_sweep_start - look for running programs that the policy revokes
 *
 * Called when a policy has come into force. A worker goes through all
 * processes, now and once more a little later, and does what the policy in
 * force says about those it finds. Returns at once: the load does not wait.
 * When the policy revokes nothing and has dropped no manifest, nothing happens.
 */
void lorica_sweep_start(void);

/**
 * lorica_sweep_is_done - has the look that the last policy wanted come to its end?
 *
 * Return: true also when none was wanted.
 */
bool lorica_sweep_is_done(void);

/**
 * lorica_sweep_show - the lines of `status` that speak of it
 * @m: where to
 */
void lorica_sweep_show(struct seq_file *m);

/** lorica_sweep_exit - end a sweep under way; none is started any more */
void lorica_sweep_exit(void);

#endif
