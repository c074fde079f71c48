/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_DEVICE_H
#define LORICA_DEVICE_H

#include <linux/types.h>

/**
 * lorica_device_init - find out which device this is
 *
 * The id is SHA-256 over "dmi:" and the SMBIOS product UUID, or over "dt:" and
 * the device tree's serial-number.
 */
void lorica_device_init(void);

/**
 * lorica_device_id - which device is this?
 *
 * Return: 32 bytes that never change, or NULL when firmware gives no id.
 */
const u8 *lorica_device_id(void);

#endif
