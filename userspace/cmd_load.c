// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "cmd.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/submit.h"

static const int exits[] = {
	[SUBMIT_OK] = EXIT_OK,
	[SUBMIT_NOT_NEWER] = EXIT_REJECTED,
	[SUBMIT_FAILED] = EXIT_FAILED,
	[SUBMIT_UNSUPPORTED] = EXIT_UNSUPPORTED,
	[SUBMIT_REFUSED] = EXIT_REJECTED,
};

int cmd_load(int argc, char **argv)
{
	bool if_newer = false;
	const struct option_spec options[] = { { "if-newer", .flag = &if_newer }, { 0 } };
	enum submit_result result, worst = SUBMIT_OK;
	char detail[512];
	int i, ret;

	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (!argc)
		return cmd_usage("load", "which statement?");
	for (i = 0; i < argc; i++) {
		result = submit_file(argv[i], detail, sizeof(detail));
		if (result == SUBMIT_NOT_NEWER && if_newer)
			result = SUBMIT_OK;
		if (result != SUBMIT_OK)
			fprintf(stderr, "lorica load: %s\n", detail);
		else if (!globals.quiet)
			printf("lorica load: %s\n", detail);
		if (result > worst)
			worst = result;
	}
	if (worst == SUBMIT_UNSUPPORTED)
		fputs("  what to do: " NODE_REMEDY "\n", stderr);
	return exits[worst];
}
