// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"

/* Keys that may stand on several lines become arrays. */
static const char *const repeated[] = {
	"boot_finding",	     "degraded", "hook",    "manifest", "manifest_entries",
	"manifest_fsverity", "volume",	 "allowed", "watch",
};

static bool is_repeated(const char *key, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(repeated) / sizeof(repeated[0]); i++)
		if (strlen(repeated[i]) == len && !strncmp(repeated[i], key, len))
			return true;
	return false;
}

static void print_array(struct json *j, const char *text, const char *key)
{
	size_t n = strlen(key);
	const char *line;

	json_open(j, key, '[');
	for (line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (!strncmp(line, key, n) && line[n] == ' ')
			json_string(j, NULL, line + n + 1, strcspn(line + n + 1, "\n"));
	}
	json_close(j, ']');
}

static void print_json(const char *text)
{
	struct json j;
	const char *line;
	size_t i;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	for (line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t key = strcspn(line, " \n");
		char name[64];

		if (line[key] != ' ' || is_repeated(line, key))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)key, line);
		json_string(&j, name, line + key + 1, strcspn(line + key + 1, "\n"));
	}
	for (i = 0; i < sizeof(repeated) / sizeof(repeated[0]); i++)
		print_array(&j, text, repeated[i]);
	json_close(&j, '}');
	putchar('\n');
}

int cmd_status(int argc, char **argv)
{
	static const struct option_spec options[] = { { 0 } };
	char *text;
	int ret;

	ret = option_parse_all(argc, argv, options);
	if (ret)
		return ret;
	ret = node_read("status", &text);
	if (ret) {
		fprintf(stderr, "lorica status: cannot read the module's status: %s\n",
			strerror(-ret));
		return node_exit(ret);
	}
	if (globals.json)
		print_json(text);
	else
		fputs(text, stdout);
	free(text);
	return EXIT_OK;
}
