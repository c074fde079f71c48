/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel keeps what it does not export. */
#ifndef LORICA_SYMBOL_H
#define LORICA_SYMBOL_H

#include <linux/types.h>

/**
 * lorica_symbol - the address of something that is no code
 * @name: as in /proc/kallsyms
 *
 * Nothing is called at that address, and no text is changed to find it. Context:
 * may sleep.
 *
 * Return: the address; NULL when there is no such symbol, or the kernel has no
 * KPROBES or no KALLSYMS_ALL.
 */
void *lorica_symbol(const char *name);

#endif
