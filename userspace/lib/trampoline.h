/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_USER_TRAMPOLINE_H
#define LORICA_USER_TRAMPOLINE_H

#include <stdbool.h>

/**
 * trampoline_supported - can this kernel attach BPF LSM programs at all?
 *
 * arm64 has the trampolines for them from Linux 6.4 on.
 */
bool trampoline_supported(void);

/**
 * trampoline_runs_always - does a BPF LSM program run while another task is in it?
 *
 * Before Linux 6.2 (and the stable releases that took the change, 6.1 among
 * them) the kernel skipped a program that was already active on the same CPU. A
 * program that sleeps while it hashes a file would then let everybody else
 * pass. Newer kernels have one entry for LSM programs and another, with
 * _recur in its name, for those that may be skipped.
 *
 * Return: false also when the kernel's BTF cannot be read.
 */
bool trampoline_runs_always(void);

#endif
