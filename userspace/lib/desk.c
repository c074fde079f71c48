// SPDX-License-Identifier: GPL-2.0-only
#include "desk.h"

#include <stdlib.h>
#include <unistd.h>

#include "kernel/overlap.h"
#include "path_text.h"
#include "refusal.h"
#include "suggest.h"
#include "userspace/cmd.h"

int desk_open(struct desk *desk, const char *verb, const char *path)
{
	struct trust_stmt active = { 0 };
	enum lorica_reason reason;
	int ret;

	memset(desk, 0, sizeof(*desk));
	desk->verb = verb;
	ret = input_open_policy(&desk->policy, verb, path);
	if (ret)
		return ret;
	active.view = desk->policy.view;
	active.policy = desk->policy.policy;
	reason = trust_add_policy(&desk->trust, &active);
	return reason ? refusal_say(path, reason) : EXIT_OK;
}

int desk_key(const struct desk *desk, const char *name)
{
	u32 i;

	for (i = 0; i < desk->policy.policy.nr_keys; i++)
		if (!strcmp((const char *)desk->policy.policy.keys[i].name, name))
			return i;
	return -1;
}

const char *desk_near_key(const struct desk *desk, const char *name)
{
	const char *names[LORICA_MAX_KEYS];
	u32 i;

	for (i = 0; i < desk->policy.policy.nr_keys; i++)
		names[i] = (const char *)desk->policy.policy.keys[i].name;
	return suggest_word(name, names, i);
}

static const char *key_name(const struct desk *desk, u32 key)
{
	return (const char *)desk->policy.policy.keys[key].name;
}

static int check_signed(struct desk *desk, struct desk_manifest *m, int key)
{
	struct trust_stmt stmt;
	enum lorica_reason reason;

	reason = trust_open(&desk->trust, m->in.envelope, m->in.signed_len, &stmt);
	if (reason)
		return refusal_say(m->in.path, reason);
	m->key = stmt.signer;
	trust_close(&stmt);
	if (key == DESK_BY_SIGNER || m->key == (u32)key)
		return EXIT_OK;
	fprintf(stderr, "lorica %s: '%s' is signed by '%s', not by '%s'\n", desk->verb, m->in.path,
		key_name(desk, m->key), key_name(desk, key));
	return EXIT_REJECTED;
}

static int check_unsigned(struct desk *desk, struct desk_manifest *m, int key)
{
	enum lorica_reason reason = LORICA_OK;

	if (key == DESK_BY_SIGNER) {
		fprintf(stderr,
			"lorica %s: '%s' is not signed, so the key that is going to sign it has to be named\n",
			desk->verb, m->in.path);
		return EXIT_USAGE;
	}
	m->key = key;
	if (!(desk->trust.purposes[key] & LORICA_PURPOSE_MANIFEST))
		reason = LORICA_R_WRONG_PURPOSE;
	if (!reason)
		reason = lorica_stmt_newer(&m->in.view, 0, desk->trust.epoch);
	return reason ? refusal_say(m->in.path, reason) : EXIT_OK;
}

/* On a device the newer one would be left of two with one name. */
static int check_name(const struct desk *desk, const struct desk_manifest *m)
{
	const struct desk_manifest *other;

	for (other = desk->manifests; other < m; other++) {
		if (strcmp(other->in.view.name, m->in.view.name))
			continue;
		fprintf(stderr, "lorica %s: '%s' and '%s' are both named '%s': one would replace ",
			desk->verb, other->in.path, m->in.path, m->in.view.name);
		fprintf(stderr, "the other\n");
		return EXIT_REJECTED;
	}
	return EXIT_OK;
}

/* A path belongs to one key; the kernel refuses the later manifest. */
static int check_overlap(const struct desk *desk, const struct desk_manifest *m)
{
	const struct lorica_claim mine = { &m->in.manifest, m->key };
	const struct desk_manifest *other;

	for (other = desk->manifests; other < m; other++) {
		const struct lorica_claim theirs = { &other->in.manifest, other->key };
		const char *path = lorica_overlap(&desk->policy.policy, &theirs, &mine);
		char text[PATH_TEXT];

		if (!path)
			continue;
		path_text(path, text);
		fprintf(stderr,
			"lorica %s: '%s' of key '%s' lists '%s', as '%s' of key '%s' does\n",
			desk->verb, m->in.path, key_name(desk, m->key), text, other->in.path,
			key_name(desk, other->key));
		return refusal_say(m->in.path, LORICA_R_OVERLAP);
	}
	return EXIT_OK;
}

static int make_index(struct desk *desk, struct desk_manifest *m)
{
	u32 *index = malloc(lorica_manifest_index_size(&m->in.manifest));

	if (!index) {
		fprintf(stderr, "lorica %s: out of memory\n", desk->verb);
		return EXIT_FAILED;
	}
	lorica_manifest_index(&m->in.manifest, index);
	desk->nr_manifests++;
	return EXIT_OK;
}

static int check(struct desk *desk, struct desk_manifest *m, int key)
{
	int ret;

	if (input_is_policy(&m->in)) {
		fprintf(stderr, "lorica %s: '%s' is a policy, not a manifest\n", desk->verb,
			m->in.path);
		return EXIT_REJECTED;
	}
	ret = m->in.is_signed ? check_signed(desk, m, key) : check_unsigned(desk, m, key);
	if (!ret)
		ret = check_name(desk, m);
	if (!ret)
		ret = check_overlap(desk, m);
	return ret ? ret : make_index(desk, m);
}

int desk_add_manifest(struct desk *desk, const char *path, int key)
{
	struct desk_manifest *m = &desk->manifests[desk->nr_manifests];
	int ret;

	if (desk->nr_manifests == LORICA_MAX_MANIFESTS)
		return refusal_say(path, LORICA_R_TOO_MANY);
	ret = input_open(&m->in, desk->verb, path);
	if (!ret)
		ret = check(desk, m, key);
	if (ret)
		input_close(&m->in);
	return ret;
}

static int no_key(const struct desk *desk, const char *name)
{
	const char *near = desk_near_key(desk, name);

	if (near)
		return cmd_usage(desk->verb, "the policy has no key '%s'; did you mean '%s'?", name,
				 near);
	return cmd_usage(desk->verb, "the policy has no key '%s'", name);
}

int desk_add_named(struct desk *desk, const char *arg)
{
	const char *colon = strrchr(arg, ':');
	int key;

	if (!colon || !access(arg, F_OK))
		return desk_add_manifest(desk, arg, DESK_BY_SIGNER);
	key = desk_key(desk, colon + 1);
	if (key < 0)
		return no_key(desk, colon + 1);
	return desk_add_manifest(desk, arena_string(&desk->arena, arg, colon - arg), key);
}

int desk_set_root(struct desk *desk, const char *dir)
{
	int err = root_init(&desk->root, dir, true);

	desk->has_root = !err;
	if (!err)
		return EXIT_OK;
	fprintf(stderr, "lorica %s: cannot open '%s': %s\n", desk->verb, dir, strerror(-err));
	return EXIT_FAILED;
}

void desk_close(struct desk *desk)
{
	while (desk->nr_manifests) {
		struct desk_manifest *m = &desk->manifests[--desk->nr_manifests];

		free(m->in.manifest.index);
		input_close(&m->in);
	}
	if (desk->has_root)
		root_close(&desk->root);
	trust_end(&desk->trust);
	input_close(&desk->policy);
	arena_free(&desk->arena);
	memset(desk, 0, sizeof(*desk));
}
