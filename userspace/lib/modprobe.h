/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_MODPROBE_H
#define LORICA_LIB_MODPROBE_H

/**
 * modprobe - load a kernel module, with what it depends on
 * @name: of the module
 *
 * By the program that the kernel itself calls for that. Whether it is there
 * then, the caller has to ask the kernel.
 */
void modprobe(const char *name);

#endif
