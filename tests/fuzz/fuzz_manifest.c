// SPDX-License-Identifier: GPL-2.0-only
/* The sections of a manifest: DIGESTS and PATHS, see fuzz_section(). */
#include "fuzz.h"

#include "kernel/manifest.h"

static void decoded(struct lorica_manifest *manifest)
{
	u32 *index = malloc(lorica_manifest_index_size(manifest));
	u8 other[32] = { 0 };
	u32 i;

	fuzz_assert(lorica_manifest_index_size(manifest) <=
		    manifest->nr * sizeof(struct lorica_digest) + 16);
	lorica_manifest_index(manifest, index);
	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i], *found;
		const char *path = lorica_manifest_path(manifest, d);

		fuzz_assert(path[0] == '/');
		fuzz_touch(path, strlen(path));
		found = lorica_manifest_lookup(manifest, d->digest, d->tier);
		fuzz_assert(found && found <= d && found->tier == d->tier);
		fuzz_assert(!memcmp(found->digest, d->digest, sizeof(other)));
		while (found && found < d)
			found = lorica_manifest_next(manifest, found);
		fuzz_assert(found == d);
		memcpy(other, d->digest, sizeof(other));
		other[i % sizeof(other)] ^= 1 << i % 8;
		found = lorica_manifest_lookup(manifest, other, d->tier);
		fuzz_assert(!found || (found->tier == d->tier &&
				       !memcmp(found->digest, other, sizeof(other))));
		fuzz_assert(!lorica_manifest_lookup(manifest, d->digest, LORICA_TIER_NONE));
	}
	memset(other, 0xff, sizeof(other));
	lorica_manifest_lookup(manifest, other, LORICA_TIER_SHA256);
	memset(other, 0, sizeof(other));
	lorica_manifest_lookup(manifest, other, LORICA_TIER_SHA256);
	free(index);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_stmt_view view = { .type = LORICA_TYPE_MANIFEST };
	struct lorica_bytes *digests = &view.section[LORICA_SECTION_DIGESTS];
	struct lorica_bytes *paths = &view.section[LORICA_SECTION_PATHS];
	struct lorica_manifest manifest;

	*digests = fuzz_section(&data, &len);
	*paths = fuzz_section(&data, &len);
	if (!lorica_manifest_decode(&view, &manifest))
		decoded(&manifest);
	free((u8 *)digests->data);
	free((u8 *)paths->data);
	return 0;
}
