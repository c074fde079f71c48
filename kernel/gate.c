// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "gate.h"

#include <linux/export.h>
#include <linux/fs.h>
#include <linux/ftrace.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/socket.h>

#include "compat.h"
#include "fsverity.h"
#include "net.h"
#include "wx.h"

/* What a refused call returns: an errno, or a pointer that says it. */
static notrace long refused(void)
{
	return -EACCES;
}

/* struct mm_struct *proc_mem_open(struct inode *inode, unsigned int mode) */
static int guard_mem(struct ftrace_regs *fregs)
{
	unsigned int mode = ftrace_regs_get_argument(fregs, 1);

	/* The files that only look ask for PTRACE_MODE_READ. */
	if (!(mode & PTRACE_MODE_ATTACH))
		return 0;
	return lorica_wx_gate(LORICA_EVENT_POKE, LORICA_R_POKE, "/proc/PID/mem");
}

/* long __ARCH_sys_personality(const struct pt_regs *regs) */
static int guard_personality(struct ftrace_regs *fregs)
{
	const struct pt_regs *user = (const void *)ftrace_regs_get_argument(fregs, 0);
	unsigned int wanted = regs_get_kernel_argument((struct pt_regs *)user, 0);

	if (wanted == 0xffffffff || !(wanted & READ_IMPLIES_EXEC))
		return 0;
	return lorica_wx_gate(LORICA_EVENT_WRITABLE_CODE, LORICA_R_WRITABLE,
			      "personality READ_IMPLIES_EXEC");
}

#ifdef CONFIG_X86
static int guard_personality_compat(struct ftrace_regs *fregs)
{
	const struct pt_regs *user = (const void *)ftrace_regs_get_argument(fregs, 0);
	unsigned int wanted = user->bx;

	if (wanted == 0xffffffff || !(wanted & READ_IMPLIES_EXEC))
		return 0;
	return lorica_wx_gate(LORICA_EVENT_WRITABLE_CODE, LORICA_R_WRITABLE,
			      "personality READ_IMPLIES_EXEC");
}
#endif

/*
 * struct uprobe *uprobe_register(struct inode *inode, ...), before 6.11 int. A
 * probed program executes what the file had when the probe was put in, which
 * need not be what was judged, from memory that no hook is asked for.
 */
static int guard_uprobe(struct ftrace_regs *fregs)
{
	return lorica_wx_gate(LORICA_EVENT_POKE, LORICA_R_POKE, "uprobe");
}

/* int fsverity_ioctl_enable(struct file *file, const void __user *uarg): it only looks. */
static int watch_fsverity(struct ftrace_regs *fregs)
{
	const struct file *file = (const void *)ftrace_regs_get_argument(fregs, 0);

	lorica_fsverity_mark(file_inode(file));
	return 0;
}

/* int do_ipv6_setsockopt(struct sock *sk, int level, int optname, ...) */
static int guard_ipv6_option(struct ftrace_regs *fregs)
{
	int name = ftrace_regs_get_argument(fregs, 2);

	return name == IPV6_RTHDR && lorica_net_reroutes("IPV6_RTHDR");
}

/* int ip6_datagram_send_ctl(struct net *net, struct sock *sk, struct msghdr *msg, ...) */
static int guard_ipv6_message(struct ftrace_regs *fregs)
{
	struct msghdr *msg = (void *)ftrace_regs_get_argument(fregs, 2);
	struct cmsghdr *head;

	/* What is in no good order the kernel refuses itself. */
	for (head = CMSG_FIRSTHDR(msg); head && CMSG_OK(msg, head); head = CMSG_NXTHDR(msg, head))
		if (head->cmsg_level == SOL_IPV6 &&
		    (head->cmsg_type == IPV6_RTHDR || head->cmsg_type == IPV6_2292RTHDR))
			return lorica_net_reroutes("IPV6_RTHDR of a message");
	return 0;
}

