// SPDX-License-Identifier: GPL-2.0-only
/* lorica audit: which controls of the catalogue does a device, or an image, fulfil? */
#include "cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "audit/audit.h"
#include "audit/profile.h"
#include "audit/report.h"
#include "lib/arena.h"
#include "lib/file.h"
#include "lib/option.h"
#include "lib/suggest.h"
#include "lib/term.h"
#include "lib/value.h"

/**
 * struct request - what the options say
 * @root: the tree, NULL: the running system
 * @profile: file, NULL: none
 * @html: file, NULL: no HTML
 * @sarif: SARIF on stdout
 * @tap: TAP on stdout
 * @list: no audit, but what there is
 */
struct request {
	const char *root;
	const char *profile;
	const char *html;
	bool sarif;
	bool tap;
	bool list;
};

static int unknown_control(const char *id)
{
	const char *ids[NR_CONTROLS], *near;
	u16 i;

	for (i = 1; i <= NR_CONTROLS; i++)
		ids[i - 1] = control_row(i)->id;
	near = suggest_word(id, ids, NR_CONTROLS);
	if (near)
		return cmd_usage("audit",
				 "there is no control '%s'; did you mean '%s'? --list lists them",
				 id, near);
	return cmd_usage("audit", "there is no control '%s'; --list lists them", id);
}

/* A heading stands for all below it. */
static int select_controls(struct audit *audit, int argc, char **argv)
{
	u16 id, asked;
	int i;

	for (id = 1; id <= NR_CONTROLS && !argc; id++)
		audit->answers[id].is_selected = true;
	for (i = 0; i < argc; i++) {
		asked = control_find(argv[i]);
		if (asked == CTL_NONE)
			return unknown_control(argv[i]);
		for (id = asked; id <= NR_CONTROLS; id++)
			audit->answers[id].is_selected |= control_is_below(id, asked);
	}
	return EXIT_OK;
}

static time_t get_now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	unsigned long long value;

	if (!epoch || !*epoch)
		return time(NULL);
	value = strtoull(epoch, &end, 10);
	return *end ? time(NULL) : (time_t)value;
}

static int print_html(const struct report *report, const char *path)
{
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);
	int err = -ENOMEM;

	if (to) {
		report_html(report, to);
		err = fclose(to) ? -errno : file_write(path, text, len);
	}
	free(text);
	if (err)
		fprintf(stderr, "lorica audit: cannot write '%s': %s\n", path, strerror(-err));
	return err ? AUDIT_EXIT_ERROR : EXIT_OK;
}

static int print(const struct audit *audit, const struct request *req)
{
	struct tree *tree = (struct tree *)&audit->probe.tree;
	struct report report = { .audit = audit, .root = req->root ? req->root : "/" };
	const struct tree_file *boot;
	char when[VALUE_DATE];
	struct utsname uts;

	value_date_print(audit->probe.now, when);
	report.time = when;
	if (tree->running && !uname(&uts))
		report.kernel = uts.release;
	boot = tree->running ? tree_file(tree, "/proc/sys/kernel/random/boot_id") : NULL;
	if (boot && !boot->err && !boot->not_text)
		report.boot = arena_printf(tree->arena, "%.*s",
					   STR_ARG(str_trim((struct str){
						   boot->text.p, strcspn(boot->text.p, "\n") })));
	if (req->html && print_html(&report, req->html))
		return AUDIT_EXIT_ERROR;
	if (req->html && !strcmp(req->html, "-"))
		return audit_exit_code(audit);
	if (globals.json)
		report_json(&report, stdout);
	else if (req->sarif)
		report_sarif(&report, stdout);
	else if (req->tap)
		report_tap(&report, stdout);
	else if (!globals.quiet)
		report_text(&report, stdout, term_color(stdout, globals.color), globals.verbose);
	return audit_exit_code(audit);
}

static int run(struct audit *audit, const struct request *req, struct arena *arena)
{
	struct probe *p = &audit->probe;
	const char *name = req->root ? req->root : "/";
	struct profile profile;
	int ret, err;

	p->arena = arena;
	p->now = get_now();
	p->tree.arena = arena;
	p->tree.running = !req->root;
	if (req->profile && !profile_open(&profile, arena, req->profile))
		return AUDIT_EXIT_ERROR;
	if (req->profile)
		p->profile = &profile;
	err = root_init(&p->tree.root, name, true);
	if (err) {
		fprintf(stderr, "lorica audit: cannot open '%s': %s\n", name, strerror(-err));
		return AUDIT_EXIT_ERROR;
	}
	audit_run(audit);
	ret = print(audit, req);
	root_close(&p->tree.root);
	return ret;
}

int cmd_audit(int argc, char **argv)
{
	struct request req = { 0 };
	/* clang-format off */
	const struct option_spec options[] = {
		{ "root", .text = &req.root },
		{ "profile", .text = &req.profile },
		{ "sarif", .flag = &req.sarif },
		{ "tap", .flag = &req.tap },
		{ "html", .text = &req.html },
		{ "list", .flag = &req.list },
		{ 0 },
	};
	/* clang-format on */
	struct arena arena = { 0 };
	struct audit *audit;
	int ret;

	globals.failed = AUDIT_EXIT_ERROR;
	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (globals.json + req.sarif + req.tap > 1)
		return cmd_usage("audit", "one of -j, --sarif and --tap, not two");
	if (req.list && argc)
		return cmd_usage("audit", "--list takes no control");
	if (req.list) {
		report_list(stdout, globals.json);
		return EXIT_OK;
	}
	audit = arena_alloc(&arena, sizeof(*audit));
	ret = select_controls(audit, argc, argv);
	if (!ret)
		ret = run(audit, &req, &arena);
	arena_free(&arena);
	return ret;
}
