// SPDX-License-Identifier: GPL-2.0-only
#include "guard.h"

#include <asm/syscall.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/compat.h>
#include <linux/fcntl.h>
#include <linux/kernel_read_file.h>
#include <linux/module.h>
#include <linux/prctl.h>
#include <linux/ptrace.h>
#include <linux/sched/task_stack.h>
#include <linux/security.h>
#include <linux/uaccess.h>
#include <uapi/linux/module.h>

#include "active.h"
#include "event.h"
#include "refusal.h"
#include "seal.h"
#include "volume.h"

static int refuse(enum lorica_event_type type, enum lorica_reason reason, const char *object,
		  struct file *file, u32 code, const struct lorica_slot *self)
{
	struct lorica_stance stance = { .enforce = true };
	const struct lorica_active *a;

	rcu_read_lock();
	a = lorica_active_get();
	if (a)
		stance = lorica_refusal_stance(a);
	rcu_read_unlock();
	/* Audit mode does not give away what makes the decisions. */
	stance.enforce |= reason == LORICA_R_OWN_OBJECT;
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = type,
			.reason = reason,
			.code = code,
			.object = object,
			.file = file,
		},
		&stance, self);
}

/*
 * What a read or a load of a kind in this list can do is bounded by the kernel
 * that asked for it, or, of firmware, judged by its content. Kinds that a later
 * kernel brings are refused.
 */
static bool is_harmless_kind(int id)
{
	/* The two enumerations of the kernel are made from one list. */
	static_assert((int)READING_FIRMWARE == LOADING_FIRMWARE);
	static_assert((int)READING_POLICY == LOADING_POLICY);
	static_assert((int)READING_X509_CERTIFICATE == LOADING_X509_CERTIFICATE);

	return id == READING_FIRMWARE || id == READING_POLICY || id == READING_X509_CERTIFICATE;
}

int lorica_guard_read_file(struct file *file, int id, const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_KERNEL_READ_FILE))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed() || is_harmless_kind(id))
		return 0;
	if (id == READING_KEXEC_IMAGE || id == READING_KEXEC_INITRAMFS)
		return refuse(LORICA_EVENT_KEXEC, LORICA_R_SEALED, NULL, file, EPERM, self);
	return refuse(LORICA_EVENT_KERNEL_READ, LORICA_R_UNKNOWN_KIND, NULL, file, id, self);
}

int lorica_guard_load_data(int id, const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_KERNEL_LOAD_DATA))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed() || is_harmless_kind(id))
		return 0;
	switch (id) {
	case LOADING_MODULE:
		return refuse(LORICA_EVENT_MODULE, LORICA_R_FROM_MEMORY, "init_module", NULL, EPERM,
			      self);
	case LOADING_KEXEC_IMAGE:
	case LOADING_KEXEC_INITRAMFS:
		return refuse(LORICA_EVENT_KEXEC, LORICA_R_SEALED, "kexec_load", NULL, EPERM, self);
	default:
		return refuse(LORICA_EVENT_KERNEL_READ, LORICA_R_UNKNOWN_KIND, "kernel_load_data",
			      NULL, id, self);
	}
}

/*
 * Programs that filter packets or serve a cgroup. Every type that is not in
 * this list, and so every type that a later kernel brings, is refused: LSM,
 * tracing, fmod_ret, freplace, kprobe, struct_ops and syscall programs can
 * take part in a decision of the kernel or change its memory.
 */
/* clang-format off */
static const bool harmless[] = {
	[BPF_PROG_TYPE_SOCKET_FILTER] = true,
	[BPF_PROG_TYPE_SCHED_CLS] = true,
	[BPF_PROG_TYPE_SCHED_ACT] = true,
	[BPF_PROG_TYPE_XDP] = true,
	[BPF_PROG_TYPE_CGROUP_SKB] = true,
	[BPF_PROG_TYPE_CGROUP_SOCK] = true,
	[BPF_PROG_TYPE_LWT_IN] = true,
	[BPF_PROG_TYPE_LWT_OUT] = true,
	[BPF_PROG_TYPE_LWT_XMIT] = true,
	[BPF_PROG_TYPE_SOCK_OPS] = true,
	[BPF_PROG_TYPE_SK_SKB] = true,
	[BPF_PROG_TYPE_CGROUP_DEVICE] = true,
	[BPF_PROG_TYPE_SK_MSG] = true,
	[BPF_PROG_TYPE_CGROUP_SOCK_ADDR] = true,
	[BPF_PROG_TYPE_LWT_SEG6LOCAL] = true,
	[BPF_PROG_TYPE_SK_REUSEPORT] = true,
	[BPF_PROG_TYPE_FLOW_DISSECTOR] = true,
	[BPF_PROG_TYPE_CGROUP_SYSCTL] = true,
	[BPF_PROG_TYPE_CGROUP_SOCKOPT] = true,
	[BPF_PROG_TYPE_SK_LOOKUP] = true,
};
/* clang-format on */

