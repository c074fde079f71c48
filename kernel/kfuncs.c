// SPDX-License-Identifier: GPL-2.0-only
/*
 * The door from BPF: one kfunc a hook, each a few lines that unpack what the
 * hook got and call the verdict function. Nothing is decided here.
 *
 * KF_TRUSTED_ARGS is not set: 6.1 would refuse the pointers that hooks hand
 * over. @slot, @self and @measured always point to memory, be it an inode's storage or
 * the program's stack.
 */
#include "kfuncs.h"

#include <linux/binfmts.h>
#include <linux/bpf.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/mm_types.h>
#include <linux/ptrace.h>
#include <linux/security.h>

#include "active.h"
#include "compat.h"
#include "exec.h"
#include "firmware.h"
#include "fsverity.h"
#include "guard.h"
#include "helper.h"
#include "interpreter.h"
#include "net.h"
#include "net_match.h"
#include "wx.h"

__bpf_kfunc_start_defs();

/* The inode that the kernel set at exec; it lives as long as the caller runs it. */
__bpf_kfunc struct inode *lorica_self_inode(void)
{
	struct file *exe = NULL;

	if (current->mm)
		exe = rcu_access_pointer(current->mm->exe_file);
	return exe ? file_inode(exe) : NULL;
}

/*
 * A mapping without a file has none to look at, but the verifier of 6.12 takes
 * the hook's argument for never NULL and would drop a check in the program.
 */
__bpf_kfunc struct inode *lorica_file_inode(struct file *file)
{
	return file ? file_inode(file) : NULL;
}

/* The common case in a few instructions: checked before, unchanged since. */
__bpf_kfunc bool lorica_is_current(struct file *file, struct lorica_slot *slot)
{
	/* Pairs with the release in publish(): what it published is seen after it. */
	u64 generation = smp_load_acquire(&lorica_generation);

	/* No slot has a verdict of generation 0, the one before the first policy. */
	return lorica_evidence_current(file_inode(file), slot, generation);
}

/* What the kernel starts by itself is always looked at: there is more to ask than its evidence. */
__bpf_kfunc bool lorica_bprm_is_current(struct linux_binprm *bprm, struct lorica_slot *slot)
{
	return !lorica_helper_is(bprm) && lorica_is_current(bprm->file, slot);
}

__bpf_kfunc int lorica_bprm_check(struct linux_binprm *bprm, struct lorica_slot *slot,
				  struct lorica_slot *self, struct lorica_measured *measured)
{
	int ret = lorica_exec_check(bprm->file, slot, self, measured, LORICA_EVENT_EXEC);

	if (ret)
		return ret;
	lorica_interpreter_note(bprm->file, slot);
	return lorica_helper_check(bprm, slot, self);
}

__bpf_kfunc bool lorica_open_may(struct file *file)
{
	return lorica_interpreter_may(file);
}

__bpf_kfunc void lorica_open_prepare(struct file *file)
{
	lorica_interpreter_prepare(file);
}

__bpf_kfunc int lorica_open_check(struct file *file, struct lorica_slot *slot,
				  struct lorica_slot *self, struct lorica_measured *measured)
{
	return lorica_interpreter_check(file, slot, self, measured);
}

__bpf_kfunc int lorica_mmap_check(struct file *file, bool writable, struct lorica_slot *slot,
				  struct lorica_slot *self, struct lorica_measured *measured)
{
	int ret = lorica_wx_mmap(file, writable, self);

	if (ret || !file)
		return ret;
	ret = lorica_exec_check(file, slot, self, measured, LORICA_EVENT_MMAP);
	if (!ret)
		lorica_interpreter_note(file, slot);
	return ret;
}

__bpf_kfunc int lorica_mprotect_check(struct vm_area_struct *vma, bool writable,
				      struct lorica_slot *slot, struct lorica_slot *self)
{
	int ret = lorica_wx_mprotect(vma, writable, self);

	if (ret || !vma->vm_file || lorica_is_current(vma->vm_file, slot))
		return ret;
	return lorica_exec_check_known(vma->vm_file, self);
}

__bpf_kfunc int lorica_ptrace_check(struct task_struct *child, u32 mode, struct lorica_slot *self)
{
	if (!(mode & PTRACE_MODE_ATTACH))
		return 0;
	return lorica_wx_trace(LORICA_HOOK_PTRACE_ACCESS_CHECK, child, self);
}

__bpf_kfunc int lorica_traceme_check(struct task_struct *parent, struct lorica_slot *self)
{
	return lorica_wx_trace(LORICA_HOOK_PTRACE_TRACEME, parent, self);
}

__bpf_kfunc int lorica_read_file_check(struct file *file, int id, bool whole,
				       struct lorica_slot *self)
{
	if (id == READING_MODULE)
		return lorica_exec_check_module(file, whole, self);
	if (id == READING_FIRMWARE)
		return lorica_firmware_check_file(file, whole, self);
	return lorica_guard_read_file(file, id, self);
}

/* The buffer is a number here: the verifier knows no pointer to so many bytes. */
__bpf_kfunc int lorica_read_done_check(struct file *file, u64 data, u64 size, int id,
				       struct lorica_slot *self)
{
	if (id == READING_FIRMWARE)
		return lorica_firmware_check(file, (const void *)(unsigned long)data, size, self);
	if (id != READING_MODULE)
		return 0;
	return lorica_exec_check_module_content(file, (const void *)(unsigned long)data, size,
						self);
}

