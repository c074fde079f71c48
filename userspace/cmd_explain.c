// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/desk.h"
#include "lib/event_line.h"
#include "lib/event_words.h"
#include "lib/expect.h"
#include "lib/json.h"
#include "lib/option.h"
#include "lib/net_object.h"
#include "lib/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int no_volume(const struct desk *desk, const char *name)
{
	const char *near = desk_near_volume(desk, name);

	if (near)
		return cmd_usage("explain", "the policy has no volume '%s'; did you mean '%s'?",
				 name, near);
	return cmd_usage("explain", "the policy has no volume '%s'", name);
}

static void print_recorded(const struct event_line *line)
{
	if (line->verdict || line->reason)
		printf("  recorded: %s: %s\n", line->verdict ? line->verdict : "?",
		       line->reason ? line->reason : "?");
}

/* @is_one: of several, which have a line each. */
static void print(const struct desk *desk, const struct ruling *r, const struct event_line *line,
		  bool is_one)
{
	struct json j;

	if (!globals.json) {
		if (globals.quiet) {
			ruling_print_line(r);
			putchar('\n');
			return;
		}
		ruling_print(desk, r);
		if (line)
			print_recorded(line);
		return;
	}
	json_start(&j, stdout);
	j.compact = is_one;
	json_open(&j, NULL, '{');
	ruling_json(desk, r, &j);
	if (line) {
		json_open(&j, "recorded", '{');
		json_text(&j, "verdict", line->verdict);
		json_text(&j, "reason", line->reason);
		json_close(&j, '}');
	}
	json_close(&j, '}');
}

static int judge(struct desk *desk, const struct ruling_event *event, const struct event_line *line,
		 bool is_one)
{
	struct ruling r;
	int ret = ruling_make(desk, event, &r);

	if (!ret)
		print(desk, &r, line, is_one);
	return ret;
}

/* Goes on behind a line that is wrong: each is a question of its own. */
static int judge_stream(struct desk *desk)
{
	struct event_line line;
	const char *wrong;
	size_t room = 0, at, nr;
	char *text = NULL;
	int ret = EXIT_OK, one;
	ssize_t len;

	for (nr = 1; (len = getline(&text, &room, stdin)) >= 0; nr++) {
		len -= len && text[len - 1] == '\n';
		if (!len)
			continue;
		one = EXIT_REJECTED;
		wrong = event_line_parse(&line, text, len, &desk->arena, &at);
		if (wrong)
			fprintf(stderr, "<stdin>:%zu:%zu: error: %s\n", nr, at + 1, wrong);
		else
			one = judge(desk, &line.event, &line, true);
		ret = one > ret ? one : ret;
		fflush(stdout);
	}
	if (ferror(stdin)) {
		perror("lorica explain: cannot read standard input");
		ret = EXIT_FAILED;
	}
	free(text);
	return ret;
}

/* Behind "sha256:" or "fsverity:"; false when @object begins with neither. */
static bool take_digest(const char *object, struct ruling_event *event, struct value_wrong *bad,
			bool *good)
{
	static const char sha256[] = "sha256:", fsverity[] = "fsverity:";

	if (!strncmp(object, sha256, strlen(sha256)))
		*good = event->has_digest = value_digest(object + strlen(sha256), event->digest,
							 bad);
	else if (!strncmp(object, fsverity, strlen(fsverity)))
		*good = event->has_verity = value_digest(object + strlen(fsverity), event->verity,
							 bad);
	else
		return false;
	return true;
}

static bool is_net(enum lorica_event_type type)
{
	return type >= LORICA_EVENT_NET_SOCKET && type <= LORICA_EVENT_NET_CONNECT;
}

