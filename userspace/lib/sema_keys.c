// SPDX-License-Identifier: GPL-2.0-only
#include "sema.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "value.h"

enum { SOON = 90 * 24 * 60 * 60 }; /* seconds of warning before a certificate ends */

static const enum diag_kind kinds[] = {
	[KEY_CERT_UNREADABLE] = DIAG_CERT_UNREADABLE,
	[KEY_CERT_MALFORMED] = DIAG_CERT_MALFORMED,
	[KEY_CERT_KEY] = DIAG_CERT_KEY,
	[KEY_CERT_LARGE] = DIAG_CERT_LARGE,
};

bool sema_path_inside(const char *path)
{
	size_t n;

	if (*path == '/')
		return false;
	for (; *path; path += n + strspn(path + n, "/")) {
		n = strcspn(path, "/");
		if (n == 2 && path[0] == '.' && path[1] == '.')
			return false;
	}
	return true;
}

static void check_dates(const struct sema_key *key, time_t now, struct diags *diags)
{
	static const char still[] = "the kernel ignores the dates of certificates";
	const struct ast_word *path = &key->ast->path;
	char from[VALUE_DATE], until[VALUE_DATE];

	value_date_print(key->cert.not_before, from);
	value_date_print(key->cert.not_after, until);
	if (key->cert.not_after < now)
		diag_report(diags, DIAG_CERT_EXPIRED, path->span,
			    "certificate '%s' expired at %s, yet its key stays trusted: %s",
			    path->text, until, still);
	else if (key->cert.not_after - now < SOON)
		diag_report(diags, DIAG_CERT_EXPIRES, path->span,
			    "certificate '%s' expires at %s, yet its key stays trusted: %s",
			    path->text, until, still);
	if (key->cert.not_before > now)
		diag_report(diags, DIAG_CERT_EARLY, path->span,
			    "certificate '%s' begins at %s, yet its key is trusted now: %s",
			    path->text, from, still);
}

static void check_pin(const struct sema_key *key, struct diags *diags)
{
	char hex[2 * VALUE_DIGEST + 1];
	size_t i;

	if (!key->ast->pinned || !memcmp(key->ast->pin, key->cert.sha256, VALUE_DIGEST))
		return;
	for (i = 0; i < VALUE_DIGEST; i++)
		snprintf(hex + 2 * i, 3, "%02x", key->cert.sha256[i]);
	diag_report(diags, DIAG_CERT_PIN, key->ast->pin_span,
		    "certificate '%s' has another SHA-256: %s", key->ast->path.text, hex);
}

static bool load(struct sema_key *key, const struct key_cert_loader *loader, struct diags *diags,
		 struct arena *arena)
{
	const char *path = key->ast->path.text, *why = "";
	enum key_cert_wrong wrong = loader->load(loader->context, arena, path, &key->cert, &why);

	if (!wrong)
		return true;
	diag_report(diags, kinds[wrong], key->ast->path.span, "certificate '%s' %s", path, why);
	return false;
}

/* The same key under two names has the purposes of both. */
static void check_twin(const struct sema *sema, const struct sema_key *key, struct diags *diags)
{
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++) {
		const struct sema_key *other = &sema->keys[i];

		if (!other->cert.len || other->cert.len != key->cert.len ||
		    memcmp(other->cert.der, key->cert.der, key->cert.len))
			continue;
		diag_report(diags, DIAG_CERT_DUPLICATE, key->ast->path.span,
			    "keys '%s' and '%s' have the same certificate", other->ast->name.text,
			    key->ast->name.text);
		diag_related(diags, other->ast->path.span, "first given here");
		return;
	}
}

static void check_cert(const struct sema *sema, struct sema_key *key,
		       const struct key_cert_loader *loader, time_t now, struct diags *diags,
		       struct arena *arena)
{
	if (!sema_path_inside(key->ast->path.text))
		diag_report(diags, DIAG_CERT_OUTSIDE, key->ast->path.span,
			    "'%s' is not below the policy, so `lorica show --extract` will refuse to write it",
			    key->ast->path.text);
	if (!load(key, loader, diags, arena))
		return;
	check_pin(key, diags);
	check_dates(key, now, diags);
	check_twin(sema, key, diags);
}

static bool is_duplicate(const struct sema *sema, const struct ast_key *ast, struct diags *diags)
{
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++) {
		const struct ast_word *other = &sema->keys[i].ast->name;

		if (strcmp(other->text, ast->name.text))
			continue;
		diag_report(diags, DIAG_DUPLICATE_KEY, ast->name.span, "key '%s' is declared twice",
			    ast->name.text);
		diag_related(diags, other->span, "first declared here");
		return true;
	}
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct sema_key *x = a, *y = b;

	return strcmp(x->ast->name.text, y->ast->name.text);
}

void sema_keys(const struct ast_keys *keys, const struct key_cert_loader *loader, time_t now,
	       struct diags *diags, struct arena *arena, struct sema *sema)
{
	const struct ast_key *ast;

	for (ast = keys->list; ast && !diag_full(diags); ast = ast->next) {
		struct sema_key *key = &sema->keys[sema->nr_keys];

		if (is_duplicate(sema, ast, diags))
			continue;
		if (sema->nr_keys == LORICA_MAX_KEYS) {
			diag_report(diags, DIAG_TOO_MANY_KEYS, ast->name.span,
				    "a policy has at most %d keys", LORICA_MAX_KEYS);
			break;
		}
		key->ast = ast;
		if (!ast->broken)
			check_cert(sema, key, loader, now, diags, arena);
		sema->nr_keys++;
	}
	qsort(sema->keys, sema->nr_keys, sizeof(sema->keys[0]), by_name);
}
