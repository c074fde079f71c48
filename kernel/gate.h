/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_GATE_H
#define LORICA_GATE_H

#include <linux/types.h>

/**
 * lorica_gate_init - stand before the kernel functions that no LSM hook guards
 *
 * /proc/PID/mem of one's own process and personality(READ_IMPLIES_EXEC) make
 * code out of memory without asking any hook. Each gate is an ftrace_ops that
 * may send the call to a function that refuses, as live patching does.
 * Functions that this kernel does not have are left out. Context: process.
 *
 * Return: 0, or why ftrace did not take one that is there.
 */
int lorica_gate_init(void);

/**
 * lorica_gate_ready - is there a gate before each kind of door?
 *
 * Return: false on a kernel whose functions have other names; a policy that
 * relies on the gates is refused there.
 */
bool lorica_gate_ready(void);

/**
 * lorica_gate_sees_fsverity - is every enabling of fs-verity marked?
 *
 * Return: false on a kernel whose function has another name.
 */
bool lorica_gate_sees_fsverity(void);

/** lorica_gate_exit - take them away again */
void lorica_gate_exit(void);

#endif
