// SPDX-License-Identifier: GPL-2.0-only
#include "record_log.h"

#include <stdlib.h>

#include "arena.h"

static int by_seq(const void *x, const void *y)
{
	const struct record_place *a = x, *b = y;

	return (a->seq > b->seq) - (a->seq < b->seq);
}

static bool has(const struct record_log *log, const struct record_place *place)
{
	const struct record_place *found;
	size_t i;

	/* The latest boot is the likely one. */
	for (i = log->nr; i-- > 0;) {
		found = bsearch(place, log->boots[i].have, log->boots[i].nr, sizeof(*place),
				by_seq);
		if (found && found->time == place->time)
			return true;
	}
	return false;
}

/* One more element for an array in the arena, whose room doubles. */
static void *more(struct arena *arena, void *array, size_t nr, size_t *room, size_t size)
{
	void *to;

	if (nr < *room)
		return array;
	*room = nr ? 2 * nr : 4;
	to = arena_alloc(arena, *room * size);
	if (nr)
		memcpy(to, array, nr * size);
	return to;
}

static struct record_boot *another(struct record_log *log)
{
	log->boots = more(log->arena, log->boots, log->nr, &log->room, sizeof(*log->boots));
	return &log->boots[log->nr++];
}

/* Does it come behind all that its boot has? */
static bool goes_on(const struct record_boot *boot, const struct record_place *place)
{
	const struct record_place *last = &boot->have[boot->nr - 1];

	return place->seq > last->seq && place->time >= last->time;
}

bool record_log_add(struct record_log *log, u64 seq, u64 time)
{
	const struct record_place place = { seq, time };
	struct record_boot *boot;

	if (has(log, &place)) {
		log->repeated++;
		return false;
	}
	boot = log->nr ? &log->boots[log->nr - 1] : NULL;
	if (!boot || !goes_on(boot, &place))
		boot = another(log);
	boot->have = more(log->arena, boot->have, boot->nr, &boot->room, sizeof(*boot->have));
	boot->have[boot->nr++] = place;
	return true;
}

bool record_log_gap(const struct record_log *log, size_t *boot, size_t *at, u64 *first, u64 *last)
{
	for (; *boot < log->nr; ++*boot, *at = 0) {
		const struct record_boot *b = &log->boots[*boot];

		while (*at < b->nr) {
			*first = *at ? b->have[*at - 1].seq + 1 : 1;
			*last = b->have[(*at)++].seq - 1;
			if (*first <= *last)
				return true;
		}
	}
	return false;
}
