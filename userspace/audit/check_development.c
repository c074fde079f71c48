// SPDX-License-Identifier: GPL-2.0-only
/* What the build leaves behind: parts, programs, the kernel and its parameters. */
#include "check.h"
#include "cmdline.h"
#include "elf_look.h"
#include "kconfig.h"
#include "profile.h"
#include "scan.h"
#include "sysctl.h"
#include "userspace/lib/arena.h"

static void sbom(struct probe *p, struct result *r)
{
	static const char *const dirs[] = { "/usr/share/sbom", "/usr/share/doc/sbom", "/etc/sbom",
					    "/boot",	       "/usr/lib/sbom",	      "/" };
	static const char *const ends[] = { ".spdx.json",   ".spdx",	      ".cdx.json",
					    ".cdx.xml",	    ".spdx.json.zst", "sbom.json",
					    ".spdx.tar.zst" };
	const struct tree_file *f;
	struct names names;
	size_t d, e, i;

	for (d = 0; d < ARRAY_SIZE(dirs); d++)
		for (e = 0; e < ARRAY_SIZE(ends); e++) {
			if (!probe_list(p, r, dirs[d], ends[e], &names))
				return;
			for (i = 0; i < names.nr; i++) {
				f = tree_file(&p->tree, names.name[i]);
				show(r, f, 0, str_of("list of parts"));
				if (f->err)
					say(r, AUDIT_ERROR, "cannot read %s: %s", f->path,
					    tree_why(f->err));
				else if (!str_has(f->text, "SPDX") &&
					 !str_has(f->text, "CycloneDX") &&
					 !str_has(f->text, "cyclonedx") &&
					 !str_ends(str_of(f->path), ".zst"))
					say(r, AUDIT_FAIL, "%s is neither SPDX nor CycloneDX",
					    f->path);
				else
					say(r, AUDIT_PASS, "%s lists the parts", f->path);
			}
		}
	if (!r->nr_said)
		say(r, AUDIT_FAIL, "there is no list of parts (SPDX, CycloneDX)");
}

static void hardening(struct probe *p, struct result *r)
{
	static const char *const dirs[] = { "/usr/bin", "/usr/sbin",	  "/bin",
					    "/sbin",	"/usr/local/bin", "/usr/local/sbin" };
	const char *wrong;
	struct names names;
	size_t d, i;
	u32 nr = 0;

	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		/* /bin is /usr/bin on most systems: once is enough. */
		if (tree_link(&p->tree, dirs[d]))
			continue;
		if (!probe_list(p, r, dirs[d], "", &names))
			return;
		for (i = 0; i < names.nr; i++) {
			struct elf_look look;

			if (tree_link(&p->tree, names.name[i]) ||
			    !elf_look_file(&p->tree, names.name[i], &look))
				continue;
			nr++;
			wrong = elf_look_wrong(&look);
			if (!wrong)
				continue;
			say(r, look.broken ? AUDIT_ERROR : AUDIT_FAIL, "%s: %s", names.name[i],
			    wrong);
			show_seen(r, names.name[i], PROVES_PERSISTENT, "%s", wrong);
		}
	}
	if (nr && !r->nr_evidence)
		show_seen(r, "/usr/bin", PROVES_PERSISTENT, "%u programs", nr);
	if (nr)
		say(r, AUDIT_PASS,
		    "%u programs are PIE with full RELRO, no executable stack, no RPATH", nr);
	else
		say(r, AUDIT_NOTAPPLICABLE, "there are no programs where they are looked for");
}

/* Programs of a common system that need the bit to do their work. */
static bool may_be_setuid(const struct probe *p, const char *path)
{
	static const char *const names[] = {
		"su",	       "sudo",	      "passwd",
		"mount",       "umount",      "newgrp",
		"chsh",	       "chfn",	      "gpasswd",
		"chage",       "expiry",      "unix_chkpwd",
		"ssh-agent",   "ssh-keysign", "dbus-daemon-launch-helper",
		"fusermount3", "fusermount",  "crontab",
		"ping",	       "doas",	      "newuidmap",
		"newgidmap"
	};
	const char *base = strrchr(path, '/') + 1;
	size_t i;

	if (profile_has_setuid(p->profile, path))
		return true;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(base, names[i]))
			return true;
	return false;
}

