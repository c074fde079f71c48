/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every difference between kernel versions, with the reason for it and when
 * it can go. Nothing else in this folder asks for a version.
 */
#ifndef LORICA_COMPAT_H
#define LORICA_COMPAT_H

#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/fs.h>
#include <linux/ftrace.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>

/*
 * 6.1 has neither __bpf_kfunc nor the KFUNCS form of the id sets (6.3 and
 * 6.9). Goes when 6.1 is no longer supported.
 */
#ifndef __bpf_kfunc
#define __bpf_kfunc __used noinline
#endif

#ifndef BTF_KFUNCS_START
#define BTF_KFUNCS_START(name) BTF_SET8_START(name)
#define BTF_KFUNCS_END(name) BTF_SET8_END(name)
#endif

/* 6.7 brought the pair that quietens -Wmissing-prototypes around kfuncs. */
#ifndef __bpf_kfunc_start_defs
#define __bpf_kfunc_start_defs() \
	__diag_push();           \
	__diag_ignore(GCC, 8, "-Wmissing-prototypes", "kfuncs are found by BTF, not by a header")
#define __bpf_kfunc_end_defs() __diag_pop()
#endif

/*
 * The file that a process executes, or NULL; get_mm_exe_file() is not exported.
 * 6.7 made get_file_rcu() a function of the place of the pointer. Its first
 * form goes with 6.1.
 */
static inline struct file *lorica_exe_file(struct mm_struct *mm)
{
	struct file *file;

	rcu_read_lock();
#ifdef get_file_rcu
	file = rcu_dereference(mm->exe_file);
	if (file && !get_file_rcu(file))
		file = NULL;
#else
	file = get_file_rcu(&mm->exe_file);
#endif
	rcu_read_unlock();
	return file;
}

/*
 * An open that nobody is told of. 6.13 took the flag out of what dentry_open() takes; there
 * such an open is told of.
 */
#ifdef __FMODE_NONOTIFY
#define LORICA_NONOTIFY __FMODE_NONOTIFY
#else
#define LORICA_NONOTIFY 0
#endif

/* 6.2 gave these names to what 6.1 has on x86 only. Goes with 6.1. */
#if defined(CONFIG_X86) && !defined(ftrace_regs_get_argument)
#define ftrace_regs_get_argument(fregs, n) regs_get_kernel_argument(&(fregs)->regs, n)
#define ftrace_regs_set_instruction_pointer(fregs, to) ((fregs)->regs.ip = (to))
#endif

#if IS_ENABLED(CONFIG_USB)
#include <linux/usb.h>

/*
 * The driver inside of a USB driver: 6.8 took a structure around it away, and
 * stable kernels may follow. The way back from one to the other is a macro in
 * all of them. Goes with 6.1.
 */
static inline struct device_driver *lorica_usb_driver(struct usb_driver *usb)
{
	struct device_driver *any = (void *)usb;
	size_t offset = (char *)any - (char *)to_usb_driver(any);

	return (void *)((char *)usb + offset);
}
#endif

/*
 * 6.1 exports it and has its declaration in a header of its own; 6.3 has it in
 * linux/namei.h. To declare it twice does no harm. Goes with 6.1.
 */
struct dentry;
struct path;
struct vfsmount;
int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *name,
		    unsigned int flags, struct path *path);

#endif
