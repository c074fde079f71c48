// SPDX-License-Identifier: GPL-2.0-only
#include "confine.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>

/* clang-format off */
static const int allowed[] = {
	SCMP_SYS(brk),		SCMP_SYS(close),      SCMP_SYS(exit),	   SCMP_SYS(exit_group),
	SCMP_SYS(fstat),	SCMP_SYS(lseek),      SCMP_SYS(mmap),	   SCMP_SYS(munmap),
	SCMP_SYS(newfstatat),	SCMP_SYS(open),	      SCMP_SYS(openat),	   SCMP_SYS(read),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(write),      SCMP_SYS(writev),	   SCMP_SYS(ioctl),
	SCMP_SYS(epoll_ctl),	SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
};
/* clang-format on */

int confine_self(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	size_t i;
	int ret = 0;

	if (!ctx)
		return -ENOMEM;
	for (i = 0; !ret && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		ret = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	if (!ret)
		ret = seccomp_load(ctx);
	seccomp_release(ctx);
	return ret;
}
