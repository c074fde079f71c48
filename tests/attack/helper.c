// SPDX-License-Identifier: GPL-2.0-only
/* Programs that the kernel starts by itself, on a path that root may set. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long denied(void)
{
	char value[32] = "0";

	status_value("denied", value, sizeof(value));
	return strtoul(value, NULL, 10);
}

/*
 * Sets @node to @text, makes the kernel use it, and puts the old text back.
 * That something was denied meanwhile shows that the kernel did try.
 */
static enum result provoke(const char *node, const char *text, void (*trigger)(void))
{
	unsigned long before = denied();
	char old[512];
	int i;

	if (read_text(node, old, sizeof(old)) < 0)
		return say(SKIPPED, "%s: %s", node, strerror(errno));
	unlink("/tmp/evil-ran");
	if (write_text(node, text))
		return say(WRONG, "%s: %s", node, strerror(errno));
	trigger();
	for (i = 0; i < 50 && denied() == before && !exists("/tmp/evil-ran"); i++)
		usleep(100000);
	write_text(node, *old ? old : "\n");
	if (exists("/tmp/evil-ran"))
		return say(WORKED, "the kernel ran the unsigned program of %s", node);
	if (denied() == before)
		return say(WRONG, "control: the kernel did not try %s", node);
	return REFUSED;
}

static void crash(void)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	pid_t pid = fork();

	if (!pid) {
		setrlimit(RLIMIT_CORE, &all);
		abort();
	}
	waitpid(pid, NULL, 0);
}

static enum result core_pattern(void)
{
	return provoke("/proc/sys/kernel/core_pattern", "|" UNSIGNED "prog %p", crash);
}

/* The kernel runs scripts as anybody would. */
static enum result core_pattern_script(void)
{
	return provoke("/proc/sys/kernel/core_pattern", "|" UNSIGNED "script.sh %p", crash);
}

static enum result core_pattern_interpreter(void)
{
	return provoke("/proc/sys/kernel/core_pattern", "|/usr/bin/ld.so " UNSIGNED "dyn", crash);
}

/* Named by the policy, it has to run: else the refusals below would say nothing. */
static enum result named(const char *node, const char *text, void (*trigger)(void))
{
	char old[512];
	int i;

	if (read_text(node, old, sizeof(old)) < 0)
		return say(SKIPPED, "%s: %s", node, strerror(errno));
	unlink("/tmp/helper-ran");
	if (write_text(node, text))
		return say(WRONG, "%s: %s", node, strerror(errno));
	trigger();
	for (i = 0; i < 50 && !exists("/tmp/helper-ran"); i++)
		usleep(100000);
	write_text(node, *old ? old : "\n");
	if (!exists("/tmp/helper-ran"))
		return say(WRONG, "control: the named program of %s did not run", node);
	return REFUSED;
}

/* Listed, and started by anybody else it runs. */
static enum result core_pattern_listed(void)
{
	if (named("/proc/sys/kernel/core_pattern", "|" SIGNED "helper %p", crash) != REFUSED)
		return said();
	return provoke("/proc/sys/kernel/core_pattern", "|" SIGNED "nohelper", crash);
}

/* A listed interpreter makes code of its arguments. */
static enum result core_pattern_arguments(void)
{
	enum result result;
	int fd = creat("/var/tmp/lorica-helper.sh", 0755);

	if (fd < 0 || write(fd, ": >/tmp/evil-ran\n", 17) != 17)
		return say(WRONG, "script: %s", strerror(errno));
	close(fd);
	result = provoke("/proc/sys/kernel/core_pattern", "|/bin/sh /var/tmp/lorica-helper.sh",
			 crash);
	unlink("/var/tmp/lorica-helper.sh");
	return result;
}

/* The path of this one is the kernel's; what lies there is not. */
static enum result request_key(void)
{
	static const char helper[] = "/usr/sbin/request-key", away[] = "/usr/sbin/request-key.away";
	unsigned long before = denied();
	bool had = !rename(helper, away);
	long key;

	if (copy_file(UNSIGNED "prog", helper))
		return say(WRONG, "copy: %s", strerror(errno));
	unlink("/tmp/evil-ran");
	key = syscall(SYS_request_key, "user", "lorica-attack", "x", -2 /* process keyring */);
	unlink(helper);
	if (had)
		rename(away, helper);
	if (exists("/tmp/evil-ran") || key >= 0)
		return say(WORKED, "request-key ran the unsigned program");
	return denied() == before ? say(WRONG, "control: the kernel did not try") : REFUSED;
}

/* Families that no running system has: each asks modprobe for net-pf-N. */
static void ask_for_modules(void)
{
	static const int families[] = { AF_IPX, AF_APPLETALK, AF_X25, AF_DECnet, AF_ECONET };
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		close(socket(families[i], SOCK_DGRAM, 0));
}

static enum result modprobe_path(void)
{
	return provoke("/proc/sys/kernel/modprobe", UNSIGNED "prog", ask_for_modules);
}

static enum result modprobe_listed(void)
{
	if (named("/proc/sys/kernel/modprobe", SIGNED "helper", ask_for_modules) != REFUSED)
		return said();
	return provoke("/proc/sys/kernel/modprobe", SIGNED "nohelper", ask_for_modules);
}

static void send_uevent(void)
{
	write_text("/sys/devices/virtual/mem/null/uevent", "change");
	write_text("/sys/class/mem/null/uevent", "change");
}

static enum result uevent_helper(void)
{
	return provoke("/sys/kernel/uevent_helper", UNSIGNED "prog", send_uevent);
}

/* cgroup v1 starts release_agent when the last process leaves. */
static enum result release_agent(void)
{
	unsigned long before = denied();
	char pid[16];
	int i;

