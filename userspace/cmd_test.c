// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "kernel/reason.h"
#include "lib/desk.h"
#include "lib/expect.h"
#include "lib/json.h"
#include "lib/option.h"
#include "lib/policy_file.h"
#include "lib/ruling.h"
#include "lib/source_file.h"
#include "lib/term.h"
#include "lib/words.h"

#include <stdlib.h>
#include <string.h>

/**
 * struct test - a run over one file of expectations
 * @path: the file
 * @dir: where the paths in it start
 * @arena: holds what is below
 * @sources: the file, and what it includes
 * @diags: what was said of them
 * @expect: what was read
 * @desk: what is judged by
 * @json: open while results are written, with -j
 * @nr: expectations so far
 * @failed: those that were not met
 * @unread: those that could not be judged
 */
struct test {
	const char *path;
	char *dir;
	struct arena arena;
	struct source source;
	struct sources sources;
	struct diags diags;
	struct expect *expect;
	struct desk desk;
	struct json json;
	unsigned int nr;
	unsigned int failed;
	unsigned int unread;
};

static int report(struct test *t)
{
	struct json j;

	if (!globals.json) {
		diag_print(&t->diags, stderr, term_color(stderr, globals.color), globals.quiet);
		return EXIT_REJECTED;
	}
	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_bool(&j, "ok", false);
	diag_json(&t->diags, &j);
	json_close(&j, '}');
	return EXIT_REJECTED;
}

static int parse(struct test *t)
{
	struct source_reader reader = { source_file_find, source_file_read, NULL };
	int err = source_file_main(t->path, &t->arena, &t->source);

	if (err)
		return policy_file_unreadable(t->path, err);
	t->dir = source_file_dir(&t->arena, t->path);
	reader.context = t->dir;
	sources_start(&t->sources, &t->arena);
	sources_add(&t->sources, &t->source);
	diag_start(&t->diags, &t->sources, &t->arena);
	t->expect = expect_parse(&t->sources, &reader, &t->diags, &t->arena);
	return t->diags.count[DIAG_ERROR] ? report(t) : EXIT_OK;
}

/* From the current directory; never the name that stands for standard input. */
static const char *from_here(struct test *t, const char *path)
{
	if (*path == '/' || (!strcmp(t->dir, ".") && strcmp(path, "-")))
		return path;
	return arena_printf(&t->arena, "%s/%s", t->dir, path);
}

