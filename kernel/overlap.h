/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_OVERLAP_H
#define LORICA_OVERLAP_H

#include "manifest.h"
#include "match.h"

/**
 * struct lorica_claim - a manifest and the key that signed it
 * @manifest: decoded
 * @key: index into the policy's keys
 */
struct lorica_claim {
	const struct lorica_manifest *manifest;
	u32 key;
};

/**
 * lorica_overlap - do manifests of two keys speak of one path?
 * @policy: that both are to be in force under
 * @a: one of them
 * @b: the other
 *
 * A path is what the policy's rules call a program. If two signers had a say
 * about one path, which of them is meant would hang on the order in which
 * their manifests came. So a path belongs to one key; entries that no rule
 * takes do not count. Context: any; takes time in proportion to the paths.
 *
 * Return: the first path that both list, inside of @a; NULL when there is none
 * or when one key signed both.
 */
const char *lorica_overlap(const struct lorica_policy *policy, const struct lorica_claim *a,
			   const struct lorica_claim *b);

#endif
