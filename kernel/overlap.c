// SPDX-License-Identifier: GPL-2.0-only
#include "overlap.h"

/* The path behind @path in its section, NULL at the end. */
static const char *next_path(const struct lorica_manifest *manifest, const char *path)
{
	const char *end = (const char *)manifest->paths.data + manifest->paths.len;

	path += strlen(path) + 1;
	return path < end ? path : NULL;
}

static const char *first_path(const struct lorica_manifest *manifest)
{
	return manifest->paths.len ? (const char *)manifest->paths.data : NULL;
}

const char *lorica_overlap(const struct lorica_policy *policy, const struct lorica_claim *a,
			   const struct lorica_claim *b)
{
	const char *x = first_path(a->manifest), *y = first_path(b->manifest);

	if (a->key == b->key)
		return NULL;
	/* Both are sorted. */
	while (x && y) {
		int order = strcmp(x, y);

		if (!order && lorica_match_manifest(policy, a->key, x) &&
		    lorica_match_manifest(policy, b->key, y))
			return x;
		if (order <= 0)
			x = next_path(a->manifest, x);
		if (order >= 0)
			y = next_path(b->manifest, y);
	}
	return NULL;
}
