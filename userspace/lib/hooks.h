/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_HOOKS_H
#define LORICA_LIB_HOOKS_H

struct lorica_bpf;

/**
 * hooks_attach - load the BPF programs that the policy needs and attach them
 * @wanted: the text of the `hooks` node, a name a line
 * @skel: set on success, to be given to hooks_hand_over()
 *
 * The maps are frozen: only the programs change them. The verifier's words go
 * to stderr when it refuses.
 *
 * Return: how many programs are attached, -errno (-ESRCH: the module's BTF
 * lacks a verdict function; -ENOTSUPP: no BPF LSM trampolines, as on arm64
 * before 6.4).
 */
int hooks_attach(const char *wanted, struct lorica_bpf **skel);

/**
 * hooks_hand_over - give the links to the module, which keeps them for ever
 * @skel: from hooks_attach()
 *
 * Return: 0, -errno of the `links` node.
 */
int hooks_hand_over(struct lorica_bpf *skel);

/**
 * hooks_close - close our descriptors; what was not handed over is gone
 * @skel: from hooks_attach(), may be NULL
 */
void hooks_close(struct lorica_bpf *skel);

#endif
