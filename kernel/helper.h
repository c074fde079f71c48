/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that the kernel starts by itself: modprobe, core_pattern and their like. */
#ifndef LORICA_HELPER_H
#define LORICA_HELPER_H

#include <linux/types.h>

struct linux_binprm;
struct lorica_slot;

/**
 * lorica_helper_is - does the kernel itself start this program?
 * @bprm: of an execve
 *
 * Context: the task that executes it.
 *
 * Return: true for a user mode helper, at each interpreter level.
 */
bool lorica_helper_is(const struct linux_binprm *bprm);

/**
 * lorica_helper_check - may the kernel start this program?
 * @bprm: of an execve that lorica_exec_check() allowed
 * @slot: of the inode of its file, after that check
 * @self: as for lorica_exec_check()
 *
 * Whoever may write to a sysctl chooses what the kernel starts, with all rights,
 * and with which arguments. So it is not enough that the program is listed. The
 * interpreter of a script is not asked for: the script is what was named.
 * Context: may sleep.
 *
 * Return: 0, or -EACCES (LORICA_R_HELPER) after an event.
 */
int lorica_helper_check(const struct linux_binprm *bprm, const struct lorica_slot *slot,
			const struct lorica_slot *self);

#endif