static int no_key(struct test *t, const struct ast_word *key)
{
	const char *near = desk_near_key(&t->desk, key->text);

	diag_report(&t->diags, DIAG_UNKNOWN_KEY, key->span, "the policy has no key '%s'%s%s%s",
		    key->text, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	return report(t);
}

static int no_volume(struct test *t, const struct ast_word *name)
{
	const char *near = desk_near_volume(&t->desk, name->text);

	diag_report(&t->diags, DIAG_UNKNOWN_KEY, name->span, "the policy has no volume '%s'%s%s%s",
		    name->text, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	return report(t);
}

static int add_manifest(struct test *t, const struct expect_manifest *m)
{
	int key = DESK_BY_SIGNER, ret;

	if (m->key.text) {
		key = desk_key(&t->desk, m->key.text);
		if (key < 0)
			return no_key(t, &m->key);
	}
	ret = desk_add_manifest(&t->desk, from_here(t, m->path.text), key);
	return ret == EXIT_USAGE ? EXIT_REJECTED : ret;
}

static int lay_out(struct test *t)
{
	const struct expect_manifest *m;
	int ret = desk_open(&t->desk, "test", from_here(t, t->expect->policy.text));

	for (m = t->expect->manifests; !ret && m; m = m->next)
		ret = add_manifest(t, m);
	if (!ret && t->expect->root.text)
		ret = desk_set_root(&t->desk, from_here(t, t->expect->root.text));
	if (!ret && t->expect->volume.text && !desk_set_volume(&t->desk, t->expect->volume.text))
		ret = no_volume(t, &t->expect->volume);
	return ret;
}

static const char *describe(struct test *t, const struct expect_line *line)
{
	const char *type = words_name(&words_event_type, line->type);
	const char *said = line->said;

	if (!said)
		said = arena_printf(&t->arena, "%s %s%s", type, line->has_digest ? "sha256:" : "",
				    line->object.text);
	return arena_printf(&t->arena, "%s %s", said, words_name(&words_verdict, line->verdict));
}

struct place {
	const struct source *source;
	struct position at;
};

static struct place locate(const struct test *t, struct span span)
{
	struct place place;
	struct span written;

	sources_used(&t->sources, &span, &written);
	place.source = sources_find(&t->sources, span.start);
	place.at = source_locate(place.source, span.start - place.source->base);
	return place;
}

static void print_json(struct test *t, const struct expect_line *line, const struct ruling *r,
		       bool is_met)
{
	struct place place = locate(t, line->object.span);
	struct json *j = &t->json;

	json_open(j, NULL, '{');
	json_bool(j, "ok", is_met);
	json_text(j, "file", place.source->name);
	json_number(j, "line", place.at.line);
	json_number(j, "column", place.at.column);
	json_text(j, "expected", words_name(&words_verdict, line->verdict));
	if (r)
		ruling_json(&t->desk, r, j);
	else
		json_text(j, "verdict", NULL);
	json_close(j, '}');
}

static void print_place(const struct ruling_rule *rule)
{
	if (rule->source)
		printf("%s:%u:%u: ", rule->source->name, rule->at.line, rule->at.column);
	printf("%s\n", rule->text);
}

/* What follows a '#' may tell the reader of TAP that a failure is none. */
static void print_tap(unsigned int nr, bool is_met, const char *text)
{
	printf("%sok %u - ", is_met ? "" : "not ", nr);
	for (; *text; text++)
		printf("%s%c", *text == '#' ? "\\" : "", *text);
	putchar('\n');
}

static void print_text(struct test *t, const struct expect_line *line, const struct ruling *r,
		       bool is_met)
{
	const char *before = globals.quiet ? "" : "# ";
	struct place place;

	if (!globals.quiet)
		print_tap(t->nr, is_met, describe(t, line));
	/* To find a line takes reading all before it, so only what fails is looked up. */
	if (is_met)
		return;
	place = locate(t, line->object.span);
	printf("%s%s:%u:%u: error: %s\n", before, place.source->name, place.at.line,
	       place.at.column, describe(t, line));
	if (!r) {
		printf("%s  cannot be judged\n", before);
		return;
	}
	printf("%s  it is %s: %s\n", before, words_name(&words_verdict, r->verdict),
	       lorica_reason_text(r->decision.reason));
	printf("%s  decided by: ", before);
	print_place(&r->decided_by);
}

static void run_one(struct test *t, const struct expect_line *line)
{
	struct ruling_event event;
	struct ruling r;
	bool is_judged, is_met;

	expect_question(line, &event);
	is_judged = !ruling_make(&t->desk, &event, &r);
	is_met = is_judged && r.verdict == line->verdict;
	t->nr++;
	t->failed += !is_met;
	t->unread += !is_judged;
	if (globals.json)
		print_json(t, line, is_judged ? &r : NULL, is_met);
	else
		print_text(t, line, is_judged ? &r : NULL, is_met);
}

static int run(struct test *t)
{
	const struct expect_line *line;

	if (globals.json) {
		json_start(&t->json, stdout);
		json_open(&t->json, NULL, '{');
		json_text(&t->json, "file", t->path);
		json_open(&t->json, "tests", '[');
	} else if (!globals.quiet) {
		printf("TAP version 13\n");
	}
	for (line = t->expect->lines; line; line = line->next)
		run_one(t, line);
	if (globals.json) {
		json_close(&t->json, ']');
		json_number(&t->json, "failed", t->failed);
		json_bool(&t->json, "ok", !t->failed);
		json_close(&t->json, '}');
	} else if (!globals.quiet) {
		printf("1..%u\n", t->nr);
	}
	fflush(stdout);
	if (t->failed)
		fprintf(stderr, "lorica test: %u of %u expectations not met\n", t->failed, t->nr);
	return t->unread ? EXIT_FAILED : t->failed ? EXIT_CHECK_NO : EXIT_OK;
}

int cmd_test(int argc, char **argv)
{
	const struct option_spec options[] = { { 0 } };
	struct test t = { 0 };
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("test", "one file of expectations is needed, %d given", argc);
	t.path = argv[0];
	ret = parse(&t);
	if (!ret)
		ret = lay_out(&t);
	if (!ret)
		ret = run(&t);
	desk_close(&t.desk);
	arena_free(&t.arena);
	free((char *)t.source.text);
	return ret;
}
