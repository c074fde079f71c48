// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "seal.h"

#include <linux/bpf.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/ftrace.h>
#include <linux/magic.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/seq_file.h>

const char *const lorica_hook_names[LORICA_NR_HOOKS] = {
	[LORICA_HOOK_BPRM_CHECK_SECURITY] = "bprm_check_security",
	[LORICA_HOOK_MMAP_FILE] = "mmap_file",
	[LORICA_HOOK_FILE_MPROTECT] = "file_mprotect",
	[LORICA_HOOK_KERNEL_READ_FILE] = "kernel_read_file",
	[LORICA_HOOK_KERNEL_LOAD_DATA] = "kernel_load_data",
	[LORICA_HOOK_BPF] = "bpf",
	[LORICA_HOOK_BPF_MAP] = "bpf_map",
	[LORICA_HOOK_BPF_PROG] = "bpf_prog",
	[LORICA_HOOK_CAPABLE] = "capable",
	[LORICA_HOOK_LOCKED_DOWN] = "locked_down",
	[LORICA_HOOK_TASK_PRCTL] = "task_prctl",
	[LORICA_HOOK_KERNEL_POST_READ_FILE] = "kernel_post_read_file",
	[LORICA_HOOK_PTRACE_ACCESS_CHECK] = "ptrace_access_check",
	[LORICA_HOOK_PTRACE_TRACEME] = "ptrace_traceme",
	[LORICA_HOOK_KERNEL_POST_LOAD_DATA] = "kernel_post_load_data",
	[LORICA_HOOK_SOCKET_CREATE] = "socket_create",
	[LORICA_HOOK_SOCKET_BIND] = "socket_bind",
	[LORICA_HOOK_SOCKET_LISTEN] = "socket_listen",
	[LORICA_HOOK_SOCKET_ACCEPT] = "socket_accept",
	[LORICA_HOOK_SOCKET_CONNECT] = "socket_connect",
	[LORICA_HOOK_SOCKET_SENDMSG] = "socket_sendmsg",
	[LORICA_HOOK_FILE_OPEN] = "file_open",
};

enum {
	HOOKS_EXEC = BIT(LORICA_HOOK_BPRM_CHECK_SECURITY) | BIT(LORICA_HOOK_MMAP_FILE) |
		     BIT(LORICA_HOOK_FILE_MPROTECT),
	HOOKS_WX = BIT(LORICA_HOOK_MMAP_FILE) | BIT(LORICA_HOOK_FILE_MPROTECT) |
		   BIT(LORICA_HOOK_BPRM_CHECK_SECURITY) | BIT(LORICA_HOOK_PTRACE_ACCESS_CHECK) |
		   BIT(LORICA_HOOK_PTRACE_TRACEME),
	HOOKS_NET = BIT(LORICA_HOOK_SOCKET_CREATE) | BIT(LORICA_HOOK_SOCKET_BIND) |
		    BIT(LORICA_HOOK_SOCKET_LISTEN) | BIT(LORICA_HOOK_SOCKET_ACCEPT) |
		    BIT(LORICA_HOOK_SOCKET_CONNECT) | BIT(LORICA_HOOK_SOCKET_SENDMSG),
	HOOKS_INTERPRETER = BIT(LORICA_HOOK_FILE_OPEN),
	HOOKS_SELF = (BIT(LORICA_NR_HOOKS) - 1) & ~HOOKS_EXEC & ~HOOKS_WX & ~HOOKS_NET &
		     ~HOOKS_INTERPRETER,
	NO_HOOK = -1,
};

static DEFINE_MUTEX(seal_lock); /* protects links and closing */
static struct file *links[LORICA_NR_HOOKS]; /* held for ever once sealed */
static bool sealed;

static int armed = NO_HOOK;
static struct task_struct *armed_by; /* compared, never followed */
static unsigned long proved; /* bits of enum lorica_hook */

static notrace void permanent_callback(unsigned long ip, unsigned long parent_ip,
				       struct ftrace_ops *op, struct ftrace_regs *regs)
{
}

static struct ftrace_ops permanent = {
	.func = permanent_callback,
	.flags = FTRACE_OPS_FL_PERMANENT,
};

/* Something of our own to trace; never called, so it costs nothing. */
noinline void lorica_seal_traced(void);
noinline void lorica_seal_traced(void)
{
	barrier();
}

int lorica_seal_init(void)
{
	static unsigned char name[] = "lorica_seal_traced";
	int ret;

	ret = ftrace_set_filter(&permanent, name, sizeof(name) - 1, 1);
	if (!ret)
		ret = register_ftrace_function(&permanent);
	if (ret) {
		ftrace_free_filter(&permanent);
		pr_err("cannot keep ftrace on: error %d\n", ret);
	}
	return ret;
}

void lorica_seal_exit(void)
{
	int i;

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (links[i])
			fput(links[i]);
	unregister_ftrace_function(&permanent);
	ftrace_free_filter(&permanent);
}

bool lorica_sealed(void)
{
	return READ_ONCE(sealed);
}

u32 lorica_seal_needs(const struct lorica_policy *policy)
{
	bool exec = policy->rec->exec_default == LORICA_DEFAULT_DENY;

	bool wx = policy->rec->writable_code == LORICA_DEFAULT_DENY;

	bool net = policy->rec->net != LORICA_DEFAULT_UNMANAGED;

	return HOOKS_SELF | (exec ? HOOKS_EXEC : 0) | (wx ? HOOKS_WX : 0) | (net ? HOOKS_NET : 0) |
	       (policy->nr_interpreters ? HOOKS_INTERPRETER : 0);
}

static u32 attached(void)
{
	u32 i, bits = 0;

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (READ_ONCE(links[i]))
			bits |= BIT(i);
	return bits;
}