/*
 * Of those that are harmless otherwise, the types that put another address or
 * port in the place of the one that the rules of a net section allowed, or give
 * a connection to another socket than that of its port.
 */
static bool moves_addresses(u32 prog_type)
{
	return prog_type == BPF_PROG_TYPE_CGROUP_SOCK_ADDR || prog_type == BPF_PROG_TYPE_SK_LOOKUP;
}

/* May the acting program load a BPF program of a harmless type? */
static bool may_load_bpf(u32 prog_type, const struct lorica_slot *self)
{
	const enum lorica_tier tier = lorica_evidence_tier(self);
	const struct lorica_active *a;
	struct lorica_spot spot;
	bool may = true, on_volume = lorica_volume_self(&spot);

	rcu_read_lock();
	a = lorica_active_get();
	/* What is on no volume and has no digest is none that the policy names. */
	if (a && (a->policy.rec->bpf == LORICA_DEFAULT_DENY ||
		  (a->policy.rec->net && moves_addresses(prog_type))))
		may = lorica_active_flags(a, on_volume ? &spot : NULL, self->digest, tier) &
		      LORICA_PROGRAM_BPF;
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
	return may;
}

int lorica_guard_bpf(int cmd, u32 prog_type, u32 link_id, const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_BPF))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed())
		return 0;
	if (cmd == BPF_PROG_LOAD && (prog_type >= ARRAY_SIZE(harmless) || !harmless[prog_type]))
		return refuse(LORICA_EVENT_BPF, LORICA_R_PROG_TYPE, "prog_load", NULL, prog_type,
			      self);
	if (cmd == BPF_PROG_LOAD && !may_load_bpf(prog_type, self))
		return refuse(LORICA_EVENT_BPF, LORICA_R_BPF_LOADER, "prog_load", NULL, prog_type,
			      self);
	if (cmd == BPF_LINK_GET_FD_BY_ID && lorica_seal_owns_link(link_id))
		return refuse(LORICA_EVENT_BPF, LORICA_R_OWN_OBJECT, "link", NULL, link_id, self);
	return 0;
}

int lorica_guard_bpf_map(const struct bpf_map *map, const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_BPF_MAP))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed() || !lorica_seal_owns_map(map))
		return 0;
	return refuse(LORICA_EVENT_BPF, LORICA_R_OWN_OBJECT, "map", NULL, map->id, self);
}

int lorica_guard_bpf_prog(const struct bpf_prog *prog, const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_BPF_PROG))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed() || !lorica_seal_owns_prog(prog))
		return 0;
	return refuse(LORICA_EVENT_BPF, LORICA_R_OWN_OBJECT, "prog", NULL, prog->aux->id, self);
}

/*
 * 129 is delete_module on i386 and on 32-bit ARM alike; x32 has the native
 * number with a bit of its own. Another call with such a number that asks for
 * CAP_SYS_MODULE does not exist.
 */
static bool is_delete_module(int nr)
{
	enum { X32_BIT = 0x40000000 };

	return (nr & ~X32_BIT) == __NR_delete_module || (in_compat_syscall() && nr == 129);
}

/* 350 on i386, 379 on 32-bit ARM. Flags: MODULE_INIT_IGNORE_*. */
static bool is_forced_load(int nr, const unsigned long *args)
{
	enum { X32_BIT = 0x40000000, COMPAT = IS_ENABLED(CONFIG_ARM64) ? 379 : 350 };

	return ((nr & ~X32_BIT) == __NR_finit_module || (in_compat_syscall() && nr == COMPAT)) &&
	       args[2] & (MODULE_INIT_IGNORE_MODVERSIONS | MODULE_INIT_IGNORE_VERMAGIC);
}

/*
 * rmmod without -f fails on the reference that the seal took. With -f it
 * would not: there is no hook for delete_module(2) itself, but it asks for
 * CAP_SYS_MODULE. An attempt on our own module without -f is only reported.
 */
