/* SPDX-License-Identifier: GPL-2.0-only */
/* What measured boot says of this one. */
#ifndef LORICA_BOOT_H
#define LORICA_BOOT_H

#include "policy_decode.h"

struct seq_file;

/**
 * lorica_boot_judge - judge this boot by a policy that came into force
 * @policy: the policy
 * @serial: its serial
 *
 * Reads the PCRs when a policy first asks for them, and not again: later they
 * are what others extended them to. Reports the verdict as events. Context: the
 * lock of the active state is held; may sleep.
 */
void lorica_boot_judge(const struct lorica_policy *policy, u64 serial);

/**
 * lorica_boot_may_seal - may the seal go on over this boot?
 * @policy: the one in force, which the boot was judged by
 *
 * Context: the lock of the active state is held.
 *
 * Return: LORICA_OK, or LORICA_R_BOOT.
 */
enum lorica_reason lorica_boot_may_seal(const struct lorica_policy *policy);

/**
 * lorica_boot_state - what the policy says of this boot, in a word
 * @policy: the one in force, which the boot was judged by
 *
 * Context: the lock of the active state is held.
 *
 * Return: "not-managed", "failed", "no-tpm" or "ok".
 */
const char *lorica_boot_state(const struct lorica_policy *policy);

/**
 * lorica_boot_show - the lines of `status` that speak of the boot
 * @m: where to
 * @policy: the one in force
 *
 * Context: the lock of the active state is held.
 */
void lorica_boot_show(struct seq_file *m, const struct lorica_policy *policy);

/** lorica_boot_exit - drop what was found */
void lorica_boot_exit(void);

#endif
