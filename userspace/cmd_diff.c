// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/changes.h"
#include "lib/diff.h"
#include "lib/input.h"
#include "lib/json.h"
#include "lib/option.h"

#include <string.h>

/* What other verbs return for trouble would be a difference here. */
static int trouble(int ret)
{
	return ret == EXIT_FAILED ? EXIT_TROUBLE : ret;
}

static void json_side(struct json *j, const char *key, const struct input *in)
{
	json_open(j, key, '{');
	json_text(j, "file", in->path);
	json_text(j, "type", input_is_policy(in) ? "policy" : "manifest");
	json_text(j, "name", in->view.name);
	json_close(j, '}');
}

static void say_unchecked(const struct input *in)
{
	if (in->is_signed && !globals.quiet)
		fprintf(stderr, "lorica diff: '%s' is signed; the signature was not checked\n",
			in->path);
}

static bool print_text(const struct changes *c, const struct input *a, const struct input *b)
{
	changes_print(c);
	if (input_is_policy(a))
		return c->nr;
	return diff_manifest(a, b, NULL) || c->nr;
}

static bool print_json(const struct changes *c, const struct input *a, const struct input *b)
{
	bool differs = c->nr;
	struct json j;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_side(&j, "a", a);
	json_side(&j, "b", b);
	if (input_is_policy(a)) {
		changes_json(c, &j);
	} else {
		changes_json_fields(c, &j);
		differs |= diff_manifest(a, b, &j);
	}
	json_bool(&j, "differs", differs);
	json_close(&j, '}');
	return differs;
}

static int compare(const struct input *a, const struct input *b)
{
	struct arena arena = { 0 };
	struct changes c;
	bool differs;

	if (input_is_policy(a) != input_is_policy(b)) {
		fprintf(stderr, "lorica diff: '%s' is a %s and '%s' is a %s\n", a->path,
			input_is_policy(a) ? "policy" : "manifest", b->path,
			input_is_policy(b) ? "policy" : "manifest");
		return EXIT_TROUBLE;
	}
	changes_start(&c, &arena);
	diff_head(&c, a, b);
	if (input_is_policy(a))
		diff_policy(&c, a, b);
	differs = globals.json ? print_json(&c, a, b) : print_text(&c, a, b);
	arena_free(&arena);
	return differs ? EXIT_DIFFERENT : EXIT_SAME;
}

static int diff(const char *before, const char *after)
{
	struct input a, b = { 0 };
	int ret;

	ret = trouble(input_open(&a, "diff", before));
	if (!ret)
		ret = trouble(input_open(&b, "diff", after));
	if (!ret) {
		say_unchecked(&a);
		say_unchecked(&b);
		ret = compare(&a, &b);
	}
	input_close(&a);
	input_close(&b);
	return ret;
}

int cmd_diff(int argc, char **argv)
{
	/* It takes the place of A or of B; the parser of options puts it first. */
	bool first = argc > 1 && argv[1][0] == '-' && argv[1][1] == '-' && argv[1][2];
	bool running = false;
	const struct option_spec options[] = { { "running", .flag = &running }, { 0 } };
	const char *file[2];
	int ret;

	globals.failed = EXIT_TROUBLE;
	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (argc != 2 - running)
		return cmd_usage("diff", "two sides are needed, %d given", argc + running);
	file[0] = running && first ? INPUT_RUNNING : argv[0];
	file[1] = !running ? argv[1] : first ? argv[0] : INPUT_RUNNING;
	if (!strcmp(file[0], "-") && !strcmp(file[1], "-"))
		return cmd_usage("diff", "standard input can be one of the two");
	return diff(file[0], file[1]);
}
