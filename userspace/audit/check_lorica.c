// SPDX-License-Identifier: GPL-2.0-only
/* Controls that the kernel enforces: by the state of the running module, or by the signed policy of a tree. */
#include "check.h"
#include "lorica.h"
#include "sysctl.h"

static void want(struct result *r, bool good, const char *otherwise)
{
	if (!good)
		say(r, AUDIT_FAIL, "%s", otherwise);
}

/* Each hook was tried at boot, and has refused. Only the running module knows. */
static void want_hooks(struct probe *p, struct result *r, const struct lorica_facts *facts,
		       const char *const *hooks, size_t nr)
{
	size_t i;

	for (i = 0; p->tree.running && i < nr; i++)
		if (!lorica_hook_proved(facts->status, hooks[i]))
			say(r, AUDIT_FAIL, "the hook %s is not attached and proved", hooks[i]);
}

static const char *const exec_hooks[] = { "bprm_check_security", "mmap_file", "file_mprotect",
					  "kernel_read_file", "kernel_post_read_file" };

static void code(struct probe *p, struct result *r)
{
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.enforce, "the policy reports and does not refuse");
	want(r, facts.exec_deny, "the policy does not say exec default deny");
	want_hooks(p, r, &facts, exec_hooks, ARRAY_SIZE(exec_hooks));
	say(r, AUDIT_PASS, "only signed or listed code runs");
}

static void runtime(struct probe *p, struct result *r)
{
	static const char *const hooks[] = {
		"mmap_file",	       "file_mprotect",	 "task_prctl",
		"ptrace_access_check", "ptrace_traceme", "locked_down"
	};
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.enforce, "the policy reports and does not refuse");
	want(r, facts.exec_deny, "the policy does not say exec default deny");
	want(r, facts.writable_code_deny, "the policy does not say writable-code deny");
	want_hooks(p, r, &facts, hooks, ARRAY_SIZE(hooks));
	say(r, AUDIT_PASS, "memory that can be written does not become code");
}

static void change(struct probe *p, struct result *r)
{
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.serial, "there is no policy with a serial");
	say(r, AUDIT_PASS, "only a signed policy with a serial above %llu takes its place",
	    (unsigned long long)facts.serial);
}

static void debug(struct probe *p, struct result *r)
{
	static const char *const hooks[] = { "locked_down", "kernel_load_data", "bpf", "bpf_prog",
					     "capable" };
	static const struct sysctl_want wants[] = {
		{ "kernel.sysrq", 0, 0, 1 },
		{ "kernel.perf_event_paranoid", 2, 4, 2 },
	};
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.enforce, "the policy reports and does not refuse");
	want_hooks(p, r, &facts, hooks, ARRAY_SIZE(hooks));
	sysctl_judge(p, r, wants, ARRAY_SIZE(wants));
	say(r, AUDIT_PASS, "after the seal the doors of lockdown, kexec and BPF are shut");
}

static void memory(struct probe *p, struct result *r)
{
	static const char *const hooks[] = { "locked_down", "kernel_load_data" };
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.enforce, "the policy reports and does not refuse");
	want_hooks(p, r, &facts, hooks, ARRAY_SIZE(hooks));
	say(r, AUDIT_PASS, "/dev/mem, /dev/port, PCI access, kexec and hibernation are refused");
}

static void events(struct probe *p, struct result *r)
{
	struct lorica_facts facts;
	struct str value;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, lorica_status_value(facts.status, "events", &value),
	     "the status has no number of events");
	say(r, AUDIT_PASS, "the module makes a record of each refusal");
}

static void policy(struct probe *p, struct result *r)
{
	struct lorica_facts facts;

	if (!lorica_facts(p, r, &facts))
		return;
	want(r, facts.enforce, "the policy reports and does not refuse");
	want(r, facts.exec_deny, "the policy does not say exec default deny");
	want(r, facts.serial, "there is no policy with a serial");
	say(r, AUDIT_PASS, "a signed policy denies by default, serial %llu",
	    (unsigned long long)facts.serial);
}

/* clang-format off */
static const struct check checks[] = {
	{ "lorica.code", "enforce and exec default deny; sealed, and the hooks of execve, mappings and modules proved",
	  CHECK_FILES, code, { CTL_7_3_2, CTL_7_3_5 } },
	{ "lorica.runtime", "enforce, exec default deny, writable-code deny; sealed, and the hooks proved", CHECK_FILES,
	  runtime, { CTL_7_3_3, CTL_1_4_1 } },
	{ "lorica.change", "a sealed policy: a newer one needs a signature", CHECK_FILES, change,
	  { CTL_7_2_10, CTL_7_2_11 } },
	{ "lorica.debug", "enforce; sealed, the hooks of lockdown, kexec and BPF proved; no SysRq, perf restricted",
	  CHECK_FILES, debug, { CTL_3_10 } },
	{ "lorica.memory", "enforce; sealed, the hooks of lockdown and kexec proved", CHECK_FILES, memory, { CTL_3_2 } },
	{ "lorica.events", "the running module counts events", CHECK_RUNNING, events, { CTL_7_1_1 } },
	{ "lorica.policy", "a signed policy with a serial that says enforce and exec default deny", CHECK_FILES, policy,
	  { CTL_6_5_1, CTL_1_9 } },
};
/* clang-format on */

const struct check_section checks_lorica = { checks, ARRAY_SIZE(checks) };