int lorica_guard_capable(int cap, const struct lorica_slot *self)
{
	struct pt_regs *regs = current_pt_regs();
	char name[MODULE_NAME_LEN] = "?";
	unsigned long args[6];

	if (cap != CAP_SYS_MODULE || current->flags & PF_KTHREAD)
		return 0;
	if (lorica_seal_canary(LORICA_HOOK_CAPABLE))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed())
		return 0;
	syscall_get_arguments(current, regs, args);
	/* A listed module that was built for another kernel is not what was listed. */
	if (is_forced_load(syscall_get_nr(current, regs), args))
		return refuse(LORICA_EVENT_MODULE, LORICA_R_SEALED, "forced finit_module", NULL,
			      EPERM, self);
	if (!is_delete_module(syscall_get_nr(current, regs)))
		return 0;
	if (copy_from_user_nofault(name, (const void __user *)args[0], sizeof("lorica")))
		name[0] = '\0';
	name[MODULE_NAME_LEN - 1] = '\0';
	if (!strncmp(name, "lorica", sizeof("lorica")))
		return refuse(LORICA_EVENT_UNLOAD, LORICA_R_OWN_OBJECT, "lorica", NULL, EPERM,
			      self);
	/*
	 * Force goes through any reference. The name may change between our
	 * look and the kernel's, so force on any module is force on ours.
	 */
	if ((unsigned int)args[1] & O_TRUNC)
		return refuse(LORICA_EVENT_UNLOAD, LORICA_R_OWN_OBJECT, "forced delete_module",
			      NULL, EPERM, self);
	return 0;
}

/*
 * These stay as the system has them: four read, and about modules the
 * manifest decides. All others are refused, with those that a later kernel
 * brings.
 */
static const bool left_open[LOCKDOWN_CONFIDENTIALITY_MAX] = {
	[LOCKDOWN_MODULE_SIGNATURE] = true,
	[LOCKDOWN_BPF_READ_KERNEL] = true,
	[LOCKDOWN_PERF] = true,
	[LOCKDOWN_TRACEFS] = true,
	[LOCKDOWN_XFRM_SECRET] = true,
};

static const char *const closed[LOCKDOWN_CONFIDENTIALITY_MAX] = {
	[LOCKDOWN_DEV_MEM] = "/dev/mem",
	[LOCKDOWN_EFI_TEST] = "/dev/efi_test",
	[LOCKDOWN_KEXEC] = "kexec_load",
	[LOCKDOWN_HIBERNATION] = "hibernation",
	[LOCKDOWN_PCI_ACCESS] = "direct PCI access",
	[LOCKDOWN_IOPORT] = "raw io port access",
	[LOCKDOWN_MSR] = "raw MSR access",
	[LOCKDOWN_ACPI_TABLES] = "modifying ACPI tables",
	[LOCKDOWN_DEVICE_TREE] = "modifying device tree contents",
	[LOCKDOWN_PCMCIA_CIS] = "direct PCMCIA CIS storage",
	[LOCKDOWN_TIOCSSERIAL] = "reconfiguration of serial port IO",
	[LOCKDOWN_MODULE_PARAMETERS] = "unsafe module parameters",
	[LOCKDOWN_MMIOTRACE] = "unsafe mmio",
	[LOCKDOWN_DEBUGFS] = "debugfs access",
	[LOCKDOWN_XMON_WR] = "xmon write access",
	[LOCKDOWN_BPF_WRITE_USER] = "use of bpf to write user RAM",
	[LOCKDOWN_KCORE] = "/proc/kcore",
	[LOCKDOWN_KPROBES] = "kprobes",
	[LOCKDOWN_XMON_RW] = "xmon read and write access",
};

/* Without a lock. Sealed there is a policy. */
static bool enforces(void)
{
	const struct lorica_active *a;
	bool enforce;

	rcu_read_lock();
	a = lorica_active_get();
	enforce = !a || a->policy.rec->mode == LORICA_MODE_ENFORCE;
	rcu_read_unlock();
	return enforce;
}

int lorica_guard_locked_down(int reason, const struct lorica_slot *self)
{
	/* These two run with every other CPU stopped: take no lock, say nothing. */
	if (reason == LOCKDOWN_DBG_WRITE_KERNEL || reason == LOCKDOWN_DBG_READ_KERNEL)
		return lorica_sealed() && enforces() ? -EPERM : 0;
	if (lorica_seal_canary(LORICA_HOOK_LOCKED_DOWN))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed())
		return 0;
	if (reason > LOCKDOWN_NONE && reason < ARRAY_SIZE(closed)) {
		if (left_open[reason])
			return 0;
		if (closed[reason])
			return refuse(LORICA_EVENT_LOCKDOWN, LORICA_R_SEALED, closed[reason], NULL,
				      reason, self);
	}
	return refuse(LORICA_EVENT_LOCKDOWN, LORICA_R_UNKNOWN_KIND, "unknown reason", NULL, reason,
		      self);
}

/* The label of a program is that of its exe file: nobody may put another there. */
int lorica_guard_prctl(int option, unsigned long arg2, const struct lorica_slot *self)
{
	if (option != PR_SET_MM)
		return 0;
	if (lorica_seal_canary(LORICA_HOOK_TASK_PRCTL))
		return -LORICA_CANARY_ERRNO;
	if (!lorica_sealed() || (arg2 != PR_SET_MM_EXE_FILE && arg2 != PR_SET_MM_MAP))
		return 0;
	return refuse(LORICA_EVENT_LABEL, LORICA_R_OWN_OBJECT, "PR_SET_MM", NULL, EPERM, self);
}
