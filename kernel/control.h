/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_CONTROL_H
#define LORICA_CONTROL_H

/**
 * lorica_control_init - make /sys/kernel/security/lorica
 *
 * Return: 0 or -errno of securityfs.
 */
int lorica_control_init(void);

/** lorica_control_exit - take it away */
void lorica_control_exit(void);

#endif
