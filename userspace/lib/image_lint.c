// SPDX-License-Identifier: GPL-2.0-only
#include "image_lint.h"

#include <stdlib.h>
#include <string.h>

#include "cert.h"
#include "cms.h"
#include "compile.h"
#include "emit.h"
#include "few.h"
#include "image.h"
#include "kernel/reason.h"
#include "path_text.h"
#include "refusal.h"
#include "userspace/cmd.h"

/* Where the policy says whose code runs. */
static struct span exec_span(const struct sema *sema)
{
	return sema->exec ? sema->exec->value_span : sema->policy->span;
}

/* Where nothing but modules is asked for in a manifest, nothing else misses there. */
static bool is_checked(const struct sema *sema, const struct manifest_entry *entry)
{
	if (entry->kind == LORICA_FILE_FIRMWARE && sema->firmware == LORICA_DEFAULT_ALLOW)
		return false;
	return sema->exec_default == LORICA_DEFAULT_DENY || entry->kind == LORICA_FILE_MODULE;
}

static bool any_rule(const struct sema *sema)
{
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++)
		if (sema->allow_manifest[i])
			return true;
	return false;
}

/* Is it signed by one of the keys whose manifests are allowed? */
static enum lorica_reason check_signature(struct image_manifest *m, const struct sema *sema)
{
	enum lorica_reason reason;
	X509 *certs[LORICA_MAX_KEYS];
	int keys[LORICA_MAX_KEYS];
	size_t nr = 0, which, len;
	u8 *content = NULL;
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++) {
		if (!sema->allow_manifest[i])
			continue;
		keys[nr] = i;
		certs[nr] = cert_parse(sema->keys[i].cert.der, sema->keys[i].cert.len);
		nr += !!certs[nr];
	}
	reason = cms_verify(m->raw, m->raw_len, certs, nr, &which, &content, &len);
	if (!reason)
		m->key = keys[which];
	free(content);
	while (nr)
		X509_free(certs[--nr]);
	return reason;
}

static const struct image_manifest *find_twin(const struct image *image,
					      const struct image_manifest *m)
{
	const struct image_manifest *other;

	for (other = image->manifests; other < m; other++)
		if (!strcmp(other->stmt.view.name, m->stmt.view.name))
			return other;
	return NULL;
}

static void check_manifest(const struct image *image, struct image_manifest *m, struct compile *c)
{
	const struct lorica_stmt_view *view = &m->stmt.view;
	const struct ast_policy *policy = c->sema.policy;
	const struct image_manifest *twin = find_twin(image, m);

	m->refused = true;
	m->key = IMAGE_ANY_KEY;
	if (!any_rule(&c->sema))
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, exec_span(&c->sema),
			    "manifest '%s' is of no use: no rule allows a manifest", m->path);
	else if (m->is_signed && check_signature(m, &c->sema))
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, exec_span(&c->sema),
			    "manifest '%s' is refused: no key signed it whose manifests are allowed",
			    m->path);
	else if (view->epoch < policy->epoch)
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, policy->value[AST_EPOCH],
			    "manifest '%s' is refused: its epoch %llu is below that of the policy",
			    m->path, (unsigned long long)view->epoch);
	else if (twin)
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, exec_span(&c->sema),
			    "manifest '%s' has the name '%s', as '%s' has: a device keeps one of them",
			    m->path, view->name, twin->path);
	else
		m->refused = false;
}

/* The later one is refused: what a path means may not hang on the order. */
static void check_overlap(const struct image *image, struct image_manifest *m, struct compile *c)
{
	const struct image_manifest *other;

	for (other = image->manifests; other < m && !m->refused; other++) {
		const char *path;

		if (other->refused || m->key == IMAGE_ANY_KEY || other->key == IMAGE_ANY_KEY)
			continue;
		path = image_overlap(image, other, m);
		if (!path)
			continue;
		m->refused = true;
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, exec_span(&c->sema),
			    "manifest '%s' is refused: it lists '%s', as '%s' of another key does",
			    m->path, path, other->path);
	}
}

static const char *why_not(const struct image *image, const struct manifest_entry *entry,
			   enum lorica_reason reason)
{
	if (reason != LORICA_R_NOT_LISTED)
		return lorica_reason_name(reason);
	return image_lists_path(image, entry->path) ? "changed" : NULL;
}

/* Code that would not run. */
static void check_unlisted(const struct image *image, const struct image_tree *tree,
			   struct compile *c)
{
	bool deny = c->sema.exec_default == LORICA_DEFAULT_DENY;
	struct few few = { .arena = &c->arena };
	const struct image_manifest *m;
	size_t i;

	for (i = 0; i < tree->files.nr; i++) {
		const struct manifest_entry *entry = &tree->files.entries[i];
		enum lorica_reason reason;

		if (!is_checked(&c->sema, entry) || entry->kind == LORICA_FILE_OTHER ||
		    image_lists(image, entry, &m) || image_holds(image, tree, entry->path))
			continue;
		reason = image_signature(tree, entry, &c->sema);
		if (reason)
			few_add(&few, entry->path,
				few.nr < FEW_SHOWN ? why_not(image, entry, reason) : NULL);
	}
	if (few.nr)
		diag_report(&c->diags, DIAG_UNLISTED, exec_span(&c->sema),
			    "%zu %s%s in '%s' %s in no manifest: %s", few.nr,
			    deny	? "file" :
			    few.nr == 1 ? "kernel module" :
					  "kernel modules",
			    !deny	? "" :
			    few.nr == 1 ? " of code" :
					  "s of code",
			    tree->name, few.nr == 1 ? "is" : "are", few_text(&few));
}

