// SPDX-License-Identifier: GPL-2.0-only
#include "manifest.h"

#include "limits.h"

/* Entries of two tiers may share a path, so there can be fewer strings than entries. */
static enum lorica_reason decode_paths(const struct lorica_bytes *s, u32 nr)
{
	const char *p = (const char *)s->data, *end, *last = NULL;
	u32 n = 0;

	if (s->len > LORICA_MAX_PATHS)
		return LORICA_R_LIMIT;
	if (!s->len)
		return nr ? LORICA_R_CONTENT : LORICA_OK;
	end = p + s->len;
	while (p < end) {
		size_t room = end - p;
		size_t len = strnlen(p, room < LORICA_MAX_PATH ? room : LORICA_MAX_PATH);

		if (len == LORICA_MAX_PATH)
			return LORICA_R_LIMIT;
		if (len == room || *p != '/')
			return LORICA_R_CONTENT;
		if (last && strcmp(last, p) >= 0)
			return LORICA_R_ORDER;
		last = p;
		p += len + 1;
		n++;
	}
	return n && n <= nr ? LORICA_OK : LORICA_R_CONTENT;
}

static enum lorica_reason decode_digest(const struct lorica_digest *d,
					const struct lorica_bytes *paths)
{
	u32 path = le32_to_cpu(d->path);

	if (d->reserved[0] || d->reserved[1])
		return LORICA_R_RESERVED;
	if (d->kind < LORICA_FILE_ELF || d->kind > LORICA_FILE_LAST)
		return LORICA_R_CONTENT;
	if (d->tier != LORICA_TIER_SHA256 && d->tier != LORICA_TIER_FSVERITY)
		return LORICA_R_CONTENT;
	/* The start of a string, so that every path ends inside the section. */
	if (path >= paths->len || (path && paths->data[path - 1]))
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

enum lorica_reason lorica_manifest_decode(const struct lorica_stmt_view *view,
					  struct lorica_manifest *manifest)
{
	const struct lorica_bytes *s = &view->section[LORICA_SECTION_DIGESTS];
	const struct lorica_bytes *paths = &view->section[LORICA_SECTION_PATHS];
	const struct lorica_digest *d = (const void *)s->data;
	u32 i, nr = s->len / sizeof(*d);
	enum lorica_reason reason;

	memset(manifest, 0, sizeof(*manifest));
	if (!s->data != !paths->data)
		return LORICA_R_SECTION_MISSING;
	if (s->len % sizeof(*d))
		return LORICA_R_TABLE;
	if (nr > LORICA_MAX_DIGESTS)
		return LORICA_R_LIMIT;
	reason = decode_paths(paths, nr);
	if (reason)
		return reason;
	for (i = 0; i < nr; i++) {
		int order = i ? memcmp(d[i - 1].digest, d[i].digest, sizeof(d->digest)) : -1;

		reason = decode_digest(&d[i], paths);
		if (reason)
			return reason;
		/* Paths are sorted, so their offsets compare as they do. */
		if (order > 0 || (!order && le32_to_cpu(d[i - 1].path) >= le32_to_cpu(d[i].path)))
			return LORICA_R_ORDER;
		manifest->nr_fsverity += d[i].tier == LORICA_TIER_FSVERITY;
	}
	manifest->digests = d;
	manifest->nr = nr;
	manifest->paths = *paths;
	while (manifest->bits < 24 && nr >> (manifest->bits + 2))
		manifest->bits++;
	return LORICA_OK;
}

size_t lorica_manifest_index_size(const struct lorica_manifest *manifest)
{
	return (BIT(manifest->bits) + 1) * sizeof(u32);
}

static u32 bucket_of(const struct lorica_manifest *manifest, const u8 *digest)
{
	u32 lead = (u32)digest[0] << 16 | (u32)digest[1] << 8 | digest[2];

	return lead >> (24 - manifest->bits);
}

void lorica_manifest_index(struct lorica_manifest *manifest, u32 *mem)
{
	u32 i, bucket = 0, last = BIT(manifest->bits);

	for (i = 0; i < manifest->nr; i++) {
		u32 mine = bucket_of(manifest, manifest->digests[i].digest);

		while (bucket <= mine)
			mem[bucket++] = i;
	}
	while (bucket <= last)
		mem[bucket++] = manifest->nr;
	manifest->index = mem;
}

/*
 * From @at on, as long as the digest is the same. What differs in the tier alone
 * would be a file whose content is the descriptor of another: there is nothing
 * to be fast for.
 */
static const struct lorica_digest *find(const struct lorica_manifest *manifest, u32 at,
					const u8 *digest, enum lorica_tier tier)
{
	const struct lorica_digest *d = manifest->digests;

	for (; at < manifest->nr && !memcmp(d[at].digest, digest, sizeof(d->digest)); at++)
		if (d[at].tier == tier)
			return &d[at];
	return NULL;
}

const struct lorica_digest *lorica_manifest_lookup(const struct lorica_manifest *manifest,
						   const u8 *digest, enum lorica_tier tier)
{
	const struct lorica_digest *d = manifest->digests;
	u32 bucket = bucket_of(manifest, digest);
	u32 low = manifest->index[bucket], high = manifest->index[bucket + 1];

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (memcmp(d[mid].digest, digest, sizeof(d->digest)) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return find(manifest, low, digest, tier);
}

const struct lorica_digest *lorica_manifest_next(const struct lorica_manifest *manifest,
						 const struct lorica_digest *entry)
{
	return find(manifest, entry - manifest->digests + 1, entry->digest, entry->tier);
}

const char *lorica_manifest_path(const struct lorica_manifest *manifest,
				 const struct lorica_digest *digest)
{
	return (const char *)manifest->paths.data + le32_to_cpu(digest->path);
}
