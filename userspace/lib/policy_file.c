// SPDX-License-Identifier: GPL-2.0-only
#include "policy_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "source_file.h"
#include "term.h"
#include "unmanaged.h"
#include "userspace/cmd.h"
#include "value.h"

static time_t now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t value;

	return epoch && value_number(epoch, &value, NULL) ? (time_t)value : time(NULL);
}

int policy_file_unreadable(const char *path, int err)
{
	fprintf(stderr, "lorica: cannot read '%s': %s", path, strerror(-err));
	if (err == -EFBIG)
		fprintf(stderr, "; a policy text has at most %d bytes", LORICA_MAX_TEXT);
	putc('\n', stderr);
	return EXIT_FAILED;
}

static int run(struct compile *c, const char *path)
{
	c->loader.load = key_cert_load_file;
	c->loader.context = source_file_dir(&c->arena, path);
	c->reader.find = source_file_find;
	c->reader.read = source_file_read;
	c->reader.context = c->loader.context;
	c->now = now();
	return compile_run(c) ? EXIT_OK : EXIT_REJECTED;
}

int policy_file_check(struct compile *c, const char *path, const struct lints *lints)
{
	int err;

	memset(c, 0, sizeof(*c));
	c->lints = lints;
	err = source_file_main(path, &c->arena, &c->source);
	return err ? policy_file_unreadable(path, err) : run(c, path);
}

int policy_file_given(struct compile *c, const char *path, char *text, size_t len)
{
	memset(c, 0, sizeof(*c));
	source_file_given(path, text, len, &c->arena, &c->source);
	return len > LORICA_MAX_TEXT ? policy_file_unreadable(path, -EFBIG) : run(c, path);
}

int policy_file_compile(struct compile *c, const char *path)
{
	return policy_file_check(c, path, NULL);
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
	json_bool(&j, "ok", !diag_failed(&c->diags));
	diag_json(&c->diags, &j);
	unmanaged_json(c->diags.count[DIAG_ERROR] ? NULL : &c->sema, &j);
	json_close(&j, '}');
}

void policy_file_free(struct compile *c)
{
	compile_free(c);
	free((char *)c->source.text);
}
