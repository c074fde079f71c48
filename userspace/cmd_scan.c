// SPDX-License-Identifier: GPL-2.0-only
/* lorica scan: have the module look at the running kernel now. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"

/* What a line of `status` says of one watch: what it is, the answer to a change, how it is. */
struct watch {
	char what[32];
	char response[16];
	char state[16];
	unsigned int changed;
};

static const char *next_watch(const char *text, struct watch *watch)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (sscanf(text, "watch %31s %15s %15s %u", watch->what, watch->response,
			   watch->state, &watch->changed) == 4) {
			text += strcspn(text, "\n");
			return text;
		}
	}
	return NULL;
}

static void print_json(const char *text)
{
	struct watch watch;
	struct json j;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_open(&j, "watch", '[');
	while ((text = next_watch(text, &watch))) {
		json_open(&j, NULL, '{');
		json_text(&j, "what", watch.what);
		json_text(&j, "on_change", watch.response);
		json_text(&j, "state", watch.state);
		json_number(&j, "changed", watch.changed);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	putchar('\n');
}

static void print_text(const char *text)
{
	struct watch watch;

	while ((text = next_watch(text, &watch))) {
		if (watch.changed)
			printf("%-10s %s: %u\n", watch.what, watch.state, watch.changed);
		else
			printf("%-10s %s\n", watch.what, watch.state);
	}
}

int cmd_scan(int argc, char **argv)
{
	static const struct option_spec options[] = { { 0 } };
	char *text, changed[24];
	int ret;

	ret = option_parse_all(argc, argv, options);
	if (ret)
		return ret;
	ret = node_word("scan", "scan");
	if (ret == -ENXIO) {
		fputs("lorica scan: the policy in force has no 'integrity' section: nothing is watched\n",
		      stderr);
		return EXIT_FAILED;
	}
	if (!ret)
		ret = node_read("status", &text);
	if (ret) {
		fprintf(stderr, "lorica scan: cannot have the kernel looked at: %s\n",
			strerror(-ret));
		return node_exit(ret);
	}
	if (globals.json)
		print_json(text);
	else if (!globals.quiet)
		print_text(text);
	ret = node_value(text, "integrity_changed", changed, sizeof(changed)) &&
			      !strcmp(changed, "0") ?
		      EXIT_OK :
		      EXIT_CHECK_NO;
	free(text);
	return ret;
}
