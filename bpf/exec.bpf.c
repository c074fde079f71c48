// SPDX-License-Identifier: GPL-2.0-only
/* Code from files: execve at each interpreter level, PROT_EXEC mappings, modules. */
#include "lorica.bpf.h"

enum { PROT_WRITE = 2, PROT_EXEC = 4 };

/*
 * What the file's fs-verity says of its content, in the kernel's memory: that
 * is what each page is verified against. It is there once, until the inode
 * goes. Whether it counts is the module's question.
 */
static __always_inline void measure(struct inode *inode, struct lorica_measured *m)
{
	struct fsverity_info *info = NULL;
	__u64 *digest;
	__u64 at;
	int i;

	if (!bpf_core_field_exists(inode->i_verity_info) ||
	    !bpf_core_field_exists(info->file_digest))
		return;
	info = inode->i_verity_info;
	if (!info)
		return;
	at = bpf_core_field_offset(info->file_digest);
	barrier_var(at);
	/* As numbers: of bytes clang would load one after the other. */
	digest = (void *)info + at;
	for (i = 0; i < 4; i++)
		m->digest[i] = digest[i];
	m->size = info->tree_params.digest_size;
}

/*
 * Each program asks first whether the inode's remembered verdict still holds,
 * and hands everything else to the module. No storage for an inode means a
 * full check in scratch memory, never a pass.
 */

SEC("lsm.s/bprm_check_security")
int BPF_PROG(lorica_bprm_check_security, struct linux_binprm *bprm, int ret)
{
	struct lorica_slot *slot;

	if (ret)
		return ret;
	slot = slot_of(bprm->file->f_inode, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (slot && lorica_bprm_is_current(bprm, slot))
		return 0;

	struct lorica_slot scratch = SCRATCH, me = SCRATCH;
	struct lorica_measured measured = {};

	measure(bprm->file->f_inode, &measured);
	return verdict(lorica_bprm_check(bprm, slot ? slot : &scratch, self_slot(&me), &measured));
}

/* Each open of the system comes here when the policy names interpreters, and most leave at once. */
SEC("lsm.s/file_open")
int BPF_PROG(lorica_file_open, struct file *file, int ret)
{
	struct lorica_slot *slot;

	if (ret || !lorica_open_may(file))
		return ret;
	slot = slot_of(file->f_inode, BPF_LOCAL_STORAGE_GET_F_CREATE);

	struct lorica_slot scratch = SCRATCH, me = SCRATCH;
	struct lorica_measured measured = {};

	lorica_open_prepare(file);
	measure(file->f_inode, &measured);
	return verdict(lorica_open_check(file, slot ? slot : &scratch, self_slot(&me), &measured));
}

/* 6.1 and 6.12 give the protection asked for, then the one that will be used. */
SEC("lsm.s/mmap_file")
int BPF_PROG(lorica_mmap_file, struct file *file, unsigned long reqprot, unsigned long prot,
	     unsigned long flags, int ret)
{
	struct lorica_slot *slot;
	struct inode *inode;

	if (ret || !(prot & PROT_EXEC))
		return ret;
	inode = lorica_file_inode(file);
	slot = inode ? slot_of(inode, BPF_LOCAL_STORAGE_GET_F_CREATE) : NULL;
	if (slot && !(prot & PROT_WRITE) && lorica_is_current(file, slot))
		return 0;

	struct lorica_slot scratch = SCRATCH, me = SCRATCH;
	struct lorica_measured measured = {};

	if (inode)
		measure(inode, &measured);
	return verdict(lorica_mmap_check(file, prot & PROT_WRITE, slot ? slot : &scratch,
					 self_slot(&me), &measured));
}

SEC("lsm/file_mprotect")
int BPF_PROG(lorica_file_mprotect, struct vm_area_struct *vma, unsigned long reqprot,
	     unsigned long prot, int ret)
{
	struct lorica_slot *slot;

	if (ret || !(prot & PROT_EXEC))
		return ret;
	slot = vma->vm_file ? slot_of(vma->vm_file->f_inode, 0) : NULL;

	struct lorica_slot scratch = SCRATCH, me = SCRATCH;

	return verdict(lorica_mprotect_check(vma, prot & PROT_WRITE, slot ? slot : &scratch,
					     self_slot(&me)));
}

SEC("lsm.s/kernel_read_file")
int BPF_PROG(lorica_kernel_read_file, struct file *file, int id, bool contents, int ret)
{
	struct lorica_slot me = SCRATCH;

	return ret ? ret : verdict(lorica_read_file_check(file, id, contents, self_slot(&me)));
}

SEC("lsm/kernel_post_read_file")
int BPF_PROG(lorica_kernel_post_read_file, struct file *file, char *buf, long long size, int id,
	     int ret)
{
	struct lorica_slot me = SCRATCH;

	if (ret)
		return ret;
	return verdict(lorica_read_done_check(file, (__u64)buf, size, id, self_slot(&me)));
}
