// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file of expectations. What is read without an error names a policy and has
 * a verdict for each event.
 */
#include "fuzz.h"

#include <errno.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/diag.h"
#include "userspace/lib/expect.h"
#include "userspace/lib/net_object.h"
#include "userspace/lib/ruling.h"
#include "userspace/lib/sources.h"

static FILE *nowhere;

/* Any other file is there, and empty but for its first line. */
static int find(void *context, struct arena *arena, struct source *source)
{
	(void)context;
	(void)arena;
	source->name = source->path;
	source->id = source->path;
	return strchr(source->path, '!') ? -ENOENT : 0;
}

static int read_one(void *context, struct arena *arena, struct source *source)
{
	(void)context;
	(void)arena;
	source->text = "syntax 1\nexec \"/included\" deny\n";
	source->len = strlen(source->text);
	return 0;
}

/* What is asked is a question that the desk has an answer to. */
static void check_line(const struct expect_line *line)
{
	struct ruling_event event;
	struct lorica_net_query query;

	expect_question(line, &event);
	fuzz_assert(line->has_digest + !!event.path + !!event.object <= 1);
	if (line->program)
		fuzz_assert(*line->program == '/' && line->said);
	if (line->type >= LORICA_EVENT_NET_SOCKET && line->type <= LORICA_EVENT_NET_CONNECT) {
		fuzz_assert(event.object && net_object_read(line->type, event.object, &query));
		fuzz_assert(!net_object_is_unreadable(&query));
	} else if (line->type == LORICA_EVENT_USB) {
		fuzz_assert(event.usb && event.object);
	} else {
		fuzz_assert(line->program || line->has_digest || event.path);
	}
}

static void check(const struct expect *expect)
{
	const struct expect_manifest *m;
	const struct expect_line *line;
	unsigned int n = 0;

	fuzz_assert(expect->policy.text && *expect->policy.text && expect->lines);
	for (m = expect->manifests; m; m = m->next)
		fuzz_assert(*m->path.text);
	for (line = expect->lines; line; line = line->next, n++) {
		fuzz_assert(line->verdict >= LORICA_VERDICT_ALLOW &&
			    line->verdict <= LORICA_VERDICT_AUDIT);
		check_line(line);
	}
	fuzz_assert(n == expect->nr);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	const struct source_reader reader = { find, read_one, NULL };
	struct source source = { .name = "fuzz", .len = len };
	struct arena arena = { 0 };
	struct sources sources;
	struct expect *expect;
	struct diags diags;
	char *text = malloc(len + 1);

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	source.text = text;
	sources_start(&sources, &arena);
	sources_add(&sources, &source);
	diag_start(&diags, &sources, &arena);
	expect = expect_parse(&sources, &reader, &diags, &arena);
	if (!diags.count[DIAG_ERROR])
		check(expect);
	diag_print(&diags, nowhere, true, false);
	arena_free(&arena);
	free(text);
	return 0;
}
