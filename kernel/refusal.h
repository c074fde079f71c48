/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_REFUSAL_H
#define LORICA_REFUSAL_H

#include <linux/types.h>

struct lorica_active;
struct lorica_report;
struct lorica_slot;

/**
 * struct lorica_stance - what of the policy that decided goes into its events
 * @enforce: refuse, instead of only telling what would be refused
 * @serial: of the policy, 0: none was in force
 */
struct lorica_stance {
	bool enforce;
	u64 serial;
};

/**
 * lorica_refusal_stance - the stance of a policy
 * @a: the active state
 *
 * Context: the read-side section that @a comes from.
 *
 * Return: the stance.
 */
struct lorica_stance lorica_refusal_stance(const struct lorica_active *a);

/**
 * lorica_refusal_add - tell of a refusal, and turn it into what a hook returns
 * @report: type, reason, and what was acted upon. A code of 0 becomes the errno
 *	of the reason; verdict, serial and label are filled in here
 * @stance: of the policy that decided
 * @self: slot of the acting program's inode, zeroed when it has none; NULL where
 *	it cannot be had
 *
 * Context: any but NMI. A reporter cannot fail, so neither can this.
 *
 * Return: the errno of the reason (negative), or 0 when @stance does not enforce.
 */
int lorica_refusal_add(const struct lorica_report *report, const struct lorica_stance *stance,
		       const struct lorica_slot *self);

#endif
