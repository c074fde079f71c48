// SPDX-License-Identifier: GPL-2.0-only
/* The row of all files, and paths between them. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/sources.h"

static const struct {
	const char *file; /* NULL: the main file */
	const char *path;
	const char *result;
} paths[] = {
	{ NULL, "x", "x" },
	{ NULL, "../x", "../x" },
	{ NULL, "./x", "./x" },
	{ "a.lorica", "../x", "../x" },
	{ "lib/a.lorica", "x", "lib/x" },
	{ "lib/a.lorica", "./x", "lib/x" },
	{ "lib/a.lorica", ".//x", "lib/x" },
	{ "lib/a.lorica", "/x", "/x" },
	{ "lib/a.lorica", "../x", "x" },
	{ "lib/a.lorica", "..//x", "x" },
	{ "lib/a.lorica", "../../x", "../x" },
	{ "lib/a.lorica", ".././x", "x" },
	{ "lib/a.lorica", "..", "lib/.." },
	{ "lib/a.lorica", "..x", "lib/..x" },
	{ "lib/a.lorica", "d/../x", "lib/d/../x" },
	{ "a/b/c.lorica", "../x", "a/x" },
	{ "../c.lorica", "x", "../x" },
	{ "../c.lorica", "../x", "../../x" },
	{ "../b/c.lorica", "../x", "../x" },
	{ "/usr/lib/c.lorica", "../x", "/usr/x" },
	{ "/usr/lib/c.lorica", "../../../x", "/../x" },
	{ "/c.lorica", "x", "/x" },
};

static void join(size_t i, struct arena *arena)
{
	struct source source = { .path = paths[i].file };
	struct sources s;
	const char *got;

	sources_start(&s, arena);
	got = sources_path(&s, &source, paths[i].path);
	ok(!strcmp(got, paths[i].result), "'%s' in '%s' is '%s', got '%s'", paths[i].path,
	   paths[i].file ? paths[i].file : "the main file", paths[i].result, got);
}

static void row(struct arena *arena)
{
	struct source source = { .name = "n", .text = "abc", .len = 3 };
	struct source *list[100];
	struct sources s;
	size_t i;
	bool good = true;

	sources_start(&s, arena);
	for (i = 0; i < 100; i++) {
		source.len = i % 4;
		list[i] = sources_add(&s, &source);
	}
	for (i = 0; i < 100; i++)
		good &= sources_find(&s, list[i]->base) == list[i] &&
			sources_find(&s, list[i]->base + list[i]->len) == list[i];
	ok(good, "the first byte and the end of each file are found in it");
}

static void limits(struct arena *arena)
{
	struct source source = { .name = "n", .text = "", .len = 1 << 20 };
	struct sources s;
	unsigned int n;

	sources_start(&s, arena);
	for (n = 0; sources_add(&s, &source);)
		n++;
	ok(n == 95, "95 files of 1 MiB are in the row, %u were taken", n);
	sources_start(&s, arena);
	source.len = 0;
	for (n = 0; sources_add(&s, &source);)
		n++;
	ok(n == SOURCES_MAX, "%u empty files", n);
}

static void values(struct arena *arena)
{
	struct span use = { 1, 2 }, written = { 3, 4 }, span, other = { 5, 6 };
	struct sources s;
	unsigned int n;

	sources_start(&s, arena);
	for (n = 0; sources_use(&s, use, written, &span); n++)
		use.end = n;
	ok(n == SOURCES_MAX_VALUES && n == sources_max_values(&s), "%u values", n);
	s.next = n + 1;
	ok(sources_use(&s, use, written, &span) && !sources_use(&s, use, written, &span),
	   "one more for a byte more");
	s.next = 0;
	s.nr_values--;
	span.start--;
	span.end--;
	ok(sources_used(&s, &span, &other) && span.start == 1 && span.end == n - 2 &&
		   other.start == 3 && other.end == 4,
	   "a place tells where its value comes from");
	ok(!sources_used(&s, &span, &other) && span.start == 1, "a place in a file stays");
}

int main(void)
{
	struct arena arena = { 0 };
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		join(i, &arena);
	row(&arena);
	limits(&arena);
	values(&arena);
	arena_free(&arena);
	return tap_done();
}
