// SPDX-License-Identifier: GPL-2.0-only
/* lorica seal-files: fs-verity for what a manifest lists by its fs-verity digest. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "kernel/envelope.h"
#include "kernel/manifest.h"
#include "kernel/reason.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/option.h"
#include "lib/root.h"
#include "lib/seal_file.h"

struct job {
	struct root root;
	bool dry_run;
	size_t sealed, already, failed;
	struct json json; /* with -j: what is being written */
};

static void tell_json(struct job *job, const char *path, const struct seal_file_result *r)
{
	static const char *const words[] = {
		[SEAL_FILE_DONE] = "sealed",
		[SEAL_FILE_ALREADY] = "already",
		[SEAL_FILE_OTHER_DIGEST] = "other-digest",
		[SEAL_FILE_OTHER_FORM] = "other-form",
		[SEAL_FILE_FAILED] = "failed",
	};

	json_open(&job->json, NULL, '{');
	json_text(&job->json, "path", path);
	json_text(&job->json, "result", words[r->outcome]);
	if (r->has_digest)
		json_hex(&job->json, "fsverity", r->digest, sizeof(r->digest));
	if (seal_file_why(r))
		json_text(&job->json, "why", seal_file_why(r));
	json_close(&job->json, '}');
}

static void tell(struct job *job, const char *path, const struct seal_file_result *r)
{
	const char *why = seal_file_why(r);

	job->sealed += r->outcome == SEAL_FILE_DONE;
	job->already += r->outcome == SEAL_FILE_ALREADY;
	job->failed += !!why;
	if (why)
		fprintf(stderr, "lorica seal-files: cannot seal '%s': %s\n", path, why);
	else if (globals.verbose)
		fprintf(stderr, "%s %s\n",
			r->outcome == SEAL_FILE_ALREADY ? "already" :
			job->dry_run			? "would seal" :
							  "sealed",
			path);
	if (globals.json)
		tell_json(job, path, r);
}

/* @fd is closed; negative: errno of opening it. */
static void seal(struct job *job, int fd, const char *path, const u8 *want)
{
	struct seal_file_result r = { .outcome = SEAL_FILE_FAILED, .error = -fd };

	if (fd >= 0) {
		seal_file(fd, want, job->dry_run, &r);
		close(fd);
	}
	tell(job, path, &r);
}

/* Who signed it is not asked: the kernel does, and here nothing depends on it. */
static enum lorica_reason open_manifest(const u8 *data, size_t len, u8 **content,
					struct lorica_manifest *manifest)
{
	struct lorica_bytes bytes = { .data = data, .len = len };
	struct lorica_envelope envelope;
	struct lorica_stmt_view view;
	enum lorica_reason reason;

	if (len && data[0] == 0x30) {
		reason = lorica_envelope_open(data, len, &envelope);
		if (reason)
			return reason;
		bytes = envelope.content;
	}
	/* A copy: the decoders ask for alignment. */
	*content = malloc(bytes.len + 1);
	if (!*content)
		return LORICA_R_MEMORY;
	memcpy(*content, bytes.data, bytes.len);
	reason = lorica_stmt_decode(*content, bytes.len, &view);
	if (!reason && view.type != LORICA_TYPE_MANIFEST)
		reason = LORICA_R_TYPE;
	return reason ? reason : lorica_manifest_decode(&view, manifest);
}

static void seal_listed(struct job *job, const struct lorica_manifest *manifest)
{
	u32 i;

	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];
		const char *path = lorica_manifest_path(manifest, d);

		if (d->tier == LORICA_TIER_FSVERITY)
			seal(job, root_open(&job->root, path, O_RDONLY), path, d->digest);
	}
}

static int seal_manifest(struct job *job, const char *path)
{
	struct lorica_manifest manifest;
	enum lorica_reason reason;
	u8 *content = NULL;
	char *data;
	size_t len;
	int err = file_read(path, LORICA_MAX_STATEMENT, &data, &len);

	if (err) {
		fprintf(stderr, "lorica seal-files: cannot read '%s': %s\n", path, strerror(-err));
		return EXIT_FAILED;
	}
	reason = open_manifest((u8 *)data, len, &content, &manifest);
	if (reason)
		fprintf(stderr, "lorica seal-files: '%s' is no manifest: %s\n", path,
			lorica_reason_text(reason));
	else
		seal_listed(job, &manifest);
	free(content);
	free(data);
	return reason ? EXIT_REJECTED : EXIT_OK;
}

static int seal_all(struct job *job, const struct option_list *manifests, char **files, int nr)
{
	int ret = EXIT_OK, i, fd;
	size_t k;

	for (k = 0; !ret && k < manifests->nr; k++)
		ret = seal_manifest(job, manifests->words[k]);
	for (i = 0; !ret && i < nr; i++) {
		fd = open(files[i], O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		seal(job, fd < 0 ? -errno : fd, files[i], NULL);
	}
	return ret;
}

static int run_text(struct job *job, const struct option_list *manifests, char **files, int nr)
{
	int ret = seal_all(job, manifests, files, nr);

	if (!globals.quiet && !ret)
		printf("lorica seal-files: %zu %s, %zu %s before, %zu failed\n", job->sealed,
		       job->dry_run ? "would be sealed" : "sealed", job->already,
		       job->already == 1 ? "was" : "were", job->failed);
	return ret;
}

static int run_json(struct job *job, const struct option_list *manifests, char **files, int nr)
{
	struct json *j = &job->json;
	int ret;

	json_start(j, stdout);
	json_open(j, NULL, '{');
	json_open(j, "files", '[');
	ret = seal_all(job, manifests, files, nr);
	json_close(j, ']');
	json_number(j, "sealed", job->sealed);
	json_number(j, "already", job->already);
	json_number(j, "failed", job->failed);
	json_close(j, '}');
	return ret;
}

static int run(struct job *job, const struct option_list *manifests, char **files, int nr)
{
	int ret = globals.json ? run_json(job, manifests, files, nr) :
				 run_text(job, manifests, files, nr);

	return !ret && job->failed ? EXIT_FAILED : ret;
}

int cmd_seal_files(int argc, char **argv)
{
	struct option_list manifests = { calloc(argc, sizeof(char *)), .max = argc };
	const char *root = "/";
	struct job job = { 0 };
	const struct option_spec options[] = {
		{ "manifest", 'm', .list = &manifests },
		{ "root", .text = &root },
		{ "dry-run", 'n', .flag = &job.dry_run },
		{ 0 },
	};
	int ret = EXIT_FAILED, err;

	if (manifests.words)
		ret = option_parse(&argc, &argv, options);
	else
		fprintf(stderr, "lorica seal-files: out of memory\n");
	if (!ret && !manifests.nr && !argc)
		ret = cmd_usage("seal-files", "needs -m MANIFEST, or a FILE");
	if (!ret) {
		err = root_init(&job.root, root, true);
		if (err) {
			fprintf(stderr, "lorica seal-files: cannot open '%s': %s\n", root,
				strerror(-err));
			ret = EXIT_FAILED;
		} else {
			ret = run(&job, &manifests, argv, argc);
			root_close(&job.root);
		}
	}
	free(manifests.words);
	return ret;
}
