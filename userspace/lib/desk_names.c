// SPDX-License-Identifier: GPL-2.0-only
#include "desk_names.h"

#include "desk.h"
#include "kernel/match.h"

/* As each_path() in kernel/active.c does it with the digest of a program that runs. */
static void by_digest(const struct desk *desk, const struct lorica_digest *wanted,
		      void (*each)(void *context, const char *name), void *context)
{
	u32 i;

	for (i = 0; i < desk->nr_manifests; i++) {
		const struct lorica_manifest *m = &desk->manifests[i].in.manifest;
		const struct lorica_digest *d = lorica_manifest_lookup(m, wanted->digest,
								       wanted->tier);

		for (; d; d = lorica_manifest_next(m, d)) {
			const char *path = lorica_manifest_path(m, d);

			if (lorica_match_manifest(&desk->policy.policy, desk->manifests[i].key,
						  path))
				each(context, path);
		}
	}
}

void desk_names(const struct desk *desk, const char *program,
		void (*each)(void *context, const char *name), void *context)
{
	u32 i, k;

	each(context, program);
	for (i = 0; i < desk->nr_manifests; i++) {
		const struct lorica_manifest *m = &desk->manifests[i].in.manifest;

		for (k = 0; k < m->nr; k++)
			if (!strcmp(lorica_manifest_path(m, &m->digests[k]), program))
				by_digest(desk, &m->digests[k], each, context);
	}
}
