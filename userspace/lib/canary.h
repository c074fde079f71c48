/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_CANARY_H
#define LORICA_LIB_CANARY_H

enum { CANARY_NAME = 32 };

/**
 * canary_prove - see each hook refuse something
 * @hooks: the text of the `hooks` node, a name a line
 * @failed: on failure, the hook that did not refuse, CANARY_NAME bytes
 *
 * A BPF LSM program can be attached and never run (`bpf` missing in lsm=, or
 * ftrace off). So each hook is armed in the module and then called: the call
 * has to fail with LORICA_CANARY_ERRNO.
 *
 * Return: how many hooks refused, -ENOTRECOVERABLE when one did not, or the
 * -errno of the `canary` node.
 */
int canary_prove(const char *hooks, char *failed);

#endif
