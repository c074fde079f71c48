// SPDX-License-Identifier: GPL-2.0-only
#include "unmanaged.h"

#include <stdbool.h>

#include "json.h"
#include "sema.h"

enum section {
	EXEC,
	NET,
	USB,
	BOOT,
	INTEGRITY,
	NR_SECTIONS,
};

static const struct unmanaged sections[NR_SECTIONS] = {
	[EXEC] = { "exec", "without an 'exec' section any code runs" },
	[NET] = { "net", "without a 'net' section any program uses the network" },
	[USB] = { "usb", "without a 'usb' section any USB device is used" },
	[BOOT] = { "boot", "without a 'boot' section nobody looks at what was booted" },
	[INTEGRITY] = { "integrity",
			"without an 'integrity' section nobody looks at the running kernel again" },
};

static bool is_managed(const struct sema *sema, enum section section)
{
	switch (section) {
	case EXEC:
		return sema->exec_default != LORICA_DEFAULT_UNMANAGED;
	case NET:
		return sema->net_default != LORICA_DEFAULT_UNMANAGED;
	case USB:
		return sema->usb_default != LORICA_DEFAULT_UNMANAGED;
	case BOOT:
		return sema->boot != LORICA_BOOT_UNMANAGED;
	case INTEGRITY:
		return sema->integrity;
	default:
		return true;
	}
}

const struct unmanaged *unmanaged_next(const struct sema *sema, const struct unmanaged *last)
{
	enum section i = last ? last + 1 - sections : 0;

	while (i < NR_SECTIONS && is_managed(sema, i))
		i++;
	return i < NR_SECTIONS ? &sections[i] : NULL;
}

void unmanaged_json(const struct sema *sema, struct json *j)
{
	const struct unmanaged *u;

	if (!sema) {
		json_text(j, "unmanaged", NULL);
		return;
	}
	json_open(j, "unmanaged", '[');
	for (u = unmanaged_next(sema, NULL); u; u = unmanaged_next(sema, u))
		json_text(j, NULL, u->section);
	json_close(j, ']');
}
