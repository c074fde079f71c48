// SPDX-License-Identifier: GPL-2.0-only
#include "symbol.h"

#include <linux/kprobes.h>

#ifdef CONFIG_KPROBES
void *lorica_symbol(const char *name)
{
	struct kprobe probe = { .symbol_name = name, .flags = KPROBE_FLAG_DISABLED };

	/*
	 * The table of symbols is not open to modules. But a probe by name is
	 * given its address before it is refused for not being code. One that is
	 * not refused was never armed.
	 */
	if (!register_kprobe(&probe)) {
		unregister_kprobe(&probe);
		return NULL;
	}
	return probe.addr;
}
#else
void *lorica_symbol(const char *name)
{
	return NULL;
}
#endif
