// SPDX-License-Identifier: GPL-2.0-only
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cms.h"
#include "kernel/overlap.h"
#include "option.h"
#include "refusal.h"
#include "userspace/cmd.h"

enum { DIGEST = 32 };

static int say_memory(void)
{
	fprintf(stderr, "lorica: out of memory\n");
	return EXIT_FAILED;
}

static int by_path(const void *a, const void *b)
{
	const struct manifest_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static int by_sha256(const void *a, const void *b)
{
	const struct manifest_entry *const *x = a, *const *y = b;

	return memcmp((*x)->sha256, (*y)->sha256, DIGEST);
}

static int by_verity(const void *a, const void *b)
{
	const struct manifest_entry *const *x = a, *const *y = b;

	return memcmp((*x)->verity, (*y)->verity, DIGEST);
}

static int sort(struct image_tree *tree, const struct manifest_entry ***to,
		int (*order)(const void *a, const void *b))
{
	const struct collect *c = &tree->files;
	size_t i;

	*to = calloc(c->nr + 1, sizeof(**to));
	if (!*to)
		return say_memory();
	for (i = 0; i < c->nr; i++)
		(*to)[i] = &c->entries[i];
	if (c->nr)
		qsort(*to, c->nr, sizeof(**to), order);
	return EXIT_OK;
}

static int open_tree(struct image_tree *tree, const char *name, bool all, u8 tiers, bool progress)
{
	struct collect *c = &tree->files;

	tree->name = name;
	c->all = all;
	c->tiers = tiers;
	c->progress = progress;
	c->threads = hash_pool_threads();
	if (collect_trees(c, (const char *const *)&tree->name, 1))
		return EXIT_FAILED;
	if (c->walk.errors || c->errors) {
		fprintf(stderr, "lorica: cannot judge '%s' without the files that cannot be read\n",
			name);
		return EXIT_FAILED;
	}
	if (c->nr)
		qsort(c->entries, c->nr, sizeof(*c->entries), by_path);
	return sort(tree, &tree->by_sha256, by_sha256) ?: sort(tree, &tree->by_verity, by_verity);
}

/* The content into memory of its own, which the decoders want aligned. */
static enum lorica_reason unwrap(struct image_manifest *m)
{
	m->is_signed = m->raw_len && m->raw[0] == 0x30;
	if (m->is_signed)
		return cms_content(m->raw, m->raw_len, &m->stmt.content, &m->stmt.len);
	m->stmt.content = malloc(m->raw_len + 1);
	if (!m->stmt.content)
		return LORICA_R_MEMORY;
	memcpy(m->stmt.content, m->raw, m->raw_len);
	m->stmt.len = m->raw_len;
	return LORICA_OK;
}

static int open_manifest(struct image_manifest *m, const char *path)
{
	enum lorica_reason reason;
	int ret;

	m->path = path;
	ret = refusal_read(path, &m->raw, &m->raw_len);
	if (ret)
		return ret;
	reason = unwrap(m);
	if (!reason)
		reason = trust_decode(&m->stmt);
	if (reason == LORICA_R_MEMORY)
		return say_memory();
	if (reason)
		return refusal_say(path, reason);
	if (m->stmt.view.type != LORICA_TYPE_MANIFEST) {
		fprintf(stderr, "lorica: '%s' is a policy, not a manifest\n", path);
		return EXIT_REJECTED;
	}
	m->index = malloc(lorica_manifest_index_size(&m->stmt.manifest));
	if (!m->index)
		return say_memory();
	lorica_manifest_index(&m->stmt.manifest, m->index);
	return EXIT_OK;
}

/* Whoever made the manifest listed what is no code as well. */
static bool has_other(const struct image *image)
{
	size_t i;
	u32 k;

	for (i = 0; i < image->nr_manifests; i++)
		for (k = 0; k < image->manifests[i].stmt.manifest.nr; k++)
			if (image->manifests[i].stmt.manifest.digests[k].kind == LORICA_FILE_OTHER)
				return true;
	return false;
}

/* What the files of the trees have to be hashed by, to be found in a manifest. */
static u8 tiers_of(const struct image *image)
{
	u8 tiers = BIT(LORICA_TIER_SHA256);
	size_t i;
	u32 k;

	for (i = 0; i < image->nr_manifests; i++)
		for (k = 0; k < image->manifests[i].stmt.manifest.nr; k++)
			tiers |= BIT(image->manifests[i].stmt.manifest.digests[k].tier);
	return tiers;
}

/* The name in front of a tree; its form was looked at. */
static int take_volume(struct image_tree *tree, const char *word, const char **name)
{
	const char *equals = strchr(word, '=');

	tree->volume = strndup(word, equals - word);
	*name = equals + 1;
	return tree->volume ? EXIT_OK : say_memory();
}

int image_open(struct image *image, const struct option_list *trees,
	       const struct option_list *volumes, const struct option_list *manifests,
	       bool progress)
{
	const size_t nr = trees->nr + volumes->nr;
	const char *name;
	int ret = EXIT_OK;
	u8 tiers;
	bool all;

	image->trees = calloc(nr + 1, sizeof(*image->trees));
	image->manifests = calloc(manifests->nr + 1, sizeof(*image->manifests));
	if (!image->trees || !image->manifests)
		return say_memory();
	while (!ret && image->nr_manifests < manifests->nr) {
		size_t i = image->nr_manifests++;

		ret = open_manifest(&image->manifests[i], manifests->words[i]);
	}
	all = has_other(image);
	tiers = tiers_of(image);
	while (!ret && image->nr_trees < nr) {
		size_t i = image->nr_trees++;

		if (i < trees->nr)
			name = trees->words[i];
		else
			ret = take_volume(&image->trees[i], volumes->words[i - trees->nr], &name);
		if (!ret)
			ret = open_tree(&image->trees[i], name, all, tiers, progress);
	}
	return ret;
}

void image_close(struct image *image)
{
	while (image->nr_trees) {
		struct image_tree *tree = &image->trees[--image->nr_trees];

		free(tree->volume);
		free(tree->by_sha256);
		free(tree->by_verity);
		collect_free(&tree->files);
	}
	while (image->nr_manifests) {
		struct image_manifest *m = &image->manifests[--image->nr_manifests];

		free(m->index);
		trust_close(&m->stmt);
		free(m->raw);
	}
	free(image->trees);
	free(image->manifests);
}

/* Would a device take the entry? A rule can limit where a key's paths lie. */
static bool takes(const struct image *image, const struct image_manifest *m,
		  const struct lorica_digest *d)
{
	const char *path = lorica_manifest_path(&m->stmt.manifest, d);
	u32 key;

	if (m->refused || !image->policy)
		return !m->refused;
	if (m->key != IMAGE_ANY_KEY)
		return lorica_match_manifest(image->policy, m->key, path);
	for (key = 0; key < image->policy->nr_keys; key++)
		if (lorica_match_manifest(image->policy, key, path))
			return true;
	return false;
}

const char *image_overlap(const struct image *image, const struct image_manifest *a,
			  const struct image_manifest *b)
{
	const struct lorica_claim x = { &a->stmt.manifest, a->key },
				  y = { &b->stmt.manifest, b->key };

	return lorica_overlap(image->policy, &x, &y);
}

/* The first entry that a device takes for a file by one of its digests; @path: NULL for any. */
static const struct lorica_digest *taken(const struct image *image, const struct image_manifest *m,
					 const struct manifest_entry *file, enum lorica_tier tier,
					 const char *path)
{
	const struct lorica_manifest *manifest = &m->stmt.manifest;
	const u8 *digest = tier == LORICA_TIER_SHA256 ? file->sha256 : file->verity;
	const struct lorica_digest *d;

	if (!(file->tiers & BIT(tier)))
		return NULL;
	for (d = lorica_manifest_lookup(manifest, digest, tier); d;
	     d = lorica_manifest_next(manifest, d))
		if (takes(image, m, d) &&
		    (!path || !strcmp(lorica_manifest_path(manifest, d), path)))
			return d;
	return NULL;
}

const struct lorica_digest *image_lists(const struct image *image,
					const struct manifest_entry *file,
					const struct image_manifest **which)
{
	const struct lorica_digest *d;
	size_t i;

	for (i = 0; i < image->nr_manifests; i++) {
		*which = &image->manifests[i];
		d = taken(image, *which, file, LORICA_TIER_SHA256, NULL) ?:
			    taken(image, *which, file, LORICA_TIER_FSVERITY, NULL);
		if (d)
			return d;
	}
	return NULL;
}

bool image_holds(const struct image *image, const struct image_tree *tree, const char *path)
{
	return tree->root_hash && lorica_match_volume(image->policy, tree->root_hash, path);
}

bool image_lists_as(const struct image *image, const struct manifest_entry *file)
{
	size_t i;

	for (i = 0; i < image->nr_manifests; i++) {
		const struct image_manifest *m = &image->manifests[i];

		if (taken(image, m, file, LORICA_TIER_SHA256, file->path) ||
		    taken(image, m, file, LORICA_TIER_FSVERITY, file->path))
			return true;
	}
	return false;
}

bool image_lists_path(const struct image *image, const char *path)
{
	size_t i;
	u32 k;

	for (i = 0; i < image->nr_manifests; i++) {
		const struct lorica_manifest *m = &image->manifests[i].stmt.manifest;

		for (k = 0; k < m->nr; k++)
			if (!strcmp(lorica_manifest_path(m, &m->digests[k]), path) &&
			    takes(image, &image->manifests[i], &m->digests[k]))
				return true;
	}
	return false;
}

const struct manifest_entry *image_file(const struct image_tree *tree, const char *path)
{
	const struct manifest_entry key = { .path = path };

	if (!tree->files.nr)
		return NULL;
	return bsearch(&key, tree->files.entries, tree->files.nr, sizeof(key), by_path);
}

static bool tree_has(const struct image_tree *tree, const struct lorica_digest *entry)
{
	bool verity = entry->tier == LORICA_TIER_FSVERITY;
	struct manifest_entry key;
	const struct manifest_entry *find = &key;

	if (!tree->files.nr)
		return false;
	memcpy(verity ? key.verity : key.sha256, entry->digest, DIGEST);
	return bsearch(&find, verity ? tree->by_verity : tree->by_sha256, tree->files.nr,
		       sizeof(find), verity ? by_verity : by_sha256);
}

bool image_has(const struct image *image, const struct lorica_digest *entry)
{
	size_t i;

	for (i = 0; i < image->nr_trees; i++)
		if (tree_has(&image->trees[i], entry))
			return true;
	return false;
}
