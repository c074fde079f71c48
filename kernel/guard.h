/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_GUARD_H
#define LORICA_GUARD_H

#include "evidence.h"

struct bpf_map;
struct bpf_prog;

/*
 * What nobody may do since the seal. Every function here returns 0, -EPERM,
 * or -LORICA_CANARY_ERRNO for an armed canary; none of them sleeps. @self is
 * the slot of the acting program's inode, zeroed when it has none.
 *
 * In audit mode a refusal is only reported, except where Lorica's own objects
 * are concerned: those are closed in both modes. Firmware passes here, since
 * lorica_firmware_check_data() sees what comes of it.
 */

/** lorica_guard_read_file - @id is an enum kernel_read_file_id, but for modules */
int lorica_guard_read_file(struct file *file, int id, const struct lorica_slot *self);

/** lorica_guard_load_data - @id is an enum kernel_load_data_id: code without a file */
int lorica_guard_load_data(int id, const struct lorica_slot *self);

/** lorica_guard_bpf - a bpf(2) command with the program type or link id it names */
int lorica_guard_bpf(int cmd, u32 prog_type, u32 link_id, const struct lorica_slot *self);

/** lorica_guard_bpf_map - a descriptor for @map is about to be made */
int lorica_guard_bpf_map(const struct bpf_map *map, const struct lorica_slot *self);

/** lorica_guard_bpf_prog - a descriptor for @prog is about to be made */
int lorica_guard_bpf_prog(const struct bpf_prog *prog, const struct lorica_slot *self);

/** lorica_guard_capable - a capability is asked for */
int lorica_guard_capable(int cap, const struct lorica_slot *self);

/** lorica_guard_locked_down - @reason is an enum lockdown_reason */
int lorica_guard_locked_down(int reason, const struct lorica_slot *self);

/** lorica_guard_prctl - prctl(@option, @arg2) */
int lorica_guard_prctl(int option, unsigned long arg2, const struct lorica_slot *self);

#endif
