// SPDX-License-Identifier: GPL-2.0-only
#include "policy_file.h"

#include <stdlib.h>
#include <string.h>

#include "userspace/cmd.h"
#include "file.h"
#include "json.h"
#include "term.h"
#include "value.h"

static time_t now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t value;

	return epoch && value_number(epoch, &value) ? (time_t)value : time(NULL);
}

static char *directory_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_string(arena, ".", 1);
	return arena_string(arena, path, slash == path ? 1 : slash - path);
}

int policy_file_compile(struct compile *c, const char *path)
{
	char *text;
	size_t len;
	int err;

	memset(c, 0, sizeof(*c));
	err = file_read(path, LORICA_MAX_TEXT, &text, &len);
	if (err) {
		fprintf(stderr, "lorica: cannot read '%s': %s\n", path, strerror(-err));
		return EXIT_FAILED;
	}
	c->source = (struct source){
		.name = strcmp(path, "-") ? path : "<stdin>",
		.text = text,
		.len = len,
	};
	c->loader.load = key_cert_load_file;
	c->loader.context = directory_of(&c->arena, path);
	c->now = now();
	return compile_run(c) ? EXIT_OK : EXIT_REJECTED;
}

void policy_file_report(struct compile *c)
{
	struct json j;

	if (!globals.json) {
		diag_print(&c->diags, stderr, term_color(stderr, globals.color), globals.quiet);
		return;
	}
	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_bool(&j, "ok", !c->diags.count[DIAG_ERROR]);
	diag_json(&c->diags, &j);
	json_close(&j, '}');
}

void policy_file_free(struct compile *c)
{
	compile_free(c);
	free((char *)c->source.text);
}
