/* SPDX-License-Identifier: GPL-2.0-only */
/* What named interpreters read: it is code, and needs evidence like any other. */
#ifndef LORICA_INTERPRETER_H
#define LORICA_INTERPRETER_H

#include <linux/types.h>

struct file;
struct lorica_measured;
struct lorica_policy;
struct lorica_slot;

/**
 * lorica_interpreter_adopt - a policy is about to come into force
 * @old: the one in force, NULL: none
 * @now: the next one
 *
 * Once sealed, an interpreter that @old does not name may be running already, and
 * nobody has noted it. From here on all programs are looked at. Context: any.
 */
void lorica_interpreter_adopt(const struct lorica_policy *old, const struct lorica_policy *now);

/**
 * lorica_interpreter_note - a file was allowed as code
 * @file: the file
 * @slot: of its inode, after lorica_exec_check()
 *
 * What is noted makes lorica_interpreter_may() true for whoever runs this file.
 * It has to follow whatever may be remembered: an execve that finds a good
 * verdict, be it that of a mapping, asks nobody. Context: may sleep.
 */
void lorica_interpreter_note(struct file *file, const struct lorica_slot *slot);

/**
 * lorica_interpreter_may - may this open be one of an interpreter?
 * @file: that is about to be opened
 *
 * Called for each open of the whole system. Context: the task that opens.
 *
 * Return: false for most programs, and for what is no reading of a regular file.
 */
bool lorica_interpreter_may(const struct file *file);

/**
 * lorica_interpreter_prepare - have a file system read what fs-verity has of a file
 * @file: that is about to be opened
 *
 * It does so on the first open, which is under way. Context: may sleep.
 */
void lorica_interpreter_prepare(const struct file *file);

/**
 * lorica_interpreter_check - may an interpreter read this file?
 * @file: that is about to be opened
 * @slot: of its inode, or a zeroed one with LORICA_SLOT_SCRATCH
 * @self: slot of the acting program's inode, zeroed when it has none
 * @measured: of @file's inode
 *
 * Context: may sleep.
 *
 * Return: 0, or a negative errno, as lorica_exec_check().
 */
int lorica_interpreter_check(const struct file *file, struct lorica_slot *slot,
			     const struct lorica_slot *self,
			     const struct lorica_measured *measured);

#endif
