// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/eventlog_view.h"
#include "lib/eventlog_words.h"
#include "lib/file.h"
#include "lib/number.h"
#include "lib/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char running_log[] = "/sys/kernel/security/tpm0/binary_bios_measurements";
static const char running_pcrs[] = "/sys/class/tpm/tpm0";

struct request {
	struct eventlog_view view;
	bool is_running;
	bool yaml;
	bool verify;
	const char *pcr_dir;
};

/* A list of indices; may be given again. */
static bool take_pcrs(void *pcrs, char *arg)
{
	char *word, *rest = arg;
	u64 pcr;

	while ((word = strsep(&rest, ","))) {
		if (number_parse(word, LORICA_MAX_PCRS - 1, &pcr))
			return false;
		*(u32 *)pcrs |= BIT(pcr);
	}
	return true;
}

static bool take_alg(void *to, char *arg)
{
	struct eventlog_view *view = to;
	u16 alg = eventlog_alg_named(arg);

	if (!alg)
		return false;
	if (!view->nr_algs || !eventlog_view_wants_alg(view, alg))
		view->algs[view->nr_algs++] = alg;
	return true;
}

static const char *shown(const char *path)
{
	return strcmp(path, "-") ? path : "standard input";
}

static void print(struct request *req)
{
	if (globals.json)
		eventlog_view_json(&req->view, stdout);
	else if (req->yaml)
		eventlog_view_yaml(&req->view, stdout);
	else if (!globals.quiet)
		eventlog_view_text(&req->view, stdout);
}

static int eventlog(struct request *req)
{
	struct eventlog_view *view = &req->view;
	int err, ret = EXIT_OK;
	size_t len;
	char *data;

	err = file_read(view->path, LORICA_MAX_EVENTLOG, &data, &len);
	if (err == -EFBIG) {
		view->error = LORICA_EVENTLOG_LIMIT;
		view->error_at = LORICA_MAX_EVENTLOG;
		view->locality = -1;
		data = NULL;
	} else if (err) {
		fprintf(stderr, "lorica eventlog: cannot read '%s': %s\n", shown(view->path),
			strerror(-err));
		if (err == -ENOENT && req->is_running)
			fprintf(stderr, "lorica eventlog: without a TPM, or a firmware that uses "
					"it, there is no log; securityfs has to be mounted\n");
		return EXIT_FAILED;
	} else {
		eventlog_view_open(view, (const u8 *)data, len);
	}
	if (view->error) {
		fprintf(stderr, "lorica eventlog: '%s' is malformed at byte %zu: %s\n",
			shown(view->path), view->error_at, lorica_eventlog_error_text(view->error));
		ret = EXIT_REJECTED;
	} else if (req->pcr_dir) {
		ret = eventlog_view_check(view, req->pcr_dir);
	}
	print(req);
	free(data);
	return ret;
}

static int parse(struct request *req, int argc, char **argv)
{
	/* clang-format off */
	const struct option_spec options[] = {
		{ "running", .flag = &req->is_running },
		{ "verify-pcrs", .flag = &req->verify },
		{ "pcrs", .text = &req->pcr_dir, .once = true },
		{ "pcr", .take = take_pcrs, .to = &req->view.pcrs,
		  .wants = "takes numbers from 0 to 23, with commas" },
		{ "alg", .take = take_alg, .to = &req->view,
		  .wants = "takes sha1, sha256, sha384 or sha512" },
		{ "yaml", .flag = &req->yaml },
		{ 0 },
	};
	/* clang-format on */
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (req->is_running && argc)
		return cmd_usage("eventlog", "--running takes no file");
	if (!req->is_running && argc != 1)
		return cmd_usage("eventlog", "one log is needed, %d given", argc);
	if (req->yaml && globals.json)
		return cmd_usage("eventlog", "either --yaml or -j");
	if (req->verify && req->pcr_dir)
		return cmd_usage("eventlog", "either --verify-pcrs or --pcrs");
	if (req->verify && !req->is_running)
		return cmd_usage("eventlog", "--verify-pcrs needs --running; "
					     "--pcrs takes the PCRs of another machine");
	if (req->verify)
		req->pcr_dir = running_pcrs;
	if (!req->view.pcrs)
		req->view.pcrs = BIT(LORICA_MAX_PCRS) - 1;
	req->view.path = req->is_running ? running_log : argv[0];
	return EXIT_OK;
}

int cmd_eventlog(int argc, char **argv)
{
	static struct request req = { .view.verb = "eventlog" };
	int ret = parse(&req, argc, argv);

	return ret ?: eventlog(&req);
}
