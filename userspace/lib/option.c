// SPDX-License-Identifier: GPL-2.0-only
#include "option.h"

#include <getopt.h>

#include "kernel/limits.h"
#include "kernel/statement.h"
#include "userspace/cmd.h"

int option_usage(int argc, char **argv, int c)
{
	const char *word = optind > 1 && optind <= argc ? argv[optind - 1] : "";

	if (c == ':')
		return cmd_usage(argv[0], "%s needs an argument", word);
	return cmd_usage(argv[0], "no option %s", word);
}

bool option_name_ok(const char *name)
{
	u8 padded[LORICA_MAX_NAME] = { 0 };

	memcpy(padded, name, strnlen(name, sizeof(padded)));
	return lorica_name_ok(padded);
}
