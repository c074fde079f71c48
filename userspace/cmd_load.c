// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "cmd.h"
#include "lib/option.h"
#include "lib/submit.h"

int cmd_load(int argc, char **argv)
{
	static const struct option_spec options[] = { { 0 } };
	char detail[512];
	int i, ret, worst = EXIT_OK;

	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (!argc)
		return cmd_usage("load", "which statement?");
	for (i = 0; i < argc; i++) {
		enum submit_result result = submit_file(argv[i], detail, sizeof(detail));

		if (result == SUBMIT_OK && !globals.quiet)
			printf("lorica load: %s\n", detail);
		if (result == SUBMIT_OK)
			continue;
		fprintf(stderr, "lorica load: %s\n", detail);
		if (result == SUBMIT_REFUSED)
			worst = EXIT_REJECTED;
		else if (worst == EXIT_OK)
			worst = EXIT_FAILED;
	}
	return worst;
}
