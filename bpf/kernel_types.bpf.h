/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel fields that the programs use, and no more: CO-RE finds where they
 * are on the running kernel. No vmlinux.h.
 */
#ifndef LORICA_KERNEL_TYPES_BPF_H
#define LORICA_KERNEL_TYPES_BPF_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <stdbool.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct cred;
struct user_namespace;
/* Only handed on; a field makes the type known to BTF, which compares kinds. */
struct inode {
	__u32 i_flags;
};

struct bpf_map {
	__u32 id;
};

struct bpf_prog {
	__u32 len;
};

struct file {
	struct inode *f_inode;
};

struct linux_binprm {
	struct file *file;
};

struct task_struct {
	int pid;
};

struct vm_area_struct {
	struct file *vm_file;
};

#pragma clang attribute pop

#endif
