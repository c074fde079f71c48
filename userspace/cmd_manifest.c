// SPDX-License-Identifier: GPL-2.0-only
/* lorica manifest: from a root file system to the list of its code. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "kernel/limits.h"
#include "kernel/reason.h"
#include "lib/cert.h"
#include "lib/collect.h"
#include "lib/deb.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/name.h"
#include "lib/number.h"
#include "lib/option.h"
#include "lib/stmt_build.h"

struct request {
	const char *out;
	const char *name;
	const char *signed_by;
	u64 serial, epoch, jobs;
	u8 device[32];
	bool all, fsverity, fsverity_only, keep_going, cross_mounts, dry_run;
	struct option_list roots;
	struct option_list exclude;
	struct option_list scripts;
	char **add; /* "PATH=FILE"; the first '=' divides */
	size_t nr_add;
	struct option_list debs;
};

static void summary_text(const struct request *req, const struct collect *c, const size_t *kinds)
{
	fprintf(stderr, "lorica: manifest '%s': %zu files (%zu elf, %zu libraries, ", req->name,
		c->nr, kinds[LORICA_FILE_ELF], kinds[LORICA_FILE_LIBRARY]);
	fprintf(stderr, "%zu scripts, %zu modules, %zu firmware, %zu other), %.1f MB hashed\n",
		kinds[LORICA_FILE_SCRIPT], kinds[LORICA_FILE_MODULE], kinds[LORICA_FILE_FIRMWARE],
		kinds[LORICA_FILE_OTHER], c->bytes / 1e6);
	fprintf(stderr, "lorica: skipped: %llu not code, %llu symbolic links, ",
		(unsigned long long)c->no_code, (unsigned long long)c->walk.symlinks);
	fprintf(stderr, "%llu special files, %llu mount points, %llu excluded, %llu unreadable\n",
		(unsigned long long)c->walk.special, (unsigned long long)c->walk.mounts,
		(unsigned long long)c->walk.excluded,
		(unsigned long long)(c->walk.errors + c->errors));
	if (c->signer)
		fprintf(stderr, "lorica: skipped: %llu not signed with '%s', %llu badly signed\n",
			(unsigned long long)c->not_signed, req->signed_by,
			(unsigned long long)c->badly_signed);
}

static void summary_json(const struct request *req, const struct collect *c, const size_t *kinds)
{
	struct json j;
	u8 kind;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_text(&j, "name", req->name);
	json_number(&j, "files", c->nr);
	for (kind = LORICA_FILE_ELF; kind <= LORICA_FILE_LAST; kind++)
		json_number(&j, filekind_name(kind), kinds[kind]);
	json_number(&j, "bytes", c->bytes);
	json_open(&j, "skipped", '{');
	json_number(&j, "not-code", c->no_code);
	json_number(&j, "symlinks", c->walk.symlinks);
	json_number(&j, "special", c->walk.special);
	json_number(&j, "mounts", c->walk.mounts);
	json_number(&j, "excluded", c->walk.excluded);
	json_number(&j, "unreadable", c->walk.errors + c->errors);
	json_number(&j, "not-signed", c->not_signed);
	json_number(&j, "badly-signed", c->badly_signed);
	json_close(&j, '}');
	json_close(&j, '}');
}

static void summary(const struct request *req, const struct collect *c)
{
	size_t i, kinds[LORICA_FILE_LAST + 1] = { 0 };

	for (i = 0; i < c->nr; i++)
		kinds[c->entries[i].kind]++;
	if (!globals.quiet)
		summary_text(req, c, kinds);
	/* Standard output cannot hold the manifest and the summary. */
	if (globals.json && (!req->out || strcmp(req->out, "-")))
		summary_json(req, c, kinds);
}

static int write_manifest(const struct request *req, const struct collect *c)
{
	struct stmt_build *head = stmt_build_new(LORICA_TYPE_MANIFEST, req->name, req->serial,
						 req->epoch);
	enum lorica_reason reason = LORICA_R_MEMORY;
	size_t len;
	u8 *content;
	int err = 0;

	if (head) {
		stmt_build_device(head, req->device);
		reason = manifest_build(head, c->entries, c->nr, &content, &len);
	}
	stmt_build_free(head);
	if (reason) {
		fprintf(stderr, "lorica: cannot make a manifest of %zu files: %s\n", c->nr,
			lorica_reason_text(reason));
		return EXIT_FAILED;
	}
	if (!req->dry_run)
		err = file_write(req->out, content, len);
	free(content);
	if (!err)
		return EXIT_OK;
	fprintf(stderr, "lorica: cannot write '%s': %s\n", req->out, strerror(-err));
	return EXIT_FAILED;
}

static int collect(const struct request *req, struct collect *c)
{
	size_t i;

	if (collect_trees(c, (const char *const *)req->roots.words, req->roots.nr))
		return EXIT_FAILED;
	for (i = 0; i < req->debs.nr; i++)
		if (deb_collect(c, req->debs.words[i]))
			return EXIT_FAILED;
	for (i = 0; i < req->nr_add; i++) {
		char *file = strchr(req->add[i], '=');

		*file++ = '\0';
		if (collect_file(c, req->add[i], file))
			return EXIT_FAILED;
	}
	if (manifest_build_merge(c->entries, &c->nr))
		return EXIT_FAILED;
	if (!c->walk.errors && !c->errors)
		return EXIT_OK;
	if (req->keep_going)
		return EXIT_OK;
	fprintf(stderr, "lorica: nothing was written, as files are missing; ");
	fprintf(stderr, "--keep-going does without them\n");
	return EXIT_FAILED;
}

