// SPDX-License-Identifier: GPL-2.0-only
#include "trampoline.h"

#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

static bool is_at_least(const struct utsname *u, int major, int minor)
{
	int have_major = 0, have_minor = 0;

	return sscanf(u->release, "%d.%d", &have_major, &have_minor) == 2 &&
	       (have_major > major || (have_major == major && have_minor >= minor));
}

bool trampoline_supported(void)
{
	struct utsname u;

	return !uname(&u) && (strcmp(u.machine, "aarch64") || is_at_least(&u, 6, 4));
}

bool trampoline_runs_always(void)
{
	struct utsname u;
	struct btf *btf;
	bool found;

	if (!uname(&u) && is_at_least(&u, 6, 2))
		return true;
	btf = btf__load_vmlinux_btf();
	found = btf &&
		btf__find_by_name_kind(btf, "__bpf_prog_enter_sleepable_recur", BTF_KIND_FUNC) > 0;
	btf__free(btf);
	return found;
}
