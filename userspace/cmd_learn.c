// SPDX-License-Identifier: GPL-2.0-only
/* lorica learn: from what audit mode has reported to a policy that would permit it. */
#include "cmd.h"
#include "kernel/reason.h"
#include "lib/event_read.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/learn.h"
#include "lib/learn_draft.h"
#include "lib/learn_exec.h"
#include "lib/learn_program.h"
#include "lib/name.h"
#include "lib/option.h"
#include "lib/source_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct request {
	const char *policy;
	struct option_list manifests;
	const char *root;
	const char *out;
	const char *manifest_out;
	const char *name;
	bool enforce, dry_run;
	char **events;
	int nr_events;
};

static const char *take(void *context, const struct event_line *line)
{
	return learn_add(context, line);
}

static int read_events(const struct request *req, struct learn *l)
{
	const struct event_reader reader = { "learn", take, l };
	int ret, worst = EXIT_OK, i;

	if (!req->nr_events)
		return event_read_kernel(&reader);
	for (i = 0; i < req->nr_events; i++) {
		ret = event_read_file(&reader, req->events[i]);
		if (ret == EXIT_FAILED)
			return ret;
		worst = ret ? ret : worst;
	}
	return worst;
}

/* On a device it would take the place of the other one. */
static int check_name(const struct request *req, const struct desk *desk)
{
	u32 i;

	for (i = 0; req->manifest_out && i < desk->nr_manifests; i++) {
		if (strcmp(desk->manifests[i].in.view.name, req->name))
			continue;
		return cmd_usage("learn",
				 "'%s' is the name of '%s', which it would replace; --name gives another",
				 req->name, desk->manifests[i].in.path);
	}
	return EXIT_OK;
}

static int lay_out(const struct request *req, struct desk *desk)
{
	int ret = desk_open(desk, "learn", req->policy);
	size_t i;

	for (i = 0; !ret && i < req->manifests.nr; i++)
		ret = desk_add_named(desk, req->manifests.words[i]);
	if (!ret)
		ret = check_name(req, desk);
	if (!ret && req->root)
		ret = desk_set_root(desk, req->root);
	return ret;
}

static bool is_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

static int write_file(const char *path, const void *data, size_t len)
{
	int err = file_write(path, data, len);

	if (!err)
		return EXIT_OK;
	fprintf(stderr, "lorica learn: cannot write '%s': %s\n", path, strerror(-err));
	return EXIT_FAILED;
}

static int write_manifest(const struct request *req, const struct learn *l, u64 serial)
{
	enum lorica_reason reason;
	int ret = EXIT_OK;
	u8 *content;
	size_t len;

	if (!req->manifest_out)
		return EXIT_OK;
	reason = learn_exec_manifest(l, req->name, serial, &content, &len);
	if (reason) {
		fprintf(stderr, "lorica learn: cannot make the manifest: %s\n",
			lorica_reason_text(reason));
		return EXIT_FAILED;
	}
	if (!req->dry_run)
		ret = write_file(req->manifest_out, content, len);
	free(content);
	return ret;
}

/* A policy names certificates beside it, and whoever drafts one elsewhere has to bring them. */
static void look_for_certs(const struct request *req, struct learn *l,
			   const struct learn_draft *draft)
{
	const char *dir = source_file_dir(&l->arena, req->out), *path;
	unsigned int i;

	for (i = 0; i < draft->sema.nr_keys; i++) {
		path = draft->sema.keys[i].ast->path.text;
		if (*path != '/')
			path = arena_printf(&l->arena, "%s/%s", dir, path);
		if (!access(path, F_OK))
			continue;
		fprintf(stderr, "lorica: to compile it, the certificate of '%s' has to be '%s'; ",
			draft->sema.keys[i].ast->name.text, path);
		fprintf(stderr, "`lorica show --extract` gives those of a statement\n");
	}
}

static int write_policy(const struct request *req, const struct learn *l,
			const struct learn_draft *draft)
{
	char *text;
	size_t len;
	FILE *to;
	int ret;

	if (req->dry_run)
		return EXIT_OK;
	to = open_memstream(&text, &len);
	if (!to) {
		fprintf(stderr, "lorica learn: out of memory\n");
		return EXIT_FAILED;
	}
	ret = learn_draft_print(draft, l, to);
	if (fclose(to))
		ret = EXIT_FAILED;
	if (!ret)
		ret = write_file(req->out, text, len);
	free(text);
	return ret;
}

