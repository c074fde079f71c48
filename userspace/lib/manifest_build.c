// SPDX-License-Identifier: GPL-2.0-only
#include "manifest_build.h"

#include <stdio.h>
#include <stdlib.h>

#include "kernel/limits.h"
#include "kernel/manifest.h"
#include "stmt_build.h"

static int by_path(const void *a, const void *b)
{
	const struct manifest_entry *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (!order)
		order = memcmp(x->sha256, y->sha256, sizeof(x->sha256));
	/* The most telling kind stays: `other` is the last. */
	return order ? order : (int)x->kind - (int)y->kind;
}

int manifest_build_merge(struct manifest_entry *entries, size_t *nr)
{
	size_t in, out = 0;
	int err = 0;

	qsort(entries, *nr, sizeof(*entries), by_path);
	for (in = 0; in < *nr; in++) {
		const struct manifest_entry *last = out ? &entries[out - 1] : NULL;

		if (!last || strcmp(last->path, entries[in].path)) {
			entries[out++] = entries[in];
		} else if (memcmp(last->sha256, entries[in].sha256, sizeof(last->sha256))) {
			fprintf(stderr, "lorica: '%s' is not the same file in '%s' and in '%s'\n",
				last->path, last->origin, entries[in].origin);
			err = -EEXIST;
		}
	}
	*nr = out;
	return err;
}

static int by_digest(const void *a, const void *b)
{
	const struct lorica_digest *x = a, *y = b;
	int order = memcmp(x->digest, y->digest, sizeof(x->digest));
	u32 px = le32_to_cpu(x->path), py = le32_to_cpu(y->path);

	return order ? order : (px > py) - (px < py);
}

static struct lorica_digest *add(struct lorica_digest *d, const struct manifest_entry *entry,
				 enum lorica_tier tier, const u8 *digest, size_t path)
{
	if (!(entry->tiers & BIT(tier)))
		return d;
	memcpy(d->digest, digest, sizeof(d->digest));
	d->path = cpu_to_le32(path);
	d->kind = entry->kind;
	d->tier = tier;
	return d + 1;
}

/* The number of entries: a file has one for each tier. */
static size_t fill(const struct manifest_entry *entries, size_t nr, struct lorica_digest *digests,
		   char *paths)
{
	struct lorica_digest *d = digests;
	size_t i, at = 0;

	for (i = 0; i < nr; i++) {
		size_t n = strlen(entries[i].path) + 1;

		d = add(d, &entries[i], LORICA_TIER_SHA256, entries[i].sha256, at);
		d = add(d, &entries[i], LORICA_TIER_FSVERITY, entries[i].verity, at);
		memcpy(paths + at, entries[i].path, n);
		at += n;
	}
	qsort(digests, d - digests, sizeof(*digests), by_digest);
	return d - digests;
}

static enum lorica_reason finish(struct stmt_build *head, const struct lorica_digest *digests,
				 size_t nr, const char *paths, size_t bytes, u8 **content,
				 size_t *len)
{
	struct lorica_stmt_view view;
	struct lorica_manifest manifest;
	enum lorica_reason reason;

	if (stmt_build_section(head, LORICA_SECTION_DIGESTS, digests, nr * sizeof(*digests)) ||
	    stmt_build_section(head, LORICA_SECTION_PATHS, paths, bytes))
		return LORICA_R_OVERSIZED;
	reason = stmt_build_finish(head, content, len);
	if (reason)
		return reason;
	reason = lorica_stmt_decode(*content, *len, &view);
	if (!reason)
		reason = lorica_manifest_decode(&view, &manifest);
	if (!reason && *len > LORICA_MAX_STATEMENT - LORICA_MAX_ENVELOPE)
		reason = LORICA_R_OVERSIZED;
	if (reason)
		free(*content);
	return reason;
}

enum lorica_reason manifest_build(struct stmt_build *head, const struct manifest_entry *entries,
				  size_t nr, u8 **content, size_t *len)
{
	enum lorica_reason reason = LORICA_R_MEMORY;
	struct lorica_digest *digests;
	size_t i, bytes = 0, listed = 0;
	char *paths;

	for (i = 0; i < nr; i++) {
		bytes += strlen(entries[i].path) + 1;
		listed += !!(entries[i].tiers & BIT(LORICA_TIER_SHA256));
		listed += !!(entries[i].tiers & BIT(LORICA_TIER_FSVERITY));
	}
	if (listed > LORICA_MAX_DIGESTS || bytes > LORICA_MAX_PATHS)
		return LORICA_R_LIMIT;
	digests = calloc(listed + 1, sizeof(*digests));
	paths = malloc(bytes + 1);
	if (digests && paths) {
		listed = fill(entries, nr, digests, paths);
		reason = finish(head, digests, listed, paths, bytes, content, len);
	}
	free(digests);
	free(paths);
	return reason;
}
