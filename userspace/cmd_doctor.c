// SPDX-License-Identifier: GPL-2.0-only
/* lorica doctor: does the running kernel have what enforcement needs? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/trampoline.h"
#include "lib/volume_support.h"

static bool file_has_word(const char *path, const char *want)
{
	size_t len, n = strlen(want);
	char *text, *p;
	bool found = false;

	if (file_read(path, 1 << 20, &text, &len))
		return false;
	for (p = text; !found && (p = strstr(p, want)); p += n)
		found = (p == text || strchr(", \n\t", p[-1])) && strchr(", \n\t", p[n]);
	free(text);
	return found;
}

static bool has_btf(void)
{
	return !access("/sys/kernel/btf/vmlinux", R_OK);
}

static bool has_bpf_lsm(void)
{
	return file_has_word("/sys/kernel/security/lsm", "bpf");
}

static bool has_module(void)
{
	return !access("/sys/kernel/security/lorica/abi", R_OK);
}

static bool has_module_btf(void)
{
	return !access("/sys/kernel/btf/lorica", R_OK);
}

static bool has_ftrace(void)
{
	return file_has_word("/proc/sys/kernel/ftrace_enabled", "1");
}

static bool has_seccomp(void)
{
	return !access("/proc/sys/kernel/seccomp/actions_avail", R_OK);
}

/* What the module learns of the kernel it finds by these; addresses do not matter here. */
static bool has_symbols(void)
{
	static const char *const needs[] = { "register_kprobe", "__end_rodata" };
	unsigned int found = 0;
	FILE *f = fopen("/proc/kallsyms", "re");
	char line[256], name[128];
	size_t i;

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%*s %*s %127s", name) != 1)
			continue;
		for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
			if (!strcmp(name, needs[i]))
				found |= 1U << i;
	}
	if (f)
		fclose(f);
	return found == 3;
}

/* clang-format off */
static const struct {
	const char *name;
	bool (*check)(void);
	const char *remedy;
	bool optional; /* for some policies only */
} checks[] = {
	{ "kernel BTF", has_btf, "build the kernel with CONFIG_DEBUG_INFO_BTF=y", false },
	{ "BPF LSM active", has_bpf_lsm, "CONFIG_BPF_LSM=y, and `bpf` in CONFIG_LSM or lsm=", false },
	{ "BPF trampolines", trampoline_supported, "arm64 needs Linux 6.4 or later", false },
	{ "BPF LSM reentry", trampoline_runs_always, "Linux 6.2, or a 6.1 that does not skip LSM programs that are active", false },
	{ "ftrace on", has_ftrace, "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y, kernel.ftrace_enabled=1", false },
	{ "seccomp", has_seccomp, "CONFIG_SECCOMP_FILTER=y", false },
	{ "lorica module", has_module, NODE_REMEDY, false },
	{ "module BTF", has_module_btf, "build the module where pahole and the kernel's vmlinux are", false },
	{ "verity volumes", volume_supported, "for policies with volumes: CONFIG_DM_VERITY, and `modprobe dm-verity` before `lorica boot`", true },
	{ "kernel symbols", has_symbols, "for policies with `integrity`: CONFIG_KPROBES and CONFIG_KALLSYMS_ALL", true },
};
/* clang-format on */

/* Its BTF comes and goes with it. */
static bool is_unknown(size_t i)
{
	return checks[i].check == has_module_btf && !has_module();
}

static const char *remedy(size_t i)
{
	return is_unknown(i) ? "load the module first" : checks[i].remedy;
}

static const char *word(size_t i, bool ok)
{
	if (ok)
		return "ok";
	if (is_unknown(i))
		return "unknown";
	return checks[i].optional ? "no" : "MISSING";
}

int cmd_doctor(int argc, char **argv)
{
	static const struct option_spec options[] = { { 0 } };
	size_t i, bad = 0;
	struct json j;
	int ret;

	ret = option_parse_all(argc, argv, options);
	if (ret)
		return ret;
	if (globals.json) {
		json_start(&j, stdout);
		json_open(&j, NULL, '[');
	}
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		bool ok = checks[i].check();

		bad += !ok && !checks[i].optional;
		if (globals.json) {
			json_open(&j, NULL, '{');
			json_text(&j, "check", checks[i].name);
			json_bool(&j, "ok", ok);
			json_bool(&j, "optional", checks[i].optional);
			json_text(&j, "remedy", ok ? "" : remedy(i));
			json_close(&j, '}');
		} else {
			printf("%-16s %s\n", checks[i].name, word(i, ok));
			if (!ok)
				printf("%-16s   %s\n", "", remedy(i));
		}
	}
	if (globals.json) {
		json_close(&j, ']');
		putchar('\n');
	} else {
		printf("%s\n",
		       bad ? "enforcement is not possible here" : "this kernel can enforce");
	}
	return bad ? EXIT_CHECK_NO : EXIT_OK;
}