/* Signatures of files name their key by its SubjectKeyIdentifier. */
static X509 *load_signer(const char *path)
{
	X509 *cert = cert_load(path);
	uint32_t key_id;

	if (!cert)
		return NULL;
	if (!cert_usable(cert))
		fprintf(stderr, "lorica: '%s' has no RSA key of " CERT_BITS " bits\n", path);
	else if (!cert_key_id(cert, &key_id))
		fprintf(stderr,
			"lorica: '%s' has no SubjectKeyIdentifier, by which signatures of files name their key\n",
			path);
	else
		return cert;
	X509_free(cert);
	return NULL;
}

/* With both, the list is as good where fs-verity is not, or not yet. */
static u8 tiers_of(const struct request *req)
{
	if (req->fsverity_only)
		return BIT(LORICA_TIER_FSVERITY);
	return BIT(LORICA_TIER_SHA256) | (req->fsverity ? BIT(LORICA_TIER_FSVERITY) : 0);
}

static int run(const struct request *req)
{
	struct collect c = {
		.tiers = tiers_of(req),
		.all = req->all,
		.scripts = req->scripts.words,
		.nr_scripts = req->scripts.nr,
		.cross_mounts = req->cross_mounts,
		.progress = !globals.quiet && isatty(STDERR_FILENO),
		.verbose = globals.verbose,
		.threads = req->jobs,
		.walk = { .exclude = req->exclude.words, .nr_exclude = req->exclude.nr },
	};
	X509 *signer = NULL;
	int ret = EXIT_OK;

	if (req->signed_by) {
		signer = load_signer(req->signed_by);
		c.signer = signer;
		ret = signer ? EXIT_OK : EXIT_FAILED;
	}
	if (!ret)
		ret = collect(req, &c);
	if (!ret)
		ret = write_manifest(req, &c);
	if (!ret)
		summary(req, &c);
	collect_free(&c);
	X509_free(signer);
	return ret;
}

static bool take_name(void *name, char *arg)
{
	*(const char **)name = arg;
	return name_ok(arg);
}

static bool take_device(void *to, char *arg)
{
	struct request *req = to;

	return !number_parse_hex(arg, req->device, sizeof(req->device));
}

static bool take_add(void *to, char *arg)
{
	struct request *req = to;
	size_t n = strcspn(arg, "=");

	req->add[req->nr_add++] = arg;
	return arg[0] == '/' && arg[n] == '=' && arg[n + 1] && n > 1 && n < LORICA_MAX_PATH;
}

static int parse(struct request *req, int argc, char **argv)
{
	/* clang-format off */
	const struct option_spec options[] = {
		{ "output", 'o', .text = &req->out },
		{ "name", .take = take_name, .to = &req->name,
		  .wants = "is 1 to 31 characters of A-Z a-z 0-9 . _ -" },
		{ "serial", .number = &req->serial, .min = 1, .max = UINT64_MAX,
		  .wants = "takes a number from 1 on" },
		{ "epoch", .number = &req->epoch, .max = UINT64_MAX, .wants = "takes a number" },
		{ "jobs", .number = &req->jobs, .min = 1, .max = HASH_POOL_MAX_THREADS },
		{ "device", .take = take_device, .to = req, .wants = "takes 64 hex digits" },
		{ "exclude", .list = &req->exclude },
		{ "scripts", .list = &req->scripts },
		{ "from-tree", .list = &req->roots },
		{ "from-deb", .list = &req->debs },
		{ "signed-by", .text = &req->signed_by, .once = true },
		{ "add", .take = take_add, .to = req, .wants = "takes /PATH=FILE" },
		{ "fsverity", .flag = &req->fsverity },
		{ "fsverity-only", .flag = &req->fsverity_only },
		{ "all", .flag = &req->all },
		{ "keep-going", .flag = &req->keep_going },
		{ "cross-mounts", .flag = &req->cross_mounts },
		{ "dry-run", 'n', .flag = &req->dry_run },
		{ 0 },
	};
	/* clang-format on */
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	while (argc--)
		req->roots.words[req->roots.nr++] = *argv++;
	if (!req->roots.nr && !req->debs.nr)
		return cmd_usage("manifest", "takes at least one ROOTFS or --from-deb FILE");
	if (req->signed_by && req->debs.nr)
		return cmd_usage("manifest",
				 "the files of a Debian package bring no signatures along");
	if (!req->out && !req->dry_run)
		return cmd_usage("manifest", "needs -o OUT (- for standard output)");
	return EXIT_OK;
}

int cmd_manifest(int argc, char **argv)
{
	struct request req = { .name = "rootfs", .serial = 1, .jobs = hash_pool_threads() };
	int ret = EXIT_FAILED;

	/* No option comes more often than there are arguments. */
	req.roots = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.exclude = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.scripts = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.debs = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.add = calloc(argc, sizeof(*req.add));
	if (req.roots.words && req.exclude.words && req.scripts.words && req.debs.words && req.add)
		ret = parse(&req, argc, argv);
	else
		fprintf(stderr, "lorica: out of memory\n");
	if (!ret)
		ret = run(&req);
	free(req.roots.words);
	free(req.exclude.words);
	free(req.scripts.words);
	free(req.debs.words);
	free(req.add);
	return ret;
}
