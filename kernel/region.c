// SPDX-License-Identifier: GPL-2.0-only
#include "region.h"

#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/once.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/string.h>

enum { WORDS = 64 }; /* copied at a time */

/* Who does not know it cannot put in other bytes with the same hash. */
static siphash_key_t key;

static u64 hash_of(const struct lorica_region *region, u32 i)
{
	size_t offset = (size_t)i * region->chunk;
	const u64 *from = region->start + offset;
	size_t n = min_t(size_t, region->chunk, region->len - offset) / sizeof(*from);
	u64 words[1 + WORDS] = { i };

	/* Copied, as between variables a sanitiser has bytes that only it may read. */
	while (n) {
		size_t part = min_t(size_t, n, WORDS), k;

		for (k = 0; k < part; k++)
			words[1 + k] = READ_ONCE_NOCHECK(from[k]);
		/* What came before goes in with each part. */
		words[0] = siphash(words, (1 + part) * sizeof(words[0]), &key);
		from += part;
		n -= part;
	}
	return words[0];
}

int lorica_region_learn(struct lorica_region *region, const char *name, const void *start,
			size_t len, u32 chunk)
{
	u32 i;

	if (!start || !len || !IS_ALIGNED((unsigned long)start | len | chunk, sizeof(u64)) ||
	    !chunk || chunk > LORICA_REGION_CHUNK)
		return -EINVAL;
	get_random_once(&key, sizeof(key));
	region->name = name;
	region->start = start;
	region->len = len;
	region->chunk = chunk;
	region->nr = DIV_ROUND_UP(len, chunk);
	region->hash = kvmalloc_array(region->nr, sizeof(region->hash[0]), GFP_KERNEL);
	region->is_changed = bitmap_zalloc(region->nr, GFP_KERNEL);
	if (!region->hash || !region->is_changed) {
		lorica_region_forget(region);
		return -ENOMEM;
	}
	for (i = 0; i < region->nr; i++) {
		region->hash[i] = hash_of(region, i);
		cond_resched();
	}
	return 0;
}

bool lorica_region_check(struct lorica_region *region, u32 i, bool *is_new)
{
	bool same = hash_of(region, i) == region->hash[i];

	*is_new = !same && !test_and_set_bit(i, region->is_changed);
	if (same)
		clear_bit(i, region->is_changed);
	return same;
}

u32 lorica_region_changed(const struct lorica_region *region)
{
	return region->nr ? bitmap_weight(region->is_changed, region->nr) : 0;
}

void lorica_region_forget(struct lorica_region *region)
{
	kvfree(region->hash);
	bitmap_free(region->is_changed);
	memset(region, 0, sizeof(*region));
}