/* int ip_options_get(...): a source route sends to another address first; nobody misses the others. */
static int guard_ip_options(struct ftrace_regs *fregs)
{
	return lorica_net_reroutes("IP_OPTIONS");
}

static struct lorica_gate gates[] = {
	{ "proc_mem_open", guard_mem },
	{ "uprobe_register", guard_uprobe },
	{ "uprobe_register_refctr", guard_uprobe }, /* before 6.11 */
	{ "fsverity_ioctl_enable", watch_fsverity },
	{ "do_ipv6_setsockopt", guard_ipv6_option },
	{ "ip6_datagram_send_ctl", guard_ipv6_message },
	{ "ip_options_get", guard_ip_options },
#ifdef CONFIG_X86
	{ "__x64_sys_personality", guard_personality },
	{ "__ia32_sys_personality", guard_personality_compat },
#endif
#ifdef CONFIG_ARM64
	{ "__arm64_sys_arm64_personality", guard_personality },
	{ "__arm64_sys_personality", guard_personality }, /* of 32-bit programs */
#endif
};

static void notrace pass(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			 struct ftrace_regs *fregs)
{
	struct lorica_gate *gate = container_of(ops, struct lorica_gate, ops);
	void *instead = gate->instead ?: (void *)refused;

	if (gate->refuses(fregs))
		ftrace_regs_set_instruction_pointer(fregs, (unsigned long)instead);
}

int lorica_gate_open(struct lorica_gate *gate)
{
	int ret;

	/* A module may have the name that volume.c waits for, and not be it. */
	if (gate->registered)
		return 0;
	memset(&gate->ops, 0, sizeof(gate->ops));
	gate->ops.func = pass;
	gate->ops.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT |
			  FTRACE_OPS_FL_RECURSION;
	if (!IS_ENABLED(CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS))
		gate->ops.flags |= FTRACE_OPS_FL_SAVE_REGS;
	ret = ftrace_set_filter(&gate->ops, (unsigned char *)gate->function, strlen(gate->function),
				1);
	/* Without a match the filter would be empty, and empty means every function. */
	if (ret)
		return ret == -EINVAL ? -ENOENT : ret;
	ret = register_ftrace_function(&gate->ops);
	if (ret) {
		ftrace_free_filter(&gate->ops);
		pr_err("cannot stand before %s: error %d\n", gate->function, ret);
		return ret;
	}
	gate->registered = true;
	return 0;
}
EXPORT_SYMBOL_GPL(lorica_gate_open);

void lorica_gate_close(struct lorica_gate *gate)
{
	if (!gate->registered)
		return;
	unregister_ftrace_function(&gate->ops);
	ftrace_free_filter(&gate->ops);
	gate->registered = false;
}
EXPORT_SYMBOL_GPL(lorica_gate_close);

int lorica_gate_init(void)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(gates); i++) {
		ret = lorica_gate_open(&gates[i]);
		if (ret && ret != -ENOENT) {
			lorica_gate_exit();
			return ret;
		}
	}
	return 0;
}

static bool is_open(int (*refuses)(struct ftrace_regs *fregs))
{
	int i;

	for (i = 0; i < ARRAY_SIZE(gates); i++)
		if (gates[i].registered && gates[i].refuses == refuses)
			return true;
	return false;
}

bool lorica_gate_ready(void)
{
	if (IS_ENABLED(CONFIG_UPROBES) && !is_open(guard_uprobe))
		return false;
	return is_open(guard_mem) && is_open(guard_personality);
}

bool lorica_gate_holds_routes(void)
{
	if (IS_ENABLED(CONFIG_IPV6) && !(is_open(guard_ipv6_option) && is_open(guard_ipv6_message)))
		return false;
	return !IS_ENABLED(CONFIG_INET) || is_open(guard_ip_options);
}

bool lorica_gate_sees_fsverity(void)
{
	return is_open(watch_fsverity);
}

void lorica_gate_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(gates); i++)
		lorica_gate_close(&gates[i]);
}