static void setuid(struct probe *p, struct result *r)
{
	const struct scan *scan = scan_tree(p, r);
	size_t i;

	if (!scan)
		return;
	for (i = 0; i < scan->nr_setuid; i++) {
		if (may_be_setuid(p, scan->setuid[i].path))
			continue;
		say(r, AUDIT_FAIL, "%s has the setuid or setgid bit", scan->setuid[i].path);
		show_seen(r, scan->setuid[i].path, PROVES_PERSISTENT, "mode %04o, owner %u",
			  scan->setuid[i].mode & 07777, scan->setuid[i].uid);
	}
	if (!r->nr_evidence)
		show_seen(r, "/", PROVES_PERSISTENT, "%llu files, %zu with the bit",
			  (unsigned long long)scan->files, scan->nr_setuid);
	say(r, AUDIT_PASS, "%zu programs with the setuid or setgid bit, all common or declared",
	    scan->nr_setuid);
}

static void world_writable(struct probe *p, struct result *r)
{
	const struct scan *scan = scan_tree(p, r);
	size_t i;

	if (!scan)
		return;
	for (i = 0; i < scan->nr_writable; i++) {
		say(r, AUDIT_FAIL, "everybody may write to %s", scan->writable[i].path);
		show_seen(r, scan->writable[i].path, PROVES_PERSISTENT, "mode %04o",
			  scan->writable[i].mode & 07777);
	}
	if (!r->nr_evidence)
		show_seen(r, "/", PROVES_PERSISTENT, "%llu files and directories",
			  (unsigned long long)scan->files);
	say(r, AUDIT_PASS, "nothing is writable for everybody but directories with the sticky bit");
}

/* What the public recommendations for a hardened kernel have in common, on x86 and arm64. */
static void kernel_config(struct probe *p, struct result *r)
{
	static const struct {
		const char *name;
		const char *want;
	} wants[] = {
		{ "STRICT_KERNEL_RWX", "y" },
		{ "STRICT_MODULE_RWX", "y" },
		{ "STACKPROTECTOR_STRONG", "y" },
		{ "FORTIFY_SOURCE", "y" },
		{ "HARDENED_USERCOPY", "y" },
		{ "SLAB_FREELIST_RANDOM", "y" },
		{ "SLAB_FREELIST_HARDENED", "y" },
		{ "RANDOMIZE_BASE", "y" },
		{ "VMAP_STACK", "y" },
		{ "SECCOMP_FILTER", "y" },
		{ "BUG", "y" },
		{ "SECURITY", "y" },
		{ "INIT_ON_ALLOC_DEFAULT_ON", "y" },
		{ "BPF_LSM", "y" },
		{ "MODULE_SIG", "y" },
		{ "SECURITY_YAMA", "y" },
		{ "DEVMEM", "n" },
		{ "PROC_KCORE", "n" },
		{ "COMPAT_BRK", "n" },
		{ "LEGACY_PTYS", "n" },
		{ "KEXEC", "n" },
		{ "HIBERNATION", "n" },
		{ "BINFMT_MISC", "n" },
		{ "USERFAULTFD", "n" },
	};
	const struct tree_file *f;
	struct str text, value;
	u32 line, good = 0;
	size_t i;

	if (!kconfig_find(p, r, &f, &text))
		return;
	if (!f) {
		say(r, AUDIT_MANUAL, "the configuration of the kernel is not at hand");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(wants); i++) {
		kconfig_value(text, wants[i].name, &value, &line);
		if (str_is(value, wants[i].want)) {
			good++;
			continue;
		}
		say(r, AUDIT_FAIL, "CONFIG_%s is %.*s", wants[i].name, STR_ARG(value));
		show(r, f, line,
		     str_of(arena_printf(p->arena, "CONFIG_%s=%.*s", wants[i].name,
					 STR_ARG(value))));
	}
	if (!r->nr_evidence)
		show(r, f, 0, str_of("options of the kernel"));
	say(r, AUDIT_PASS, "%u options are as they have to be", good);
}

static void kernel_cmdline(struct probe *p, struct result *r)
{
	static const char *const bad[] = { "mitigations=off",
					   "nokaslr",
					   "nosmep",
					   "nosmap",
					   "nopti",
					   "pti=off",
					   "rodata=off",
					   "selinux=0",
					   "apparmor=0",
					   "iommu=off",
					   "nospectre_v2",
					   "nospectre_v1",
					   "spectre_v2=off",
					   "spec_store_bypass_disable=off",
					   "l1tf=off",
					   "mds=off",
					   "kgdboc",
					   "debug",
					   "ima_appraise=off",
					   "module.sig_enforce=0",
					   "audit=0",
					   "hardened_usercopy=off",
					   "proc_mem.force_override=always",
					   "init_on_alloc=0" };
	struct cmdline line = { 0 };
	struct str rest, word;
	size_t i;

	while (cmdline_next(p, r, &line)) {
		for (rest = line.text; str_word(&rest, &word);)
			for (i = 0; i < ARRAY_SIZE(bad); i++) {
				struct str head = word, key;

				str_field(&head, '=', &key);
				if (!str_is(word, bad[i]) &&
				    !(str_is(key, bad[i]) && !strcmp(bad[i], "kgdboc")))
					continue;
				say(r, AUDIT_FAIL, "%.*s on the command line", STR_ARG(word));
				show(r, line.file, line.line, word);
			}
		if (!r->nr_evidence)
			show(r, line.file, line.line, line.text);
	}
	if (line.nr)
		say(r, AUDIT_PASS, "no command line switches a protection off");
	else
		say(r, AUDIT_MANUAL, "no command line of the kernel is known");
}

