/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_EXEC_H
#define LORICA_EXEC_H

#include "evidence.h"

/**
 * lorica_exec_check - may this file become code?
 * @file: open for reading
 * @slot: of its inode, or a zeroed one with LORICA_SLOT_SCRATCH
 * @self: slot of the acting program's inode, zeroed when it has none
 * @measured: what fs-verity has of @file
 * @type: LORICA_EVENT_EXEC or LORICA_EVENT_MMAP
 *
 * Context: may sleep.
 *
 * Return: 0, -EACCES when the policy refuses it, -LORICA_CANARY_ERRNO for an
 * armed canary. A refusal leaves an event.
 */
int lorica_exec_check(struct file *file, struct lorica_slot *slot, const struct lorica_slot *self,
		      const struct lorica_measured *measured, enum lorica_event_type type);

/**
 * lorica_exec_check_known - a file without a good verdict is to become code
 * @file: what is mapped
 * @self: slot of the acting program's inode
 *
 * For places that cannot sleep, after lorica_evidence_current() said no: there
 * only a remembered verdict allows.
 *
 * Return: as lorica_exec_check().
 */
int lorica_exec_check_known(struct file *file, const struct lorica_slot *self);

/**
 * lorica_exec_check_module - may the kernel read a file to load it as a module?
 * @file: the module's
 * @whole: all of it is read, so lorica_exec_check_module_content() will see it
 * @self: slot of the acting program's inode, zeroed when it has none
 *
 * Return: as lorica_exec_check().
 */
int lorica_exec_check_module(struct file *file, bool whole, const struct lorica_slot *self);

/**
 * lorica_exec_check_module_content - may these bytes be loaded as a module?
 * @file: where they were read from, for the event
 * @data: what the kernel is about to load
 * @size: bytes of @data
 * @self: slot of the acting program's inode, zeroed when it has none
 *
 * The bytes in the kernel's own buffer are judged, not the file: nothing that
 * happens to the file or its file system can come between. Context: any that
 * can be preempted.
 *
 * Return: as lorica_exec_check().
 */
int lorica_exec_check_module_content(struct file *file, const void *data, loff_t size,
				     const struct lorica_slot *self);

/**
 * lorica_exec_label - the manifest path of a program
 * @self: slot of its inode, zeroed when it has none
 * @buf: where to; its content is the return value's
 * @size: of @buf
 *
 * Return: @buf, or "" when the program is in no manifest.
 */
const char *lorica_exec_label(const struct lorica_slot *self, char *buf, size_t size);

#endif
