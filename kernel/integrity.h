/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the running kernel is still the one that was sealed. */
#ifndef LORICA_INTEGRITY_H
#define LORICA_INTEGRITY_H

#include "policy_decode.h"

struct seq_file;

/**
 * lorica_integrity_prepare - get ready for what a policy watches
 * @policy: decoded, not in force yet
 *
 * Learns what the policy is the first to watch, but not after the seal: what
 * is changed by then would count as sound. Context: the lock of the active state
 * is held; may sleep.
 *
 * Return: LORICA_OK, LORICA_R_NO_INTEGRITY (something without may-degrade cannot
 * be watched), LORICA_R_MEMORY.
 */
enum lorica_reason lorica_integrity_prepare(const struct lorica_policy *policy);

/** lorica_integrity_wake - another policy is in force */
void lorica_integrity_wake(void);

/**
 * lorica_integrity_scan - look at all that is watched, now
 *
 * Takes no notice of the budget. Context: may sleep.
 *
 * Return: how many things are not what they were; -ENXIO (nothing is watched),
 * -ERESTARTSYS when a signal came first.
 */
int lorica_integrity_scan(void);

/**
 * lorica_integrity_show - the lines of `status` that speak of it
 * @m: where to
 * @policy: the one in force
 *
 * Context: the lock of the active state is held.
 */
void lorica_integrity_show(struct seq_file *m, const struct lorica_policy *policy);

/**
 * lorica_integrity_degraded - is there something that the policy watches and the kernel does not show?
 * @policy: the one in force
 *
 * Return: true when there is.
 */
bool lorica_integrity_degraded(const struct lorica_policy *policy);

/** lorica_integrity_exit - look no more, and forget what was learnt */
void lorica_integrity_exit(void);

#endif