/* TYPE PATH, TYPE sha256:HEX, TYPE fsverity:HEX, or TYPE alone when no section manages it. */
static int parse_event(int argc, char **argv, struct arena *arena, struct ruling_event *event)
{
	const char *wrong = event_line_type(argv[0], &event->type, arena), *object = argv[1];
	struct value_wrong bad;
	bool good;

	if (wrong)
		return cmd_usage("explain", "%s", wrong);
	if (argc > 2)
		return cmd_usage("explain", "'%s' takes one object", argv[0]);
	if (object && strlen(object) >= LORICA_MAX_PATH)
		return cmd_usage("explain", "the object is longer than any path");
	event->object = object;
	if (!ruling_needs_object(event->type))
		return EXIT_OK;
	if (!object)
		return cmd_usage("explain",
				 is_net(event->type) ?
					 "'%s' needs an object, as in 'tcp 127.0.0.1:80'" :
					 "'%s' needs a path, or sha256:HEX",
				 argv[0]);
	if (is_net(event->type)) {
		struct lorica_net_query query;

		if (net_object_read(event->type, object, &query))
			return EXIT_OK;
		return cmd_usage("explain",
				 "'%s' is none of 'tcp ADDRESS:PORT', 'udp ADDRESS:PORT', 'raw', 'packet' and 'family NAME' that goes with '%s'",
				 object, argv[0]);
	}
	if (*object == '/') {
		event->path = object;
		return EXIT_OK;
	}
	if (!take_digest(object, event, &bad, &good))
		return cmd_usage("explain", "'%s' is neither an absolute path nor sha256:HEX",
				 object);
	if (!good)
		return cmd_usage("explain", "'%s': %s", object, bad.message);
	event->object = NULL;
	return EXIT_OK;
}

struct request {
	const char *policy;
	struct option_list manifests;
	const char *root;
	const char *volume;
	const char *program;
	bool is_stream;
	struct ruling_event event;
	const struct expect_line *words; /* instead of @event */
};

static int judge_words(struct desk *desk, const struct expect_line *first)
{
	const struct expect_line *line;
	struct ruling_event event;
	int ret = EXIT_OK;

	for (line = first; !ret && line; line = line->next) {
		expect_question(line, &event);
		ret = judge(desk, &event, NULL, first->next);
	}
	return ret;
}

static int judge_request(struct desk *desk, const struct request *req)
{
	if (req->is_stream)
		return judge_stream(desk);
	if (req->words)
		return judge_words(desk, req->words);
	return judge(desk, &req->event, NULL, false);
}

static int parse_words(int argc, char **argv, struct arena *arena, struct request *req)
{
	req->words = event_words_read(argc, argv, arena);
	if (!req->words)
		return EXIT_USAGE;
	if (req->program)
		return cmd_usage("explain", "the event says who does it, so --program is too much");
	return EXIT_OK;
}

static int explain(const struct request *req)
{
	struct desk desk;
	size_t i;
	int ret = desk_open(&desk, "explain", req->policy);

	for (i = 0; !ret && i < req->manifests.nr; i++)
		ret = desk_add_named(&desk, req->manifests.words[i]);
	if (!ret && req->root)
		ret = desk_set_root(&desk, req->root);
	if (!ret && req->volume && !desk_set_volume(&desk, req->volume))
		ret = no_volume(&desk, req->volume);
	if (!ret)
		ret = judge_request(&desk, req);
	desk_close(&desk);
	return ret;
}

int cmd_explain(int argc, char **argv)
{
	const char *manifests[LORICA_MAX_MANIFESTS];
	struct request req = { .manifests = { manifests, .max = LORICA_MAX_MANIFESTS } };
	struct arena arena = { 0 };
	bool running = false;
	const struct option_spec options[] = {
		{ "manifest", 'm', .list = &req.manifests },
		{ "root", .text = &req.root, .once = true },
		{ "volume", .text = &req.volume, .once = true },
		{ "program", .text = &req.program, .once = true },
		{ "running", .flag = &running },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc < 2 - running)
		return cmd_usage("explain", running ? "an event is needed" :
						      "a policy and an event are needed");
	req.policy = running ? INPUT_RUNNING : argv[0];
	argc -= !running;
	argv += !running;
	req.is_stream = argc == 1 && !strcmp(argv[0], "-");
	if (req.is_stream && !strcmp(req.policy, "-"))
		return cmd_usage("explain", "standard input is either the policy or the events");
	if (req.is_stream && req.program)
		return cmd_usage("explain", "each event has its own program");
	if (!req.is_stream && event_words_are(argc, argv))
		ret = parse_words(argc, argv, &arena, &req);
	else if (!req.is_stream)
		ret = parse_event(argc, argv, &arena, &req.event);
	req.event.program = req.program;
	if (!ret)
		ret = explain(&req);
	arena_free(&arena);
	return ret;
}
