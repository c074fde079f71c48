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

void tally_merge(struct tally *tally, const struct tally *from)
{
	size_t i, k;

	for (i = 0; i < from->nr; i++) {
		for (k = 0; k < tally->nr; k++)
			if (!strcmp(tally->entry[k].a, from->entry[i].a) &&
			    !strcmp(tally->entry[k].b, from->entry[i].b))
				break;
		if (k < tally->nr)
			tally->entry[k].times += from->entry[i].times;
		else if (k < TALLY_MAX)
			tally->entry[tally->nr++] = from->entry[i];
		else
			tally->others += from->entry[i].times;
	}
	tally->others += from->others;
}
