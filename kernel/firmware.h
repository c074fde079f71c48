/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_FIRMWARE_H
#define LORICA_FIRMWARE_H

#include "evidence.h"

/*
 * Firmware is code for a processor that is not the CPU. With `default deny` it
 * has to be listed, unless the policy says `firmware allow`. None of these
 * functions sleeps. Each returns 0, -EACCES when the policy refuses it, or
 * -LORICA_CANARY_ERRNO for an armed canary; a refusal leaves an event. @self is
 * the slot of the acting program's inode, zeroed when it has none.
 */

/**
 * lorica_firmware_check_file - may firmware be loaded without a look at it?
 * @file: where it comes from, NULL: from memory
 * @whole: all of it is loaded, so one of the other two functions will see it
 * @self: see above
 *
 * A driver may ask for a part of a file. Of that no digest can be known.
 *
 * Return: see above.
 */
int lorica_firmware_check_file(struct file *file, bool whole, const struct lorica_slot *self);

/**
 * lorica_firmware_check - may these bytes be loaded as firmware?
 * @file: where they were read from, for the event; NULL: from memory
 * @data: the kernel's buffer, as the driver gets it, but for unpacking
 * @size: bytes of @data
 * @self: see above
 *
 * Return: see above.
 */
int lorica_firmware_check(struct file *file, const void *data, loff_t size,
			  const struct lorica_slot *self);

/**
 * lorica_firmware_check_data - the kernel has got some data that is from no file
 * @id: enum kernel_load_data_id; only firmware is judged
 * @data: the data
 * @size: bytes of @data
 * @self: see above
 *
 * User space hands firmware over in sysfs, and platform firmware may have some
 * for a device.
 *
 * Return: see above.
 */
int lorica_firmware_check_data(int id, const void *data, loff_t size,
			       const struct lorica_slot *self);

#endif
