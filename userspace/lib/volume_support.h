/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_USER_VOLUME_SUPPORT_H
#define LORICA_USER_VOLUME_SUPPORT_H

#include <stdbool.h>

/**
 * volume_supported - can this kernel, as it is now, hold dm-verity volumes?
 *
 * The module stands before functions of device mapper and of its verity
 * target, so both have to be loaded, and the functions have to have the names
 * that it knows.
 */
bool volume_supported(void);

#endif
