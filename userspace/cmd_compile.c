// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "kernel/reason.h"
#include "lib/emit.h"
#include "lib/file.h"
#include "lib/option.h"
#include "lib/policy_file.h"

#include <stdlib.h>
#include <string.h>

static int write_out(struct compile *c, const char *path)
{
	enum lorica_reason reason;
	size_t len;
	u8 *data;
	int err;

	reason = emit_policy(&c->sema, &data, &len);
	if (reason) {
		fprintf(stderr, "lorica compile: cannot make the statement: %s\n",
			lorica_reason_text(reason));
		return EXIT_FAILED;
	}
	err = file_write(path, data, len);
	free(data);
	if (err) {
		fprintf(stderr, "lorica compile: cannot write '%s': %s\n", path, strerror(-err));
		return EXIT_FAILED;
	}
	return EXIT_OK;
}

static int run(const char *in, const char *out, bool dry)
{
	struct compile c;
	int ret;

	ret = policy_file_compile(&c, in);
	if (ret == EXIT_FAILED)
		return ret;
	policy_file_report(&c);
	if (ret == EXIT_OK && !dry)
		ret = write_out(&c, out);
	policy_file_free(&c);
	return ret;
}

int cmd_compile(int argc, char **argv)
{
	const char *out = NULL;
	bool dry = false;
	const struct option_spec options[] = {
		{ "output", 'o', .text = &out, .once = true },
		{ "dry-run", 'n', .flag = &dry },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("compile", "one policy text is needed, %d given", argc);
	if (!out)
		return cmd_usage("compile", "--output is missing");
	if (globals.json && !strcmp(out, "-"))
		return cmd_usage("compile", "--json and --output - both want standard output");
	return run(argv[0], out, dry);
}
