// SPDX-License-Identifier: GPL-2.0-only
/* lorica measure: what a boot section has to say, from files or from a boot. */
#include "cmd.h"
#include "lib/eventlog_view.h"
#include "lib/file.h"
#include "lib/measure.h"
#include "lib/measure_records.h"
#include "lib/measure_update.h"
#include "lib/number.h"
#include "lib/option.h"

#include <stdlib.h>
#include <string.h>

static const char running_log[] = "/sys/kernel/security/tpm0/binary_bios_measurements";
static const char running_pcrs[] = "/sys/class/tpm/tpm0";
static const char running_cmdline[] = "/proc/cmdline";

struct request {
	struct measure measure;
	struct eventlog_view view;
	struct option_list kernels;
	struct option_list initrds;
	struct option_list statements;
	const char *cmdline;
	const char *cmdline_file;
	const char *log;
	const char *pcr_dir;
	const char *on_fail;
	const char *update;
	bool is_running;
	u32 pcrs;
};

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

static bool take_on_fail(void *to, char *arg)
{
	*(const char **)to = arg;
	return !strcmp(arg, "log") || !strcmp(arg, "halt");
}

static int read_whole(const char *path, size_t max, char **data, size_t *len)
{
	int err = file_read(path, max, data, len);

	if (!err)
		return EXIT_OK;
	fprintf(stderr, "lorica measure: cannot read '%s': %s\n", path, strerror(-err));
	return EXIT_FAILED;
}

/* Without the newline that files and /proc/cmdline end with. */
static int read_cmdline(const char *path, const char **cmdline)
{
	size_t len;
	char *text;
	int ret = read_whole(path, LORICA_MAX_CMDLINE, &text, &len);

	if (ret)
		return ret;
	if (len && text[len - 1] == '\n')
		text[--len] = '\0';
	if (!len || strlen(text) != len) {
		fprintf(stderr, "lorica measure: '%s' is no command line\n", path);
		free(text);
		return EXIT_REJECTED;
	}
	*cmdline = text;
	return EXIT_OK;
}

static int capture(struct request *req)
{
	struct eventlog_view *view = &req->view;
	size_t len;
	char *data;
	int ret = read_whole(req->log, LORICA_MAX_EVENTLOG, &data, &len);

	if (ret)
		return ret;
	view->path = req->log;
	view->pcrs = BIT(LORICA_MAX_PCRS) - 1;
	view->algs[view->nr_algs++] = LORICA_ALG_SHA256;
	if (!eventlog_view_open(view, (const u8 *)data, len)) {
		fprintf(stderr, "lorica measure: '%s' is malformed at byte %zu: %s\n", req->log,
			view->error_at, lorica_eventlog_error_text(view->error));
		ret = EXIT_REJECTED;
	} else if (!view->nr_banks) {
		fprintf(stderr, "lorica measure: '%s' has no digests of SHA-256\n", req->log);
		ret = EXIT_REJECTED;
	} else {
		ret = eventlog_view_check(view, req->pcr_dir);
	}
	if (!ret)
		measure_running(&req->measure, view, req->pcrs ?: view->pcrs);
	free(data);
	return ret;
}

static int predict(struct request *req)
{
	int ret = EXIT_OK;
	size_t i;

	for (i = 0; !ret && i < req->kernels.nr; i++)
		ret = measure_kernel(&req->measure, req->kernels.words[i]);
	if (!ret && req->cmdline)
		ret = measure_stub(&req->measure, req->cmdline, req->initrds.words,
				   req->initrds.nr);
	return ret;
}

static int parse(struct request *req, int argc, char **argv)
{
	bool is_captured;
	/* clang-format off */
	const struct option_spec options[] = {
		{ "kernel", 'k', .list = &req->kernels },
		{ "initrd", 'i', .list = &req->initrds },
		{ "update", 'u', .text = &req->update, .once = true },
		{ "statement", 's', .list = &req->statements },
		{ "cmdline", .text = &req->cmdline, .once = true },
		{ "cmdline-file", .text = &req->cmdline_file, .once = true },
		{ "running", .flag = &req->is_running },
		{ "log", .text = &req->log, .once = true },
		{ "pcrs", .text = &req->pcr_dir, .once = true },
		{ "pcr", .take = take_pcrs, .to = &req->pcrs,
		  .wants = "takes numbers from 0 to 23, with commas" },
		{ "on-fail", .take = take_on_fail, .to = &req->on_fail, .wants = "takes log or halt" },
		{ 0 },
	};
	/* clang-format on */
	int ret = option_parse_all(argc, argv, options);

	if (ret)
		return ret;
	if (!req->log != !req->pcr_dir)
		return cmd_usage("measure", "--log and --pcrs go together");
	is_captured = req->is_running || req->log;
	if (req->statements.nr &&
	    (is_captured || req->kernels.nr || req->initrds.nr || req->pcrs || req->cmdline ||
	     req->cmdline_file || req->on_fail || req->update))
		return cmd_usage("measure", "--statement tells of statements alone");
	if (req->statements.nr)
		return EXIT_OK;
	if (req->is_running && req->log)
		return cmd_usage("measure", "either --running or --log");
	if (is_captured && (req->kernels.nr || req->initrds.nr))
		return cmd_usage("measure", "a boot is either captured or told from files");
	if (!is_captured && req->pcrs)
		return cmd_usage("measure", "--pcr needs --running or --log");
	if (req->cmdline && req->cmdline_file)
		return cmd_usage("measure", "either --cmdline or --cmdline-file");
	if (req->update && req->on_fail)
		return cmd_usage("measure", "--update keeps what the policy does on failure");
	if (req->initrds.nr && !req->cmdline && !req->cmdline_file)
		return cmd_usage("measure",
				 "--initrd needs the command line, which is measured before it");
	if (!is_captured && !req->kernels.nr && !req->cmdline && !req->cmdline_file)
		return cmd_usage("measure", "nothing to measure: --kernel, --cmdline or --running");
	if (req->is_running) {
		req->log = running_log;
		req->pcr_dir = running_pcrs;
		if (!req->cmdline && !req->cmdline_file)
			req->cmdline_file = running_cmdline;
	}
	return EXIT_OK;
}

int cmd_measure(int argc, char **argv)
{
	static const char *kernels[MEASURE_MAX_FILES], *initrds[MEASURE_MAX_FILES],
		*statements[MEASURE_MAX_FILES];
	static struct request req = {
		.kernels = { kernels, .max = MEASURE_MAX_FILES },
		.initrds = { initrds, .max = MEASURE_MAX_FILES },
		.statements = { statements, .max = MEASURE_MAX_FILES },
		.view.verb = "measure",
	};
	int ret = parse(&req, argc, argv);

	if (ret)
		return ret;
	if (req.statements.nr)
		return measure_records(req.statements.words, req.statements.nr, stdout);
	if (!req.on_fail)
		req.on_fail = "log";
	if (req.cmdline_file)
		ret = read_cmdline(req.cmdline_file, &req.cmdline);
	if (!ret)
		ret = req.log ? capture(&req) : predict(&req);
	if (ret)
		return ret;
	req.measure.cmdline = req.cmdline;
	if (req.update)
		return measure_update(req.update, &req.measure, stdout);
	if (globals.json)
		measure_json(&req.measure, req.on_fail, stdout);
	else
		measure_text(&req.measure, req.on_fail, stdout);
	return EXIT_OK;
}
