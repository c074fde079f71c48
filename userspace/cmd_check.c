// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/lint.h"
#include "lib/option.h"
#include "lib/policy_file.h"

#include <string.h>

/**
 * struct warnings - what the -W options say
 * @lints: the sum of them
 * @unknown: the first one that is no warning
 * @help: they shall be listed
 */
struct warnings {
	struct lints lints;
	const char *unknown;
	bool help;
};

static bool take_format(void *json, char *arg)
{
	*(bool *)json = !strcmp(arg, "json");
	return *(bool *)json || !strcmp(arg, "text");
}

static bool take_warning(void *to, char *arg)
{
	struct warnings *w = to;

	if (!strcmp(arg, "help"))
		w->help = true;
	else if (!lint_set(&w->lints, arg) && !w->unknown)
		w->unknown = arg;
	return true;
}

static int no_warning(const char *name)
{
	const char *near = lint_near(name);

	if (near)
		return cmd_usage("check",
				 "no warning '%s'; did you mean '%s'? `lorica check -W help` lists them",
				 name, near);
	return cmd_usage("check", "no warning '%s'; `lorica check -W help` lists them", name);
}

static int check(const char *path, const struct lints *lints)
{
	struct compile c;
	int ret;

	ret = policy_file_check(&c, path, lints);
	if (ret == EXIT_FAILED)
		return ret;
	policy_file_report(&c);
	policy_file_free(&c);
	return ret;
}

int cmd_check(int argc, char **argv)
{
	struct warnings w = { 0 };
	/* clang-format off */
	const struct option_spec options[] = {
		{ "format", .take = take_format, .to = &globals.json, .wants = "takes json or text" },
		{ "warn", 'W', .take = take_warning, .to = &w },
		{ "strict", .flag = &w.lints.strict },
		{ 0 },
	};
	/* clang-format on */
	int ret;

	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (w.unknown)
		return no_warning(w.unknown);
	if (w.help) {
		lint_list(stdout);
		return EXIT_OK;
	}
	if (argc != 1)
		return cmd_usage("check", "one policy text is needed, %d given", argc);
	return check(argv[0], &w.lints);
}
