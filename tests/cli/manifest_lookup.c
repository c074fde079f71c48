// SPDX-License-Identifier: GPL-2.0-only
/*
 * For manifest.bats: reads a manifest with the kernel's own decoder, looks up
 * every digest that standard input has (hex, one a line), and writes each
 * entry as "kind sha256 path" with a NUL at its end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "kernel/manifest.h"
#include "kernel/reason.h"

static int fail(const char *what)
{
	fprintf(stderr, "manifest_lookup: %s\n", what);
	return 1;
}

static int look_up_all(const struct lorica_manifest *manifest)
{
	unsigned int i, byte;
	u8 sha256[32];
	char hex[65];

	while (scanf("%64s", hex) == 1) {
		for (i = 0; i < 32; i++) {
			if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
				return fail("not a digest");
			sha256[i] = byte;
		}
		if (!lorica_manifest_lookup(manifest, sha256, LORICA_TIER_SHA256))
			return fail(hex);
		/* One bit away, there is none. */
		sha256[31] ^= 1;
		if (lorica_manifest_lookup(manifest, sha256, LORICA_TIER_SHA256))
			return fail("found what is not there");
	}
	return 0;
}

static void dump(const struct lorica_manifest *manifest)
{
	u32 i, k;

	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];

		printf("%u ", d->kind);
		for (k = 0; k < 32; k++)
			printf("%02x", d->digest[k]);
		printf(" %s%c", lorica_manifest_path(manifest, d), 0);
	}
}

int main(int argc, char **argv)
{
	static const size_t room = 64 << 20;
	struct lorica_manifest manifest;
	struct lorica_stmt_view view;
	enum lorica_reason reason;
	u8 *data = malloc(room);
	u32 *index;
	size_t len;
	FILE *f;

	f = argc == 2 && data ? fopen(argv[1], "rb") : NULL;
	if (!f)
		return fail("usage: manifest_lookup MANIFEST < DIGESTS");
	len = fread(data, 1, room, f);
	fclose(f);
	reason = lorica_stmt_decode(data, len, &view);
	if (!reason)
		reason = lorica_manifest_decode(&view, &manifest);
	if (reason)
		return fail(lorica_reason_text(reason));
	index = malloc(lorica_manifest_index_size(&manifest));
	if (!index)
		return fail("out of memory");
	lorica_manifest_index(&manifest, index);
	if (look_up_all(&manifest))
		return 1;
	dump(&manifest);
	free(index);
	free(data);
	return 0;
}
