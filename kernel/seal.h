/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_SEAL_H
#define LORICA_SEAL_H

#include "policy_decode.h"

struct bpf_map;
struct bpf_prog;
struct seq_file;

/* enum lorica_hook names, as BPF programs and the `hooks` node use them. */
extern const char *const lorica_hook_names[LORICA_NR_HOOKS];

/**
 * lorica_seal_init - keep BPF LSM programs from being switched off
 *
 * `sysctl kernel.ftrace_enabled=0` takes every BPF trampoline out of the
 * kernel text, unless one ftrace user says it is permanent
 * (kernel/trace/ftrace.c, ftrace_enable_sysctl()). The module is that user.
 *
 * Return: 0, or what register_ftrace_function() returned.
 */
int lorica_seal_init(void);

/** lorica_seal_exit - for a module that was never sealed */
void lorica_seal_exit(void);

/** lorica_sealed - is the seal on? Any context. */
bool lorica_sealed(void);

/**
 * lorica_seal_needs - which hooks a policy needs
 * @policy: decoded
 *
 * Return: bits of enum lorica_hook.
 */
u32 lorica_seal_needs(const struct lorica_policy *policy);

/**
 * lorica_seal_missing - which hooks would a policy find unattached?
 * @policy: decoded
 *
 * Return: bits of enum lorica_hook; always 0 before the seal, when they can
 * still be attached.
 */
u32 lorica_seal_missing(const struct lorica_policy *policy);

/**
 * lorica_seal_add_link - keep a link alive for ever
 * @fd: descriptor of the calling process, an LSM link to one of our hooks
 *
 * Return: 0, -EPERM (sealed), -EBADF, -EINVAL (no LSM link to one of our
 * hooks), -EEXIST (that hook has its link).
 */
int lorica_seal_add_link(int fd);

/**
 * lorica_seal_arm - let a hook refuse the next call of this thread
 * @name: of the hook
 *
 * Return: 0, -EPERM (sealed), -EINVAL (no such hook).
 */
int lorica_seal_arm(const char *name);

/**
 * lorica_seal_canary - is this call the canary?
 * @hook: that runs
 *
 * Context: any.
 *
 * Return: true once for each arming; the caller then refuses with
 * -LORICA_CANARY_ERRNO, and the hook counts as proved.
 */
bool lorica_seal_canary(enum lorica_hook hook);

/**
 * lorica_seal_close - put the seal on
 * @policy_needs: bits of the hooks that the active policy needs
 *
 * Context: with a policy in force.
 *
 * Return: LORICA_OK, LORICA_R_HOOKS_MISSING, LORICA_R_CANARY (a hook was never
 * seen to refuse). Sealing twice is LORICA_OK.
 */
enum lorica_reason lorica_seal_close(u32 policy_needs);

/** lorica_seal_owns_link - is this the id of one of our links? */
bool lorica_seal_owns_link(u32 id);

/** lorica_seal_owns_map - does one of our programs use this map? */
bool lorica_seal_owns_map(const struct bpf_map *map);

/** lorica_seal_owns_prog - is this one of our programs? */
bool lorica_seal_owns_prog(const struct bpf_prog *prog);

/** lorica_seal_show - the lines of `status` that speak of hooks and the seal */
void lorica_seal_show(struct seq_file *m);

#endif