static void parameters(struct probe *p, struct result *r)
{
	static const struct sysctl_want wants[] = {
		{ "kernel.kptr_restrict", 1, 2, 0 },
		{ "kernel.dmesg_restrict", 1, 1, 0 },
		{ "kernel.randomize_va_space", 2, 2, 2 },
		{ "kernel.yama.ptrace_scope", 1, 3, 0 },
		{ "kernel.unprivileged_bpf_disabled", 1, 2, 0 },
		{ "kernel.perf_event_paranoid", 2, 4, 2 },
		{ "fs.protected_hardlinks", 1, 1, 0 },
		{ "fs.protected_symlinks", 1, 1, 0 },
		{ "fs.protected_fifos", 1, 2, 0 },
		{ "fs.protected_regular", 1, 2, 0 },
		{ "net.core.bpf_jit_harden", 1, 2, 0 },
		{ "kernel.sysrq", 0, 0, 1 },
	};
	u32 nr = sysctl_judge(p, r, wants, ARRAY_SIZE(wants));

	if (nr)
		say(r, AUDIT_PASS, "%u parameters are as they have to be", nr);
	else
		say(r, AUDIT_ERROR, "no parameter of the kernel could be read");
}

static void cpu(struct probe *p, struct result *r)
{
	static const char dir[] = "/sys/devices/system/cpu/vulnerabilities";
	const struct tree_file *f;
	struct names names;
	size_t i;

	if (!probe_list(p, r, dir, "", &names))
		return;
	for (i = 0; i < names.nr; i++) {
		f = tree_file(&p->tree, names.name[i]);
		if (f->err || !str_starts(f->text, "Vulnerable"))
			continue;
		say(r, AUDIT_FAIL, "%s: %.*s", strrchr(f->path, '/') + 1,
		    (int)strcspn(f->text.p, "\n"), f->text.p);
		show(r, f, 1, (struct str){ f->text.p, strcspn(f->text.p, "\n") });
	}
	if (!names.nr) {
		say(r, AUDIT_MANUAL, "the kernel does not tell of its CPU");
		return;
	}
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, names.name[0]), 1,
		     str_of("not vulnerable, or mitigated"));
	say(r, AUDIT_PASS, "none of %zu known flaws of CPUs is open", names.nr);
}

/* clang-format off */
static const struct check checks[] = {
	{ "build.sbom", "a list of parts in SPDX or CycloneDX", CHECK_FILES, sbom, { CTL_1_4_5, CTL_6_6_8 } },
	{ "build.hardening", "programs are PIE, with full RELRO, no executable stack and no RPATH", CHECK_FILES, hardening,
	  { CTL_6_3_2 } },
	{ "files.setuid", "only common programs, and those that the profile declares, have the setuid or setgid bit",
	  CHECK_FILES, setuid, { CTL_6_6_7 } },
	{ "files.world-writable", "nothing is writable for everybody but directories with the sticky bit", CHECK_FILES,
	  world_writable, { CTL_6_6_7 } },
	{ "kernel.config", "24 options of the public recommendations for hardened kernels", CHECK_FILES, kernel_config,
	  { CTL_6_8_1, CTL_1_4_1 } },
	{ "kernel.cmdline", "no parameter that switches a protection off", CHECK_FILES, kernel_cmdline,
	  { CTL_6_8_1, CTL_1_4_1 } },
	{ "kernel.parameters", "12 parameters of sysctl that keep secrets and privileges", CHECK_FILES, parameters,
	  { CTL_6_8_1 } },
	{ "kernel.cpu", "the kernel calls no flaw of the CPU Vulnerable", CHECK_RUNNING, cpu, { CTL_6_8_1 } },
};
/* clang-format on */

const struct check_section checks_development = { checks, ARRAY_SIZE(checks) };
