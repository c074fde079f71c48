/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_GATE_H
#define LORICA_GATE_H

#include <linux/ftrace.h>
#include <linux/types.h>

/**
 * struct lorica_gate - stands before one kernel function
 * @function: its name; no other function of the kernel may have it
 * @refuses: looks at the arguments; true sends the call elsewhere. Runs with
 *	preemption off
 * @instead: what takes the place of the function then, with its arguments;
 *	NULL: something that returns -EACCES, as a number or as a pointer
 * @ops: owned by lorica_gate_open()
 * @registered: owned by lorica_gate_open()
 */
struct lorica_gate {
	const char *function;
	int (*refuses)(struct ftrace_regs *fregs);
	void *instead;
	struct ftrace_ops ops;
	bool registered;
};

/**
 * lorica_gate_open - stand before a function
 * @gate: @function, @refuses and @instead are set
 *
 * Context: process.
 *
 * Return: 0, also when it stands there already, -ENOENT when the kernel has no
 * such function now, or why ftrace did not take it.
 */
int lorica_gate_open(struct lorica_gate *gate);

/**
 * lorica_gate_close - go away from it; nobody is in @refuses any more then
 * @gate: from lorica_gate_open(), whatever that returned
 */
void lorica_gate_close(struct lorica_gate *gate);

/**
 * lorica_gate_init - stand before the kernel functions that no LSM hook guards
 *
 * /proc/PID/mem of one's own process and personality(READ_IMPLIES_EXEC) make
 * code out of memory without asking any hook. Each gate is an ftrace_ops that
 * may send the call to a function that refuses, as live patching does.
 * Functions that this kernel does not have are left out. Context: process.
 *
 * Return: 0, or why ftrace did not take one that is there.
 */
int lorica_gate_init(void);

/**
 * lorica_gate_ready - is there a gate before each kind of door?
 *
 * Return: false on a kernel whose functions have other names; a policy that
 * relies on the gates is refused there.
 */
bool lorica_gate_ready(void);

/**
 * lorica_gate_holds_routes - are there gates before all that sends by way of another address?
 *
 * Return: false where IPv6 is a module, or a function has another name.
 */
bool lorica_gate_holds_routes(void);

/**
 * lorica_gate_sees_fsverity - is every enabling of fs-verity marked?
 *
 * Return: false on a kernel whose function has another name.
 */
bool lorica_gate_sees_fsverity(void);

/** lorica_gate_exit - take them away again */
void lorica_gate_exit(void);

#endif
