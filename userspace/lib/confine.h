/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_CONFINE_H
#define LORICA_LIB_CONFINE_H

/**
 * confine_self - give up what the rest of `lorica boot` does not need
 *
 * From here on this process can read, write and close what is open, open the
 * module's nodes, and exit; any other system call ends it. Called when the
 * canaries are proved, so a mistake in what follows cannot be turned on the
 * system.
 *
 * Return: 0, -errno.
 */
int confine_self(void);

#endif
