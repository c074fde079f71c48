/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_WX_H
#define LORICA_WX_H

#include "evidence.h"

/*
 * Write xor execute: memory that can be, or was, written never becomes code.
 * For policies that say `writable-code deny`; programs they except are let
 * through. Every function here returns 0, -EACCES, or -LORICA_CANARY_ERRNO for
 * an armed canary. A refusal leaves an event. @self is the slot of the acting
 * program's inode, zeroed when it has none.
 */

struct task_struct;
struct vm_area_struct;

/**
 * lorica_wx_mmap - an executable mapping is about to be made
 * @file: of the mapping, NULL for anonymous memory
 * @writable: it will be writable too
 * @self: as above
 *
 * Return: see above.
 */
int lorica_wx_mmap(struct file *file, bool writable, const struct lorica_slot *self);

/**
 * lorica_wx_mprotect - a mapping is about to become executable
 * @vma: the mapping, its mm locked for writing
 * @writable: it will be, or stay, writable too
 * @self: as above
 *
 * Return: see above.
 */
int lorica_wx_mprotect(struct vm_area_struct *vma, bool writable, const struct lorica_slot *self);

/**
 * lorica_wx_exec - does a program that may run ask for executable memory without a file?
 * @file: the program, held by lorica_evidence_hold()
 * @digest: 32 bytes, for the program that the policy excepts; NULL for one on a
 *	volume, which is known by its place
 * @tier: what it is the digest of, LORICA_TIER_NONE without one
 *
 * The kernel sets up that stack, and the memory behind a segment of code, without
 * asking anybody. Context: may sleep.
 *
 * Return: LORICA_OK, LORICA_R_EXEC_STACK, or LORICA_R_ANONYMOUS for the latter.
 */
enum lorica_reason lorica_wx_exec(struct file *file, const u8 *digest, enum lorica_tier tier);

/**
 * lorica_wx_trace - one process is about to get hold of another's memory
 * @hook: LORICA_HOOK_PTRACE_ACCESS_CHECK or LORICA_HOOK_PTRACE_TRACEME
 * @other: the one that will be traced, or that will trace
 * @self: as above
 *
 * Return: see above.
 */
int lorica_wx_trace(enum lorica_hook hook, struct task_struct *other,
		    const struct lorica_slot *self);

/**
 * lorica_wx_gate - something that no program is excepted from
 * @type: of the event
 * @reason: of the refusal
 * @object: what it is, for the event
 *
 * Context: any but NMI, does not sleep.
 *
 * Return: 0, or -EACCES.
 */
int lorica_wx_gate(enum lorica_event_type type, enum lorica_reason reason, const char *object);

#endif
