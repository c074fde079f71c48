// SPDX-License-Identifier: GPL-2.0-only
#include "name.h"

#include "kernel/limits.h"
#include "kernel/statement.h"

bool name_ok(const char *name)
{
	u8 padded[LORICA_MAX_NAME] = { 0 };

	memcpy(padded, name, strnlen(name, sizeof(padded)));
	return lorica_name_ok(padded);
}
