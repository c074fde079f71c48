// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "lib/image.h"
#include "lib/image_lint.h"
#include "lib/lint.h"
#include "lib/option.h"
#include "lib/policy_file.h"
#include "lib/suggest.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/**
 * struct request - what the options say
 * @lints: the sum of all -W
 * @unknown: the first -W that is no warning
 * @help: the warnings shall be listed
 * @roots: trees that the policy is for
 * @volumes: NAME=TREE: contents of volumes of the policy
 * @manifests: that shall come with it
 */
struct request {
	struct lints lints;
	const char *unknown;
	bool help;
	struct option_list roots;
	struct option_list volumes;
	struct option_list manifests;
};

static bool take_format(void *json, char *arg)
{
	*(bool *)json = !strcmp(arg, "json");
	return *(bool *)json || !strcmp(arg, "text");
}

static bool take_warning(void *to, char *arg)
{
	struct request *req = to;

	if (!strcmp(arg, "help"))
		req->help = true;
	else if (!lint_set(&req->lints, arg) && !req->unknown)
		req->unknown = arg;
	return true;
}

static int no_warning(const char *name)
{
	const char *near = lint_near(name);

	if (near)
		return cmd_usage("check",
				 "no warning '%s'; did you mean '%s'? `lorica check -W help` lists them",
				 name, near);
	return cmd_usage("check", "no warning '%s'; `lorica check -W help` lists them", name);
}

static bool has_volume(const struct sema *sema, const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < sema->nr_volumes; i++)
		if (strlen(sema->volumes[i]->key.text) == len &&
		    !memcmp(sema->volumes[i]->key.text, word, len))
			return true;
	return false;
}

static int find_volumes(const struct sema *sema, const struct option_list *list)
{
	const char *names[LORICA_MAX_VOLUMES], *near;
	char name[LORICA_MAX_NAME];
	unsigned int k;
	size_t i;

	for (k = 0; k < sema->nr_volumes; k++)
		names[k] = sema->volumes[k]->key.text;
	for (i = 0; i < list->nr; i++) {
		const char *word = list->words[i];
		size_t len = strcspn(word, "=");

		if (!len || !word[len] || !word[len + 1])
			return cmd_usage("check", "--volume takes NAME=TREE, not '%s'", word);
		if (has_volume(sema, word, len))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)len, word);
		near = suggest_word(name, names, sema->nr_volumes);
		return cmd_usage("check", "the policy has no volume '%.*s'%s%s%s", (int)len, word,
				 near ? "; did you mean '" : "", near ?: "", near ? "'?" : "");
	}
	return EXIT_OK;
}

/* Trees and manifests are no part of the text, so only a good one is held against them. */
static int check_image(struct compile *c, const struct request *req)
{
	struct image image = { 0 };
	int ret;

	if (!req->roots.nr && !req->volumes.nr && !req->manifests.nr)
		return EXIT_OK;
	ret = find_volumes(&c->sema, &req->volumes);
	if (ret)
		return ret;
	ret = image_open(&image, &req->roots, &req->volumes, &req->manifests,
			 !globals.quiet && isatty(STDERR_FILENO));
	if (!ret)
		ret = image_lint(&image, c);
	image_close(&image);
	return ret;
}

static int check(const char *path, const struct request *req)
{
	struct compile c;
	int ret;

	ret = policy_file_check(&c, path, &req->lints);
	if (ret == EXIT_FAILED)
		return ret;
	if (!c.diags.count[DIAG_ERROR]) {
		ret = check_image(&c, req);
		if (ret) {
			policy_file_free(&c);
			return ret;
		}
	}
	policy_file_report(&c);
	ret = diag_failed(&c.diags) ? EXIT_REJECTED : EXIT_OK;
	policy_file_free(&c);
	return ret;
}

static int run(struct request *req, int argc, char **argv)
{
	/* clang-format off */
	const struct option_spec options[] = {
		{ "format", .take = take_format, .to = &globals.json, .wants = "takes json or text" },
		{ "warn", 'W', .take = take_warning, .to = req },
		{ "strict", .flag = &req->lints.strict },
		{ "root", .list = &req->roots },
		{ "volume", .list = &req->volumes },
		{ "manifest", 'm', .list = &req->manifests },
		{ 0 },
	};
	/* clang-format on */
	int ret;

	ret = option_parse(&argc, &argv, options);
	if (ret)
		return ret;
	if (req->unknown)
		return no_warning(req->unknown);
	if (req->help) {
		lint_list(stdout);
		return EXIT_OK;
	}
	if (argc != 1)
		return cmd_usage("check", "one policy text is needed, %d given", argc);
	return check(argv[0], req);
}

int cmd_check(int argc, char **argv)
{
	struct request req = { 0 };
	int ret = EXIT_FAILED;

	/* No option comes more often than there are arguments. */
	req.roots = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.volumes = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	req.manifests = (struct option_list){ calloc(argc, sizeof(char *)), .max = argc };
	if (req.roots.words && req.volumes.words && req.manifests.words)
		ret = run(&req, argc, argv);
	else
		fprintf(stderr, "lorica: out of memory\n");
	free(req.roots.words);
	free(req.volumes.words);
	free(req.manifests.words);
	return ret;
}