	if (own_mounts() || mkdir("c", 0755) || mount("none", "c", "cgroup", 0, "none,name=attack"))
		return say(SKIPPED, "cgroup v1: %s", strerror(errno));
	if (mkdir("c/x", 0755) || write_text("c/release_agent", UNSIGNED "prog") ||
	    write_text("c/x/notify_on_release", "1"))
		return say(WRONG, "cgroup: %s", strerror(errno));
	snprintf(pid, sizeof(pid), "%d", getpid());
	write_text("c/x/cgroup.procs", pid);
	write_text("c/cgroup.procs", pid);
	for (i = 0; i < 50 && denied() == before && !exists("/tmp/evil-ran"); i++)
		usleep(100000);
	rmdir("c/x");
	umount("c");
	if (exists("/tmp/evil-ran"))
		return say(WORKED, "release_agent ran the unsigned program");
	return denied() == before ? say(WRONG, "control: the kernel did not try") : REFUSED;
}

/* @flags "F" makes the kernel open the interpreter at once, with our rights. */
static enum result misc_format(const char *interpreter, const char *flags, int want)
{
	char rule[256];
	struct ran ran;

	own_mounts();
	if (!exists("/proc/sys/fs/binfmt_misc/register"))
		mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc", 0, NULL);
	write_text("/proc/sys/fs/binfmt_misc/attack", "-1");
	snprintf(rule, sizeof(rule), ":attack:M::ATTACK::%s:%s", interpreter, flags);
	if (write_text("/proc/sys/fs/binfmt_misc/register", rule)) {
		const char *why = strerror(errno);

		if (!exists("/proc/sys/fs/binfmt_misc/register"))
			return say(SKIPPED, "register: %s", why);
		return say(want == EACCES ? REFUSED : WRONG, "register: %s", why);
	}
	/* Listed bytes with the magic do not exist, so the file itself is refused: */
	close(creat("data", 0755));
	write_text("data", "ATTACK\n");
	ran = run("./data", NULL);
	write_text("/proc/sys/fs/binfmt_misc/attack", "-1");
	return judge("a binfmt_misc interpreter", ran, want);
}

static enum result misc_unsigned(void)
{
	return misc_format(UNSIGNED "prog", "", EACCES);
}

static enum result misc_fixed(void)
{
	return misc_format(UNSIGNED "prog", "FOC", EACCES);
}

/* A listed interpreter makes no code of a file that is not listed. */
static enum result misc_listed_interpreter(void)
{
	static const char *const flags[] = { "", "O", "FOC" };
	char rule[256];
	struct ran ran;
	size_t i;

	own_mounts();
	if (!exists("/proc/sys/fs/binfmt_misc/register"))
		mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc", 0, NULL);
	if (copy_file(SIGNED "tiny", "good.lorica-attack-ext") ||
	    copy_file(UNSIGNED "tiny", "evil.lorica-attack-ext"))
		return say(WRONG, "copy: %s", strerror(errno));
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		write_text("/proc/sys/fs/binfmt_misc/attack", "-1");
		snprintf(rule, sizeof(rule), ":attack:E::lorica-attack-ext::" SIGNED "prog:%s",
			 flags[i]);
		if (write_text("/proc/sys/fs/binfmt_misc/register", rule))
			return say(exists("/proc/sys/fs/binfmt_misc/register") ? WRONG : SKIPPED,
				   "register: %s", strerror(errno));
		ran = run("./good.lorica-attack-ext", NULL);
		if (control("a listed file with a listed interpreter", ran) != REFUSED)
			return said();
		ran = run("./evil.lorica-attack-ext", NULL);
		if (judge("an unsigned file with a listed interpreter", ran, EACCES) != REFUSED)
			return said();
	}
	write_text("/proc/sys/fs/binfmt_misc/attack", "-1");
	return REFUSED;
}

/* A magic that listed programs have: their interpreter is now the unsigned one. */
static enum result misc_for_elf(void)
{
	char rule[256];
	struct ran ran;

	own_mounts();
	if (!exists("/proc/sys/fs/binfmt_misc/register"))
		mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc", 0, NULL);
	snprintf(rule, sizeof(rule), ":attack:E::lorica-attack-ext::" UNSIGNED "prog:F");
	if (write_text("/proc/sys/fs/binfmt_misc/register", rule))
		return say(exists("/proc/sys/fs/binfmt_misc/register") ? WRONG : SKIPPED,
			   "register: %s", strerror(errno));
	if (copy_file(SIGNED "prog", "good.lorica-attack-ext"))
		return say(WRONG, "copy: %s", strerror(errno));
	ran = run("./good.lorica-attack-ext", NULL);
	write_text("/proc/sys/fs/binfmt_misc/attack", "-1");
	return judge("an unsigned interpreter for a listed program", ran, EACCES);
}

const struct probe helper_probes[] = {
	{ "helper.core-pattern", core_pattern, false },
	{ "helper.core-pattern-script", core_pattern_script, false },
	{ "helper.core-pattern-ld-so", core_pattern_interpreter, false },
	{ "helper.core-pattern-listed", core_pattern_listed, false },
	{ "helper.core-pattern-arguments", core_pattern_arguments, false },
	{ "helper.request-key", request_key, false },
	{ "helper.modprobe-path", modprobe_path, false },
	{ "helper.modprobe-listed", modprobe_listed, false },
	{ "helper.uevent-helper", uevent_helper, false },
	{ "helper.release-agent", release_agent, false },
	{ "helper.binfmt-misc", misc_unsigned, false },
	{ "helper.binfmt-misc-fixed", misc_fixed, false },
	{ "helper.binfmt-misc-listed-interpreter", misc_listed_interpreter, false },
	{ "helper.binfmt-misc-listed-file", misc_for_elf, false },
	{ NULL, NULL, false },
};
