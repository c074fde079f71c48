// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/json.h"
#include "lib/option.h"
#include "lib/show.h"
#include "lib/value.h"

static void date(struct json *j, const char *key, u64 seconds)
{
	char text[VALUE_DATE];

	if (seconds && !value_date_print(seconds, text))
		json_u64(j, key, seconds);
	else
		json_text(j, key, seconds ? text : NULL);
}

void show_head(const struct input *s, struct json *j)
{
	json_text(j, "file", s->path);
	json_bool(j, "signed", s->is_signed);
	if (s->is_signed)
		json_text(j, "signature", "not checked");
	json_text(j, "type", input_is_policy(s) ? "policy" : "manifest");
	json_text(j, "name", s->view.name);
	json_u64(j, "serial", s->view.serial);
	json_u64(j, "epoch", s->view.epoch);
	if (s->view.device)
		json_hex(j, "device", s->view.device, sizeof(s->view.head->device));
	else
		json_text(j, "device", NULL);
	date(j, "valid_from", s->view.valid_from);
	date(j, "valid_until", s->view.valid_until);
}

static int show(const char *path, const char *extract)
{
	struct input in;
	int ret = input_open(&in, "show", path);

	if (!ret && in.is_signed)
		fprintf(stderr, "lorica show: '%s' is signed; the signature was not checked\n",
			path);
	if (!ret && input_is_policy(&in))
		ret = show_policy(&in, extract);
	else if (!ret && extract)
		ret = cmd_usage("show", "'%s' is a manifest, which has no certificates", path);
	else if (!ret)
		ret = show_manifest(&in);
	input_close(&in);
	return ret;
}

int cmd_show(int argc, char **argv)
{
	const char *extract = NULL;
	bool active = false;
	const struct option_spec options[] = {
		{ "extract", .text = &extract, .once = true },
		{ "running", .flag = &active },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (active && argc)
		return cmd_usage("show", "--running takes no file");
	if (!active && argc != 1)
		return cmd_usage("show", "one policy or manifest is needed, %d given", argc);
	return show(active ? INPUT_RUNNING : argv[0], extract);
}
