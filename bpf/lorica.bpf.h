/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's verdict functions, and the memory of inodes they work on. */
#ifndef LORICA_BPF_H
#define LORICA_BPF_H

#include "kernel_types.bpf.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/* As struct lorica_slot of kernel/evidence.h; the programs look at no field. */
struct lorica_slot {
	__u64 stamp;
	__u64 cookie;
	__u8 digest[32];
	__u64 busy;
};

enum { LORICA_SLOT_SCRATCH = 1 << 3 };

/* As struct lorica_measured of kernel/fsverity.h. */
struct lorica_measured {
	__u64 digest[4];
	__u64 size;
};

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct lorica_slot);
} lorica_slots SEC(".maps");

extern struct inode *lorica_self_inode(void) __ksym;
extern struct inode *lorica_file_inode(struct file *file) __ksym;
extern bool lorica_is_current(struct file *file, struct lorica_slot *slot) __ksym;
extern bool lorica_bprm_is_current(struct linux_binprm *bprm, struct lorica_slot *slot) __ksym;
extern int lorica_bprm_check(struct linux_binprm *bprm, struct lorica_slot *slot,
			     struct lorica_slot *self, struct lorica_measured *measured) __ksym;
extern bool lorica_open_may(struct file *file) __ksym;
extern void lorica_open_prepare(struct file *file) __ksym;
extern int lorica_open_check(struct file *file, struct lorica_slot *slot, struct lorica_slot *self,
			     struct lorica_measured *measured) __ksym;
extern int lorica_mmap_check(struct file *file, bool writable, struct lorica_slot *slot,
			     struct lorica_slot *self, struct lorica_measured *measured) __ksym;
extern int lorica_mprotect_check(struct vm_area_struct *vma, bool writable,
				 struct lorica_slot *slot, struct lorica_slot *self) __ksym;
extern int lorica_ptrace_check(struct task_struct *child, __u32 mode,
			       struct lorica_slot *self) __ksym;
extern int lorica_traceme_check(struct task_struct *parent, struct lorica_slot *self) __ksym;
extern int lorica_read_file_check(struct file *file, int id, bool whole,
				  struct lorica_slot *self) __ksym;
extern int lorica_read_done_check(struct file *file, __u64 data, __u64 size, int id,
				  struct lorica_slot *self) __ksym;
extern int lorica_load_data_check(int id, bool whole, struct lorica_slot *self) __ksym;
extern int lorica_load_done_check(__u64 data, __u64 size, int id, struct lorica_slot *self) __ksym;
extern int lorica_bpf_check(int cmd, __u32 prog_type, __u32 link_id,
			    struct lorica_slot *self) __ksym;
extern int lorica_bpf_map_check(struct bpf_map *map, struct lorica_slot *self) __ksym;
extern int lorica_bpf_prog_check(struct bpf_prog *prog, struct lorica_slot *self) __ksym;
extern int lorica_capable_check(int cap, struct lorica_slot *self) __ksym;
extern int lorica_locked_down_check(int reason, struct lorica_slot *self) __ksym;
extern int lorica_prctl_check(int option, __u64 arg2, struct lorica_slot *self) __ksym;
extern bool lorica_family_asks(int family, int type, int protocol) __ksym;
extern bool lorica_socket_asks(struct socket *sock) __ksym;
extern int lorica_create_check(int family, int type, int protocol, struct lorica_slot *self) __ksym;
extern int lorica_bind_check(struct socket *sock, struct sockaddr *address, int len,
			     struct lorica_slot *self) __ksym;
extern int lorica_listen_check(struct socket *sock, struct lorica_slot *self) __ksym;
extern int lorica_accept_check(struct socket *sock, struct lorica_slot *self) __ksym;
extern int lorica_connect_check(struct socket *sock, struct sockaddr *address, int len,
				struct lorica_slot *self) __ksym;
extern int lorica_send_check(struct socket *sock, struct msghdr *msg,
			     struct lorica_slot *self) __ksym;

/* A memory for one call, for an inode whose storage cannot be had. */
#define SCRATCH                              \
	{                                    \
		.stamp = LORICA_SLOT_SCRATCH \
	}

/* The slot of an inode, NULL when it cannot be had. */
static __always_inline struct lorica_slot *slot_of(struct inode *inode, __u64 flags)
{
	struct lorica_slot *slot = bpf_inode_storage_get(&lorica_slots, inode, 0, flags);

	/* Of two first uses at once one loses, and finds the other's slot now. */
	if (!slot && flags)
		slot = bpf_inode_storage_get(&lorica_slots, inode, 0, flags);
	return slot;
}

/* The slot of the program that acts. */
static __always_inline struct lorica_slot *self_slot(struct lorica_slot *scratch)
{
	struct inode *inode = lorica_self_inode();
	struct lorica_slot *slot;

	/* Always true; makes clang describe the type in full, as the kfunc needs. */
	if (!bpf_core_type_exists(struct inode))
		return scratch;
	slot = inode ? slot_of(inode, 0) : NULL;
	return slot ? slot : scratch;
}

/*
 * 0 or -errno: what the verifier of 6.12 asks of an LSM program. The empty asm
 * keeps clang from bounding a copy of the register that is returned.
 */
static __always_inline int verdict(int ret)
{
	long err = ret;

	asm volatile("" : "+r"(err));
	if (err >= 0)
		return 0;
	if (err < -4095)
		return -1;
	asm volatile("" : "+r"(err));
	return err;
}

#endif
