// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/option.h"
#include "lib/policy_file.h"

#include <string.h>

static bool take_format(void *json, char *arg)
{
	*(bool *)json = !strcmp(arg, "json");
	return *(bool *)json || !strcmp(arg, "text");
}

int cmd_check(int argc, char **argv)
{
	/* clang-format off */
	static const struct option_spec options[] = {
		{ "format", .take = take_format, .to = &globals.json, .wants = "takes json or text" },
		{ 0 },
	};
	/* clang-format on */
	struct compile c;
	int ret;

	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("check", "one policy text is needed, %d given", argc);
	ret = policy_file_compile(&c, argv[0]);
	if (ret == EXIT_FAILED)
		return ret;
	policy_file_report(&c);
	policy_file_free(&c);
	return ret;
}
