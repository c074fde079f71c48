// SPDX-License-Identifier: GPL-2.0-only
/* What keeps Lorica in place: BPF objects, module unload, lockdown, identity. */
#include "lorica.bpf.h"

enum { CAP_SYS_MODULE = 16, PR_SET_MM = 35 };

SEC("lsm/kernel_load_data")
int BPF_PROG(lorica_kernel_load_data, int id, bool contents, int ret)
{
	struct lorica_slot me = SCRATCH;

	return ret ? ret : verdict(lorica_load_data_check(id, contents, self_slot(&me)));
}

SEC("lsm/kernel_post_load_data")
int BPF_PROG(lorica_kernel_post_load_data, char *buf, long long size, int id, char *description,
	     int ret)
{
	struct lorica_slot me = SCRATCH;

	if (ret)
		return ret;
	return verdict(lorica_load_done_check((__u64)buf, size, id, self_slot(&me)));
}

/*
 * 6.15 has one more argument, so what the program before returned is in another place. Nothing
 * is lost without it: when that was not 0, this one does not run.
 */
SEC("lsm/bpf")
int BPF_PROG(lorica_bpf, int cmd, union bpf_attr *attr, unsigned int size)
{
	struct lorica_slot me = SCRATCH;

	return verdict(lorica_bpf_check(cmd, attr->prog_type, attr->link_id, self_slot(&me)));
}

SEC("lsm/bpf_map")
int BPF_PROG(lorica_bpf_map, struct bpf_map *map, unsigned int mode, int ret)
{
	struct lorica_slot me = SCRATCH;

	return ret ? ret : verdict(lorica_bpf_map_check(map, self_slot(&me)));
}

SEC("lsm/bpf_prog")
int BPF_PROG(lorica_bpf_prog, struct bpf_prog *prog, int ret)
{
	struct lorica_slot me = SCRATCH;

	return ret ? ret : verdict(lorica_bpf_prog_check(prog, self_slot(&me)));
}

SEC("lsm/capable")
int BPF_PROG(lorica_capable, const struct cred *cred, struct user_namespace *ns, int cap,
	     unsigned int opts, int ret)
{
	struct lorica_slot me = SCRATCH;

	if (ret || cap != CAP_SYS_MODULE)
		return ret;
	return verdict(lorica_capable_check(cap, self_slot(&me)));
}

/* For these the debugger asks, while every other CPU stands still, maybe with the lock of a slot. */
static __always_inline bool is_debugger(__u64 reason)
{
	return (bpf_core_enum_value_exists(enum lockdown_reason, LOCKDOWN_DBG_WRITE_KERNEL) &&
		reason == bpf_core_enum_value(enum lockdown_reason, LOCKDOWN_DBG_WRITE_KERNEL)) ||
	       (bpf_core_enum_value_exists(enum lockdown_reason, LOCKDOWN_DBG_READ_KERNEL) &&
		reason == bpf_core_enum_value(enum lockdown_reason, LOCKDOWN_DBG_READ_KERNEL));
}

SEC("lsm/locked_down")
int BPF_PROG(lorica_locked_down, int reason, int ret)
{
	struct lorica_slot me = SCRATCH;

	if (ret)
		return ret;
	return verdict(
		lorica_locked_down_check(reason, is_debugger(reason) ? &me : self_slot(&me)));
}

SEC("lsm/task_prctl")
int BPF_PROG(lorica_task_prctl, int option, unsigned long arg2, unsigned long arg3,
	     unsigned long arg4, unsigned long arg5, int ret)
{
	struct lorica_slot me = SCRATCH;

	/* Here "no opinion" is -ENOSYS, which the hook's own body returns for 0. */
	if (option != PR_SET_MM)
		return 0;
	return verdict(lorica_prctl_check(option, arg2, self_slot(&me)));
}
