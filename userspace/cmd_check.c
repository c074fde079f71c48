// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/option.h"
#include "lib/policy_file.h"

#include <getopt.h>

int cmd_check(int argc, char **argv)
{
	static const struct option none[] = { { 0 } };
	struct compile c;
	int ret, opt;

	opterr = 0;
	opt = getopt_long(argc, argv, ":", none, NULL);
	if (opt != -1)
		return option_usage(argc, argv, opt);
	if (argc - optind != 1)
		return cmd_usage("check", "one policy text is needed, %d given", argc - optind);
	ret = policy_file_compile(&c, argv[optind]);
	if (ret == EXIT_FAILED)
		return ret;
	policy_file_report(&c);
	policy_file_free(&c);
	return ret;
}
