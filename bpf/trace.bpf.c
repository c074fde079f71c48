// SPDX-License-Identifier: GPL-2.0-only
/* Who gets hold of another process's memory can change its code. */
#include "lorica.bpf.h"

enum { PTRACE_MODE_ATTACH = 2 };

SEC("lsm/ptrace_access_check")
int BPF_PROG(lorica_ptrace_access_check, struct task_struct *child, unsigned int mode, int ret)
{
	struct lorica_slot me = SCRATCH;

	if (ret || !(mode & PTRACE_MODE_ATTACH))
		return ret;
	return verdict(lorica_ptrace_check(child, mode, self_slot(&me)));
}

SEC("lsm/ptrace_traceme")
int BPF_PROG(lorica_ptrace_traceme, struct task_struct *parent, int ret)
{
	struct lorica_slot me = SCRATCH;

	return ret ? ret : verdict(lorica_traceme_check(parent, self_slot(&me)));
}