__bpf_kfunc int lorica_load_data_check(int id, bool whole, struct lorica_slot *self)
{
	if (id == LOADING_FIRMWARE && !whole)
		return lorica_firmware_check_file(NULL, false, self);
	return lorica_guard_load_data(id, self);
}

__bpf_kfunc int lorica_load_done_check(u64 data, u64 size, int id, struct lorica_slot *self)
{
	return lorica_firmware_check_data(id, (const void *)(unsigned long)data, size, self);
}

__bpf_kfunc int lorica_bpf_check(int cmd, u32 prog_type, u32 link_id, struct lorica_slot *self)
{
	return lorica_guard_bpf(cmd, prog_type, link_id, self);
}

__bpf_kfunc int lorica_bpf_map_check(struct bpf_map *map, struct lorica_slot *self)
{
	return lorica_guard_bpf_map(map, self);
}

__bpf_kfunc int lorica_bpf_prog_check(struct bpf_prog *prog, struct lorica_slot *self)
{
	return lorica_guard_bpf_prog(prog, self);
}

__bpf_kfunc int lorica_capable_check(int cap, struct lorica_slot *self)
{
	return lorica_guard_capable(cap, self);
}

__bpf_kfunc int lorica_locked_down_check(int reason, struct lorica_slot *self)
{
	return lorica_guard_locked_down(reason, self);
}

__bpf_kfunc int lorica_prctl_check(int option, u64 arg2, struct lorica_slot *self)
{
	return lorica_guard_prctl(option, arg2, self);
}

__bpf_kfunc bool lorica_family_asks(int family, int type, int protocol)
{
	return lorica_net_family(family, type, protocol);
}

__bpf_kfunc bool lorica_socket_asks(struct socket *sock)
{
	return lorica_net_asks(sock);
}

__bpf_kfunc int lorica_create_check(int family, int type, int protocol, struct lorica_slot *self)
{
	return lorica_net_create(family, type, protocol, self);
}

__bpf_kfunc int lorica_bind_check(struct socket *sock, struct sockaddr *address, int len,
				  struct lorica_slot *self)
{
	return lorica_net_bind(sock, address, len, self);
}

__bpf_kfunc int lorica_listen_check(struct socket *sock, struct lorica_slot *self)
{
	return lorica_net_listen(sock, false, self);
}

__bpf_kfunc int lorica_accept_check(struct socket *sock, struct lorica_slot *self)
{
	return lorica_net_listen(sock, true, self);
}

__bpf_kfunc int lorica_connect_check(struct socket *sock, struct sockaddr *address, int len,
				     struct lorica_slot *self)
{
	return lorica_net_connect(sock, address, len, self);
}

__bpf_kfunc int lorica_send_check(struct socket *sock, struct msghdr *msg, struct lorica_slot *self)
{
	return lorica_net_send(sock, msg, self);
}

__bpf_kfunc_end_defs();

BTF_KFUNCS_START(lorica_kfunc_ids)
BTF_ID_FLAGS(func, lorica_self_inode, KF_RET_NULL)
BTF_ID_FLAGS(func, lorica_file_inode, KF_RET_NULL)
BTF_ID_FLAGS(func, lorica_is_current)
BTF_ID_FLAGS(func, lorica_bprm_is_current)
BTF_ID_FLAGS(func, lorica_bprm_check, KF_SLEEPABLE)
BTF_ID_FLAGS(func, lorica_open_may)
BTF_ID_FLAGS(func, lorica_open_prepare, KF_SLEEPABLE)
BTF_ID_FLAGS(func, lorica_open_check, KF_SLEEPABLE)
BTF_ID_FLAGS(func, lorica_mmap_check, KF_SLEEPABLE)
BTF_ID_FLAGS(func, lorica_mprotect_check)
BTF_ID_FLAGS(func, lorica_read_file_check, KF_SLEEPABLE)
BTF_ID_FLAGS(func, lorica_read_done_check)
BTF_ID_FLAGS(func, lorica_load_data_check)
BTF_ID_FLAGS(func, lorica_load_done_check)
BTF_ID_FLAGS(func, lorica_bpf_check)
BTF_ID_FLAGS(func, lorica_bpf_map_check)
BTF_ID_FLAGS(func, lorica_bpf_prog_check)
BTF_ID_FLAGS(func, lorica_capable_check)
BTF_ID_FLAGS(func, lorica_locked_down_check)
BTF_ID_FLAGS(func, lorica_prctl_check)
BTF_ID_FLAGS(func, lorica_ptrace_check)
BTF_ID_FLAGS(func, lorica_traceme_check)
BTF_ID_FLAGS(func, lorica_family_asks)
BTF_ID_FLAGS(func, lorica_socket_asks)
BTF_ID_FLAGS(func, lorica_create_check)
BTF_ID_FLAGS(func, lorica_bind_check)
BTF_ID_FLAGS(func, lorica_listen_check)
BTF_ID_FLAGS(func, lorica_accept_check)
BTF_ID_FLAGS(func, lorica_connect_check)
BTF_ID_FLAGS(func, lorica_send_check)
BTF_KFUNCS_END(lorica_kfunc_ids)

static const struct btf_kfunc_id_set kfunc_set = {
	.owner = THIS_MODULE,
	.set = &lorica_kfunc_ids,
};

int lorica_kfuncs_init(void)
{
	return register_btf_kfunc_id_set(BPF_PROG_TYPE_LSM, &kfunc_set);
}
