/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration that a kernel was built with. */
#ifndef LORICA_AUDIT_KCONFIG_H
#define LORICA_AUDIT_KCONFIG_H

#include "check.h"

/**
 * kconfig_value - look up an option
 * @text: of a .config
 * @name: without CONFIG_
 * @value: set to y, m or a value without quotes; "n" when it is not set
 * @line: set to where it stands, 0: nowhere
 */
void kconfig_value(struct str text, const char *name, struct str *value, u32 *line);

/**
 * kconfig_find - the configuration of the kernel
 * @p: the probe
 * @r: gets an error for one that cannot be read
 * @file: where it stands, NULL: nowhere
 * @text: its text, unpacked
 *
 * That of the running kernel, or the last in the order of names in /boot of a tree.
 *
 * Return: false after an error.
 */
bool kconfig_find(struct probe *p, struct result *r, const struct tree_file **file,
		  struct str *text);

#endif
