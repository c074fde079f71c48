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

/* The numbers are not the same in all trees. */
enum lockdown_reason {
	LOCKDOWN_DBG_WRITE_KERNEL = 1,
	LOCKDOWN_DBG_READ_KERNEL = 2,
};

struct merkle_tree_params {
	__u32 digest_size;
};

/* Private to fs/verity, and not the same in all versions: only BTF knows where its fields are. */
struct fsverity_info {
	struct merkle_tree_params tree_params;
	__u8 file_digest[64];
};

struct inode {
	struct fsverity_info *i_verity_info;
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

struct msghdr {
	void *msg_name;
};

struct sockaddr {
	__u16 sa_family;
};

struct socket {
	short type;
};

struct vm_area_struct {
	struct file *vm_file;
};

#pragma clang attribute pop

#endif