u32 lorica_seal_missing(const struct lorica_policy *policy)
{
	return lorica_sealed() ? lorica_seal_needs(policy) & ~attached() : 0;
}

static struct bpf_link *link_of(struct file *file)
{
	return file->private_data;
}

/* Which of our hooks does the program behind this descriptor sit on? */
static int hook_of(struct file *file)
{
	const char *name = file->f_path.dentry->d_name.name;
	const struct bpf_prog *prog;
	int i;

	/*
	 * The file operations of links are not exported. Anonymous inodes are
	 * the kernel's alone to name, so there the name tells the type.
	 */
	if (file->f_path.dentry->d_sb->s_magic != ANON_INODE_FS_MAGIC ||
	    (strcmp(name, "bpf_link") && strcmp(name, "bpf-link")))
		return NO_HOOK;
	prog = link_of(file)->prog;
	if (!prog || prog->type != BPF_PROG_TYPE_LSM || !prog->aux->attach_func_name ||
	    strncmp(prog->aux->attach_func_name, "bpf_lsm_", 8))
		return NO_HOOK;
	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (!strcmp(prog->aux->attach_func_name + 8, lorica_hook_names[i]))
			return i;
	return NO_HOOK;
}

int lorica_seal_add_link(int fd)
{
	struct file *file;
	int hook, ret = 0;

	if (lorica_sealed())
		return -EPERM;
	file = fget(fd);
	if (!file)
		return -EBADF;
	hook = hook_of(file);
	mutex_lock(&seal_lock);
	if (sealed)
		ret = -EPERM;
	else if (hook == NO_HOOK)
		ret = -EINVAL;
	else if (links[hook])
		ret = -EEXIST;
	else
		WRITE_ONCE(links[hook], file);
	mutex_unlock(&seal_lock);
	if (ret)
		fput(file);
	return ret;
}

int lorica_seal_arm(const char *name)
{
	int i, ret = -EINVAL;

	mutex_lock(&seal_lock);
	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (!strcmp(name, lorica_hook_names[i]))
			break;
	if (sealed) {
		ret = -EPERM;
	} else if (i < LORICA_NR_HOOKS) {
		WRITE_ONCE(armed_by, current);
		/* Pairs with the acquire in lorica_seal_canary(). */
		smp_store_release(&armed, i);
		ret = 0;
	}
	mutex_unlock(&seal_lock);
	return ret;
}

bool lorica_seal_canary(enum lorica_hook hook)
{
	/* Pairs with the release in lorica_seal_arm(): the arming thread is known. */
	if (likely(smp_load_acquire(&armed) != (int)hook) || READ_ONCE(armed_by) != current)
		return false;
	WRITE_ONCE(armed, NO_HOOK);
	set_bit(hook, &proved);
	return true;
}

enum lorica_reason lorica_seal_close(u32 policy_needs)
{
	enum lorica_reason reason = LORICA_OK;

	mutex_lock(&seal_lock);
	if (sealed)
		goto out;
	if (policy_needs & ~attached()) {
		reason = LORICA_R_HOOKS_MISSING;
	} else if (policy_needs & ~(u32)READ_ONCE(proved)) {
		reason = LORICA_R_CANARY;
	} else {
		/* Without -f, rmmod fails on this; with -f, on the capable hook. */
		__module_get(THIS_MODULE);
		WRITE_ONCE(armed, NO_HOOK);
		WRITE_ONCE(sealed, true);
	}
out:
	mutex_unlock(&seal_lock);
	return reason;
}

bool lorica_seal_owns_link(u32 id)
{
	int i;

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (links[i] && link_of(links[i])->id == id)
			return true;
	return false;
}

bool lorica_seal_owns_prog(const struct bpf_prog *prog)
{
	int i;

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (links[i] && link_of(links[i])->prog == prog)
			return true;
	return false;
}

bool lorica_seal_owns_map(const struct bpf_map *map)
{
	u32 i, j;

	for (i = 0; i < LORICA_NR_HOOKS; i++) {
		const struct bpf_prog_aux *aux = links[i] ? link_of(links[i])->prog->aux : NULL;

		for (j = 0; aux && j < aux->used_map_cnt; j++)
			if (aux->used_maps[j] == map)
				return true;
	}
	return false;
}

/*
 * A program that is attached need not run: what breaks ftrace takes all of them away without a
 * word. So one hook is asked again, as by the canary of the boot. A lockdown of the
 * kernel's own that is closer than the program answers first, and then nobody knows.
 */
static const char *pulse(void)
{
	int ret;

	mutex_lock(&seal_lock);
	WRITE_ONCE(armed_by, current);
	/* Pairs with the acquire in lorica_seal_canary(). */
	smp_store_release(&armed, LORICA_HOOK_LOCKED_DOWN);
	ret = security_locked_down(LOCKDOWN_XFRM_SECRET);
	WRITE_ONCE(armed, NO_HOOK);
	mutex_unlock(&seal_lock);
	if (ret == -LORICA_CANARY_ERRNO)
		return "yes";
	return ret ? "unknown" : "no";
}

void lorica_seal_show(struct seq_file *m)
{
	u32 have = attached(), i;

	seq_printf(m, "sealed %s\n", lorica_sealed() ? "yes" : "no");
	/* Before the seal the canary belongs to the loader. */
	if (lorica_sealed())
		seq_printf(m, "hooks_run %s\n", pulse());
	for (i = 0; i < LORICA_NR_HOOKS; i++)
		seq_printf(m, "hook %s %s %s\n", lorica_hook_names[i],
			   have & BIT(i) ? "attached" : "absent",
			   READ_ONCE(proved) & BIT(i) ? "proved" : "unproved");
}
