/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of fstab(5), crypttab(5) and /proc/self/mountinfo. */
#ifndef LORICA_AUDIT_CONF_MOUNT_H
#define LORICA_AUDIT_CONF_MOUNT_H

#include "str.h"

/**
 * struct mount_line - something that is mounted
 * @what: the device
 * @where: the directory, with \040 for a space
 * @type: of the file system
 * @options: with "," between them
 * @dev: MAJOR:MINOR of mountinfo, empty in fstab
 */
struct mount_line {
	struct str what;
	struct str where;
	struct str type;
	struct str options;
	struct str dev;
};

/**
 * fstab_parse - read a line of fstab
 * @line: no comment
 * @m: filled
 *
 * Return: NULL, or what is wrong with it.
 */
const char *fstab_parse(struct str line, struct mount_line *m);

/**
 * mountinfo_parse - read a line of mountinfo
 * @line: of /proc/self/mountinfo
 * @m: filled
 *
 * Return: NULL, or what is wrong with it.
 */
const char *mountinfo_parse(struct str line, struct mount_line *m);

/**
 * mount_is_storage - does a file system keep data on a device?
 * @type: of the file system
 *
 * Return: false for proc, tmpfs and the like, and for what can only be read.
 */
bool mount_is_storage(struct str type);

#endif
