// SPDX-License-Identifier: GPL-2.0-only
#include "tally.h"

#include "arena.h"

void tally_add(struct tally *tally, struct arena *arena, const char *a, const char *b)
{
	size_t i;

	a = a ? a : "";
	b = b ? b : "";
	for (i = 0; i < tally->nr; i++) {
		if (strcmp(tally->entry[i].a, a) || strcmp(tally->entry[i].b, b))
			continue;
		tally->entry[i].times++;
		return;
	}
	if (tally->nr == TALLY_MAX) {
		tally->others++;
		return;
	}
	tally->entry[i].a = arena_string(arena, a, strlen(a));
	tally->entry[i].b = arena_string(arena, b, strlen(b));
	tally->entry[i].times = 1;
	tally->nr++;
}
