/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel parameters: of the running kernel, and those of sysctl.d(5). */
#ifndef LORICA_AUDIT_SYSCTL_H
#define LORICA_AUDIT_SYSCTL_H

#include "check.h"

/**
 * struct sysctl_want - what a parameter has to be
 * @name: with dots
 * @min: at least
 * @max: at most
 * @by_default: what it is when nothing sets it
 */
struct sysctl_want {
	const char *name;
	u64 min;
	u64 max;
	u64 by_default;
};

/**
 * sysctl_judge - compare parameters with what they have to be
 * @p: the probe
 * @r: gets a finding for each that is otherwise
 * @wants: @nr of them
 * @nr: their number
 *
 * On the running system the kernel's value counts, and files are looked at for what they prove.
 *
 * Return: how many are as they have to be.
 */
u32 sysctl_judge(struct probe *p, struct result *r, const struct sysctl_want *wants, size_t nr);

#endif