/* A name that somebody left out, which runs as its content has another name. */
static void check_second_names(const struct image *image, const struct image_tree *tree,
			       struct compile *c)
{
	struct few few = { .arena = &c->arena };
	const struct lorica_digest *d;
	const struct image_manifest *m;
	char text[PATH_TEXT];
	size_t i;

	for (i = 0; i < tree->files.nr; i++) {
		const struct manifest_entry *entry = &tree->files.entries[i];

		if (!is_checked(&c->sema, entry) || entry->kind == LORICA_FILE_OTHER ||
		    image_holds(image, tree, entry->path))
			continue;
		d = image_lists(image, entry, &m);
		if (!d || image_lists_as(image, entry))
			continue;
		path_text(lorica_manifest_path(&m->stmt.manifest, d), text);
		few_add(&few, entry->path,
			few.nr < FEW_SHOWN ? arena_printf(&c->arena, "listed as '%s'", text) :
					     NULL);
	}
	if (few.nr)
		diag_report(&c->diags, DIAG_SECOND_NAME, exec_span(&c->sema),
			    "%zu %s in '%s' %s in no manifest, and %s all the same: %s", few.nr,
			    few.nr == 1 ? "name" : "names", tree->name, few.nr == 1 ? "is" : "are",
			    few.nr == 1 ? "runs" : "run", few_text(&few));
}

static int by_path(const void *a, const void *b)
{
	const struct lorica_digest *const *x = a, *const *y = b;
	u32 px = le32_to_cpu((*x)->path), py = le32_to_cpu((*y)->path);

	return (px > py) - (px < py);
}

static bool tree_has_path(const struct image *image, const char *path)
{
	size_t i;

	for (i = 0; i < image->nr_trees; i++)
		if (image_file(&image->trees[i], path))
			return true;
	return false;
}

/* What may run, but is nowhere: an older version that somebody may bring back. */
static void check_stale(const struct image *image, const struct image_manifest *m,
			struct compile *c)
{
	const struct lorica_manifest *manifest = &m->stmt.manifest;
	const struct lorica_digest **gone;
	struct few few = { .arena = &c->arena };
	size_t nr = 0, files = 0, i;

	gone = arena_alloc(&c->arena, (manifest->nr + 1) * sizeof(*gone));
	for (i = 0; i < manifest->nr; i++)
		if (!image_has(image, &manifest->digests[i]))
			gone[nr++] = &manifest->digests[i];
	if (!nr)
		return;
	qsort(gone, nr, sizeof(*gone), by_path);
	for (i = 0; i < nr; i++) {
		const char *path = lorica_manifest_path(manifest, gone[i]);

		/* A file of two tiers has two entries. */
		if (i && gone[i]->path == gone[i - 1]->path)
			continue;
		few_add(&few, path, tree_has_path(image, path) ? "changed" : NULL);
		files++;
	}
	diag_report(&c->diags, DIAG_MANIFEST_STALE, exec_span(&c->sema),
		    "manifest '%s' lists %zu %s that no tree has: %s", m->path, files,
		    files == 1 ? "file" : "files", few_text(&few));
}

/* The command knows that the policy has them. */
static void find_volumes(struct image *image)
{
	const struct lorica_policy *policy = image->policy;
	size_t i;
	u32 k;

	for (i = 0; i < image->nr_trees; i++)
		for (k = 0; image->trees[i].volume && k < policy->nr_volumes; k++)
			if (!strcmp(image->trees[i].volume, (const char *)policy->volumes[k].name))
				image->trees[i].root_hash = policy->volumes[k].root_hash;
}

static void lint(struct image *image, struct compile *c)
{
	size_t i;

	find_volumes(image);
	for (i = 0; i < image->nr_manifests; i++) {
		check_manifest(image, &image->manifests[i], c);
		image_lint_serial(&image->manifests[i], c);
		if (!image->manifests[i].refused)
			image_lint_revoked(&image->manifests[i], c);
	}
	for (i = 0; i < image->nr_manifests; i++)
		check_overlap(image, &image->manifests[i], c);
	if (!image->nr_trees)
		return;
	if (c->sema.policy->mode == LORICA_MODE_ENFORCE &&
	    c->sema.exec_default == LORICA_DEFAULT_DENY)
		image_lint_init(image, c);
	image_lint_paths(image, c);
	for (i = 0; i < image->nr_trees; i++) {
		if (!image->nr_manifests && !image->trees[i].volume)
			continue;
		check_unlisted(image, &image->trees[i], c);
		check_second_names(image, &image->trees[i], c);
	}
	for (i = 0; i < image->nr_manifests; i++)
		if (!image->manifests[i].refused)
			check_stale(image, &image->manifests[i], c);
}

/* What a device would take is asked of the kernel's own matcher, so it needs the tables. */
int image_lint(struct image *image, struct compile *c)
{
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	enum lorica_reason reason;
	u8 *blob = NULL;
	size_t len;

	reason = emit_policy(&c->sema, &blob, &len);
	if (!reason)
		reason = lorica_stmt_decode(blob, len, &view);
	if (!reason)
		reason = lorica_policy_decode(&view, &policy);
	if (!reason) {
		image->policy = &policy;
		lint(image, c);
		image->policy = NULL;
		free(blob);
	}
	return reason ? refusal_say(c->sources.list[0]->name, reason) : EXIT_OK;
}
