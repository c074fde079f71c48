// SPDX-License-Identifier: GPL-2.0-only
/* The seal itself, and what could make it stop without being opened. */
#include "probe.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The probe of probes: is code still decided about? */
static enum result still_enforced(const char *when)
{
	char value[16] = "";

	if (!status_value("sealed", value, sizeof(value)) || strcmp(value, "yes"))
		return say(WORKED, "%s: not sealed any more", when);
	if (control(when, run(SIGNED "prog", NULL)) != REFUSED)
		return said();
	return judge(when, run(UNSIGNED "prog", NULL), EACCES);
}

static enum result ftrace_off(void)
{
	int ret = write_text("/proc/sys/kernel/ftrace_enabled", "0");

	if (expect_errno("ftrace_enabled=0", ret, EBUSY) != REFUSED) {
		write_text("/proc/sys/kernel/ftrace_enabled", "1");
		return WORKED;
	}
	return still_enforced("after ftrace_enabled=0");
}

static enum result nodes(void)
{
	static const char *const words[][2] = {
		{ NODE "links", "0" },
		{ NODE "canary", "bprm_check_security" },
		{ NODE "canary", "mmap_file" },
		{ NODE "canary", "capable" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		int ret = write_text(words[i][0], words[i][1]);

		if (expect_errno(words[i][0], ret, EPERM) != REFUSED)
			return said();
	}
	if (write_text(NODE "seal", "unseal") == 0)
		return say(WORKED, "the seal took 'unseal'");
	write_text(NODE "seal", "seal");
	return still_enforced("after a second seal");
}

static enum result set_exe(void)
{
	int fd = open(SIGNED "prog", O_RDONLY);

	if (expect_errno("PR_SET_MM_EXE_FILE", prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, fd, 0, 0),
			 EPERM) != REFUSED)
		return said();
	return expect_errno("PR_SET_MM_MAP",
			    prctl(PR_SET_MM, PR_SET_MM_MAP, &(struct prctl_mm_map){},
				  sizeof(struct prctl_mm_map), 0),
			    EPERM);
}

/* securityfs is only a view; who shuts it changes nothing. */
static enum result no_securityfs(void)
{
	enum result result;

	if (own_mounts() || umount2("/sys/kernel/security", MNT_DETACH))
		return say(WRONG, "umount: %s", strerror(errno));
	result = judge("without securityfs", run(UNSIGNED "prog", NULL), EACCES);
	if (mount("s", "/sys/kernel/security", "securityfs", 0, NULL))
		return say(WRONG, "mount: %s", strerror(errno));
	return result == REFUSED ? still_enforced("after a second mount") : result;
}

/* Knobs of the machinery below: JIT, statistics, tracers, caches, processors. */
static enum result knobs(void)
{
	static const struct {
		const char *node, *value, *back;
	} list[] = {
		{ "/proc/sys/net/core/bpf_jit_enable", "0", "1" },
		{ "/proc/sys/net/core/bpf_jit_harden", "2", "0" },
		{ "/proc/sys/kernel/bpf_stats_enabled", "1", "0" },
		{ "/proc/sys/vm/drop_caches", "3", NULL },
		{ "/sys/devices/system/cpu/cpu1/online", "0", "1" },
		{ "t/set_ftrace_filter", "bpf_lsm_*", NULL },
		{ "t/set_ftrace_notrace", "bpf_lsm_bprm_check_security", "" },
		{ "t/current_tracer", "function", NULL },
		{ "t/tracing_on", "0", "1" },
		{ "t/current_tracer", "function_graph", "nop" },
		{ "t/function_profile_enabled", "1", "0" },
	};
	enum result result = REFUSED;
	char when[96];
	size_t i, done = 0;

	own_mounts();
	mkdir("t", 0755);
	mount("t", "t", "tracefs", 0, NULL);
	for (i = 0; i < sizeof(list) / sizeof(list[0]) && result == REFUSED; i++) {
		if (write_text(list[i].node, list[i].value))
			continue;
		done++;
		snprintf(when, sizeof(when), "after %s=%s", list[i].node, list[i].value);
		result = still_enforced(when);
		if (list[i].back)
			write_text(list[i].node, list[i].back);
	}
	return result == REFUSED ? say(REFUSED, "%zu knobs turned", done) : result;
}

static enum result flood(void)
{
	char value[32] = "0";
	unsigned long before;
	int i;

	status_value("events_overwritten", value, sizeof(value));
	before = strtoul(value, NULL, 10);
	for (i = 0; i < 1000; i++)
		if (judge("an exec", run(UNSIGNED "prog", NULL), EACCES) != REFUSED)
			return said();
	status_value("events_overwritten", value, sizeof(value));
	if (strtoul(value, NULL, 10) <= before)
		return say(WRONG, "events_overwritten stays at %s", value);
	return still_enforced("after 1000 refusals");
}

