// SPDX-License-Identifier: GPL-2.0-only
#include "manifest.h"

#include "limits.h"

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
	return n == nr ? LORICA_OK : LORICA_R_CONTENT;
}

static enum lorica_reason decode_digest(const struct lorica_digest *d,
					const struct lorica_bytes *paths)
{
	u32 path = le32_to_cpu(d->path);

	if (d->reserved[0] || d->reserved[1] || d->reserved[2])
		return LORICA_R_RESERVED;
	if (d->kind < LORICA_FILE_ELF || d->kind > LORICA_FILE_LAST)
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
		int order = i ? memcmp(d[i - 1].sha256, d[i].sha256, sizeof(d->sha256)) : -1;

		reason = decode_digest(&d[i], paths);
		if (reason)
			return reason;
		/* Paths are sorted, so their offsets compare as they do. */
		if (order > 0 || (!order && le32_to_cpu(d[i - 1].path) >= le32_to_cpu(d[i].path)))
			return LORICA_R_ORDER;
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

static u32 bucket_of(const struct lorica_manifest *manifest, const u8 *sha256)
{
	u32 lead = (u32)sha256[0] << 16 | (u32)sha256[1] << 8 | sha256[2];

	return lead >> (24 - manifest->bits);
}

void lorica_manifest_index(struct lorica_manifest *manifest, u32 *mem)
{
	u32 i, bucket = 0, last = BIT(manifest->bits);

	for (i = 0; i < manifest->nr; i++) {
		u32 mine = bucket_of(manifest, manifest->digests[i].sha256);

		while (bucket <= mine)
			mem[bucket++] = i;
	}
	while (bucket <= last)
		mem[bucket++] = manifest->nr;
	manifest->index = mem;
}

const struct lorica_digest *lorica_manifest_lookup(const struct lorica_manifest *manifest,
						   const u8 *sha256)
{
	const struct lorica_digest *d = manifest->digests;
	u32 bucket = bucket_of(manifest, sha256);
	u32 low = manifest->index[bucket], end = manifest->index[bucket + 1], high = end;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (memcmp(d[mid].sha256, sha256, sizeof(d->sha256)) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < end && !memcmp(d[low].sha256, sha256, sizeof(d->sha256)))
		return &d[low];
	return NULL;
}

u32 lorica_manifest_same(const struct lorica_manifest *manifest, const struct lorica_digest *digest)
{
	const struct lorica_digest *d = digest, *end = manifest->digests + manifest->nr;

	while (d < end && !memcmp(d->sha256, digest->sha256, sizeof(d->sha256)))
		d++;
	return d - digest;
}

const char *lorica_manifest_path(const struct lorica_manifest *manifest,
				 const struct lorica_digest *digest)
{
	return (const char *)manifest->paths.data + le32_to_cpu(digest->path);
}
