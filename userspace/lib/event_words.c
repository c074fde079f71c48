// SPDX-License-Identifier: GPL-2.0-only
#include "event_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "expect.h"
#include "kernel/shim.h"
#include "sources.h"
#include "term.h"
#include "text.h"
#include "userspace/cmd.h"

/* No type of event has these names. */
static const char *const heads[] = { "listen", "connect", "raw", "packet", "family" };

/* What follows one of these is a string of a device. */
static const char *const strings[] = { "serial", "product", "manufacturer", "port" };

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
	while (n && strcmp(word, *list)) {
		list++;
		n--;
	}
	return n;
}

bool event_words_are(int argc, char **argv)
{
	int i;

	if (is_one_of(argv[0], heads, ARRAY_SIZE(heads)) || strchr(argv[0], ' '))
		return true;
	/* The object of an event of the kernel is one word. */
	if (!strcmp(argv[0], "usb") && argc > 1 && !strchr(argv[1], ' '))
		return true;
	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], "by"))
			return true;
	return false;
}

/* The shell has taken the quotes; a comma behind them goes on with a list. */
static void write_string(struct arena *arena, const char *arg, FILE *to)
{
	size_t len = strlen(arg);
	bool goes_on = len && arg[len - 1] == ',';

	text_quoted(arena_string(arena, arg, len - goes_on), to);
	if (goes_on)
		putc(',', to);
}

static void write_text(int argc, char **argv, struct arena *arena, FILE *to)
{
	int i;

	if (argc == 1) {
		fputs(argv[0], to);
		return;
	}
	for (i = 0; i < argc; i++) {
		bool is_string = *argv[i] == '/' ||
				 (i && is_one_of(argv[i - 1], strings, ARRAY_SIZE(strings)));

		if (i)
			putc(' ', to);
		if (is_string)
			write_string(arena, argv[i], to);
		else
			fputs(argv[i], to);
	}
}

const struct expect_line *event_words_read(int argc, char **argv, struct arena *arena)
{
	struct source *source = arena_alloc(arena, sizeof(*source));
	struct sources *sources = arena_alloc(arena, sizeof(*sources));
	struct diags diags;
	struct expect *expect;
	size_t len = 0;
	char *text = NULL;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		abort();
	write_text(argc, argv, arena, to);
	fclose(to);
	source->name = "<event>";
	source->text = arena_string(arena, text, len);
	source->len = len;
	free(text);
	sources_start(sources, arena);
	sources_add(sources, source);
	diag_start(&diags, sources, arena);
	expect = expect_parse_event(sources, &diags, arena);
	if (!diags.count[DIAG_ERROR])
		return expect->lines;
	diag_print(&diags, stderr, term_color(stderr, globals.color), true);
	return NULL;
}