/* A refusal that costs memory must not become a pass when there is none. */
static enum result limits(void)
{
	static const int what[] = { RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_FSIZE, RLIMIT_NPROC };
	enum result result = REFUSED;
	struct rlimit old;
	size_t i;

	for (i = 0; i < sizeof(what) / sizeof(what[0]) && result == REFUSED; i++) {
		getrlimit(what[i], &old);
		setrlimit(what[i],
			  &(struct rlimit){ what[i] == RLIMIT_NOFILE ? 16 : 0, old.rlim_max });
		result = judge("under a limit", run(UNSIGNED "prog", NULL), EACCES);
		setrlimit(what[i], &old);
	}
	return result;
}

static enum result only_no_evil(int times)
{
	struct ran ran;
	int i;

	for (i = 0; i < times; i++) {
		ran = run(UNSIGNED "prog", NULL);
		if (strstr(ran.out, "EVIL") || exists("/tmp/evil-ran"))
			return say(WORKED, "it ran in round %d", i);
	}
	return REFUSED;
}

static unsigned long available_kib(void)
{
	char text[4096], *line;

	if (read_text("/proc/meminfo", text, sizeof(text)) < 0)
		return 0;
	line = strstr(text, "MemAvailable:");
	return line ? strtoul(line + 13, NULL, 10) : 0;
}

static enum result pressure(void)
{
	unsigned long size = available_kib() * 1024 / 100 * 80;
	pid_t pid = fork();
	enum result result;

	if (!pid) {
		char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			       0);

		write_text("/proc/self/oom_score_adj", "1000");
		if (p != MAP_FAILED)
			memset(p, 1, size);
		pause();
	}
	sleep(3);
	result = only_no_evil(100);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return result == REFUSED ? still_enforced("after memory pressure") : result;
}

/* In a group with next to no memory the inode's storage cannot be had. */
static enum result tight_group(void)
{
	enum result result;
	char pid[16];
	pid_t child;
	int status;

	own_mounts();
	mkdir("c", 0755);
	if (mount("c", "c", "cgroup2", 0, NULL))
		return say(SKIPPED, "cgroup2: %s", strerror(errno));
	write_text("c/cgroup.subtree_control", "+memory");
	if (mkdir("c/attack", 0755) || write_text("c/attack/memory.max", "1500000")) {
		rmdir("c/attack");
		return say(SKIPPED, "no memory group: %s", strerror(errno));
	}
	child = fork();
	if (!child) {
		snprintf(pid, sizeof(pid), "%d", getpid());
		write_text("c/attack/cgroup.procs", pid);
		_exit(only_no_evil(200));
	}
	waitpid(child, &status, 0);
	rmdir("c/attack");
	result = exists("/tmp/evil-ran") || status == WORKED << 8 ? WORKED : REFUSED;
	return result == REFUSED ? still_enforced("after the tight group") : result;
}

static bool is_ancestor(pid_t pid)
{
	char path[64], text[512], *p;
	pid_t at = getpid();

	while (at > 1) {
		if (at == pid)
			return true;
		snprintf(path, sizeof(path), "/proc/%d/stat", at);
		if (read_text(path, text, sizeof(text)) < 0 || !(p = strrchr(text, ')')))
			return true;
		at = atoi(p + 4);
	}
	return pid == 1;
}

/* No daemon takes part in a decision: kill everything but those who wait for us. */
static enum result kill_all(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int killed = 0;

	while (proc && (entry = readdir(proc))) {
		pid_t pid = isdigit(entry->d_name[0]) ? atoi(entry->d_name) : 0;

		if (pid && !is_ancestor(pid) && !kill(pid, SIGKILL))
			killed++;
	}
	sleep(1);
	if (still_enforced("after everybody was killed") != REFUSED)
		return said();
	return say(REFUSED, "%d processes and kernel threads signalled", killed);
}

const struct probe seal_probes[] = {
	{ "seal.ftrace-off", ftrace_off, false },
	{ "seal.nodes", nodes, false },
	{ "seal.set-exe-file", set_exe, false },
	{ "seal.no-securityfs", no_securityfs, false },
	{ "seal.knobs", knobs, false },
	{ "seal.limits", limits, false },
	{ "seal.event-flood", flood, false },
	{ "seal.memory-pressure", pressure, false },
	{ "seal.tight-group", tight_group, false },
	{ "seal.kill-all", kill_all, true },
	{ NULL, NULL, false },
};