static void say_lost(const struct learn *l)
{
	size_t boot = 0, at = 0;
	u64 first, last, nr = 0;

	while (record_log_gap(&l->log, &boot, &at, &first, &last))
		nr += last - first + 1;
	if (nr)
		fprintf(stderr,
			"lorica: warning: %llu record%s missing; what %s told is not learnt\n",
			(unsigned long long)nr, nr == 1 ? " is" : "s are", nr == 1 ? "it" : "they");
}

static void summary(const struct learn *l, const struct learn_draft *draft)
{
	size_t refused = 0, programs = 0, i;
	int kind;

	for (kind = 0; kind < LEARN_NR_KINDS; kind++)
		refused += learn_count(l, kind, LEARN_REFUSED);
	for (i = 0; i < LEARN_NR_LINES; i++)
		programs += learn_count(l, learn_lines[i].kind, LEARN_LEARNT);
	fprintf(stderr,
		"lorica: policy '%s', serial %llu, from %llu events: ", draft->line.name.text,
		(unsigned long long)draft->line.serial, (unsigned long long)l->nr_events);
	fprintf(stderr, "files to list: %zu, programs excepted: %zu, ",
		learn_count(l, LEARN_FILE, LEARN_LEARNT), programs);
	if (l->desk->policy.policy.rec->net)
		fprintf(stderr, "rules for the network: %zu, ",
			learn_count(l, LEARN_NET, LEARN_LEARNT));
	fprintf(stderr, "still refused: %zu\n", refused);
	say_lost(l);
	if (l->foreign)
		fprintf(stderr,
			"lorica: warning: another policy than the base decided %llu of them\n",
			(unsigned long long)l->foreign);
}

static void report(const struct request *req, struct learn *l, const struct learn_draft *draft)
{
	struct json j;

	if (!globals.quiet)
		summary(l, draft);
	if (!globals.quiet && !req->dry_run)
		look_for_certs(req, l, draft);
	/* Standard output cannot hold a statement and the document. */
	if (!globals.json || is_stdout(req->out) || is_stdout(req->manifest_out))
		return;
	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	learn_draft_json(draft, l, &j);
	json_close(&j, '}');
}

static int run(const struct request *req)
{
	struct learn_draft draft = { .text = NULL };
	struct learn l = { .desk = NULL };
	struct desk desk;
	int ret = lay_out(req, &desk);

	learn_start(&l, &desk);
	if (!ret)
		ret = read_events(req, &l);
	if (!ret)
		ret = learn_decide(&l);
	if (!ret)
		ret = learn_draft_make(&draft, &l, req->enforce);
	if (!ret)
		ret = write_manifest(req, &l, draft.line.serial);
	if (!ret)
		ret = write_policy(req, &l, &draft);
	if (!ret)
		report(req, &l, &draft);
	learn_draft_free(&draft);
	learn_end(&l);
	desk_close(&desk);
	return ret;
}

/* Standard input is one thing, and standard output is as well. */
static int check_streams(const struct request *req)
{
	int i, in = !strcmp(req->policy, "-");

	for (i = 0; i < req->nr_events; i++)
		in += !strcmp(req->events[i], "-");
	if (in > 1)
		return cmd_usage("learn", "standard input can be one thing");
	if (is_stdout(req->out) && is_stdout(req->manifest_out))
		return cmd_usage("learn", "standard output can be one thing");
	return EXIT_OK;
}

static bool take_name(void *name, char *arg)
{
	*(const char **)name = arg;
	return name_ok(arg);
}

int cmd_learn(int argc, char **argv)
{
	const char *manifests[LORICA_MAX_MANIFESTS];
	struct request req = {
		.manifests = { manifests, .max = LORICA_MAX_MANIFESTS },
		.name = "learnt",
	};
	bool running = false;
	/* clang-format off */
	const struct option_spec options[] = {
		{ "policy", 'p', .text = &req.policy, .once = true },
		{ "running", .flag = &running },
		{ "manifest", 'm', .list = &req.manifests },
		{ "root", .text = &req.root, .once = true },
		{ "output", 'o', .text = &req.out, .once = true },
		{ "manifest-out", .text = &req.manifest_out, .once = true },
		{ "name", .take = take_name, .to = &req.name,
		  .wants = "is 1 to 31 characters of A-Z a-z 0-9 . _ -" },
		{ "enforce", .flag = &req.enforce },
		{ "dry-run", 'n', .flag = &req.dry_run },
		{ 0 },
	};
	/* clang-format on */
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (running == !!req.policy)
		return cmd_usage("learn", "needs one of --policy POLICY and --running");
	if (running)
		req.policy = INPUT_RUNNING;
	if (!req.out && !req.dry_run)
		return cmd_usage("learn", "needs -o OUT (- for standard output)");
	req.events = argv;
	req.nr_events = argc;
	ret = check_streams(&req);
	return ret ? ret : run(&req);
}
