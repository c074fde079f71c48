// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a look-up in the table of what is revoked costs: comparisons, which are
 * the same on every machine, of the file that the kernel compiles.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static unsigned int compared;

static int counted(const void *a, const void *b, size_t n)
{
	compared++;
	return memcmp(a, b, n);
}

/* The unit under test once more, under names that do not meet the others. */
#define memcmp counted
#define lorica_revoked_decode counted_decode
#define lorica_revoked_any counted_any
#define lorica_match_revoked counted_match
#define lorica_match_revoked_manifest counted_match_manifest
#include "kernel/revoked.c"
#undef memcmp

enum { LOOKUPS = 2000, MOST = 1000000 };

static u64 state = 88172645463325252ULL;

static u64 next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct lorica_revoked *)a)->id,
		      ((const struct lorica_revoked *)b)->id, 32);
}

static void digest(u8 *id)
{
	int i;

	for (i = 0; i < 32; i += 8) {
		u64 part = next();

		memcpy(id + i, &part, 8);
	}
}

/* Digests as SHA-256 has them: half of the look-ups find something. */
static unsigned int measure(struct lorica_revoked *table, u32 nr, unsigned int *worst)
{
	struct lorica_policy policy = { .revoked = table, .nr_revoked = nr };
	unsigned int i, before, found = 0;
	u8 id[32];

	for (i = 0; i < nr; i++)
		digest(table[i].id);
	qsort(table, nr, sizeof(*table), by_id);
	for (i = 1; i < LORICA_NR_REVOKED_KINDS; i++)
		policy.revoked_end[i] = nr;
	compared = *worst = 0;
	for (i = 0; i < LOOKUPS; i++) {
		before = compared;
		digest(id);
		found += counted_match(&policy, LORICA_REVOKED_DIGEST,
				       i % 2 ? id : table[next() % nr].id);
		*worst = compared - before > *worst ? compared - before : *worst;
	}
	ok(found == LOOKUPS / 2, "%u entries: %u of %u are found", nr, found, LOOKUPS);
	return compared;
}

/* All alike in the bytes that a guess goes by. */
static unsigned int adverse(struct lorica_revoked *table, u32 nr)
{
	struct lorica_policy policy = { .revoked = table, .nr_revoked = nr };
	unsigned int i, worst = 0, found = 0;

	for (i = 0; i < nr; i++) {
		memset(table[i].id, i ? 0x7f : 0, 32);
		memcpy(table[i].id + 28, &(u32){ htobe32(i) }, 4);
	}
	for (i = 1; i < LORICA_NR_REVOKED_KINDS; i++)
		policy.revoked_end[i] = nr;
	for (i = 0; i < nr; i += 997) {
		compared = 0;
		found += counted_match(&policy, LORICA_REVOKED_DIGEST, table[i].id);
		worst = compared > worst ? compared : worst;
	}
	ok(found == (nr + 996) / 997, "a table made on purpose: all are found");
	return worst;
}

int main(void)
{
	static const u32 sizes[] = { 100, 10000, MOST };
	struct lorica_revoked *table = calloc(MOST, sizeof(*table));
	unsigned int i, total, worst;

	if (!table)
		return 1;
	for (i = 0; i < 3; i++) {
		total = measure(table, sizes[i], &worst);
		ok(total < 6 * LOOKUPS, "%u entries: %u.%u comparisons on average", sizes[i],
		   total / LOOKUPS, total * 10 / LOOKUPS % 10);
		ok(worst <= 8 + 20, "%u entries: %u comparisons at most", sizes[i], worst);
	}
	worst = adverse(table, MOST);
	ok(worst <= 8 + 20, "a table made on purpose: %u comparisons at most", worst);
	free(table);
	return tap_done();
}
