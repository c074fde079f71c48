// SPDX-License-Identifier: GPL-2.0-only
/* Which records are new, which came before, and which are missing. */
#include "tap.h"

#include <string.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/record_log.h"

/* One letter of @want for each record: n for a new one, r for one that came before. */
static void takes(struct record_log *log, const struct record_place *places, const char *want,
		  const char *name)
{
	size_t i;
	bool good = true;

	for (i = 0; want[i]; i++)
		good &= record_log_add(log, places[i].seq, places[i].time) == (want[i] == 'n');
	ok(good, "%s", name);
}

/* The gaps as "boot:first-last ". */
static void misses(const struct record_log *log, const char *want, const char *name)
{
	char text[256] = "";
	size_t boot = 0, at = 0;
	u64 first, last;

	while (record_log_gap(log, &boot, &at, &first, &last))
		sprintf(text + strlen(text), "%zu:%llu-%llu ", boot, (unsigned long long)first,
			(unsigned long long)last);
	if (!ok(!strcmp(text, want), "%s", name))
		printf("# %s\n", text);
}

#define TAKES(log, want, name, ...) \
	takes(log, (const struct record_place[]){ __VA_ARGS__ }, want, name)

static void many(struct arena *arena)
{
	struct record_log log = { .arena = arena };
	bool good = true;
	u64 i;

	for (i = 1; i <= 5000; i++)
		good &= record_log_add(&log, i, i);
	for (i = 5000; i; i--)
		good &= !record_log_add(&log, i, i);
	ok(good && log.nr == 1 && log.repeated == 5000, "thousands, and all of them again");
	for (i = 1; i <= 40; i++)
		good &= record_log_add(&log, 1, 100000 + i) && record_log_add(&log, 1, 90000 - i);
	ok(good && log.nr == 81, "many boots");
	misses(&log, "", "  with no gap");
}

int main(void)
{
	struct arena arena = { 0 };
	struct record_log log = { .arena = &arena };

	misses(&log, "", "nothing misses in nothing");
	TAKES(&log, "nnn", "three in a row", { 1, 10 }, { 2, 10 }, { 3, 12 });
	misses(&log, "", "no gap");
	TAKES(&log, "nn", "some are lost", { 6, 20 }, { 9, 30 });
	misses(&log, "0:4-5 0:7-8 ", "two gaps");
	TAKES(&log, "rrn", "the ring is read again", { 6, 20 }, { 9, 30 }, { 10, 31 });
	ok(log.repeated == 2, "two came again");
	ok(log.nr == 1, "one boot");
	TAKES(&log, "nn", "a number goes back: another boot", { 2, 11 }, { 3, 13 });
	misses(&log, "0:4-5 0:7-8 1:1-1 ", "it began with a loss");
	TAKES(&log, "r", "a record of the boot before", { 9, 30 });
	TAKES(&log, "n", "the same number at another time", { 9, 40 });
	misses(&log, "0:4-5 0:7-8 1:1-1 1:4-8 ", "is of the last boot");
	TAKES(&log, "n", "a time goes back: another boot", { 10, 5 });
	ok(log.nr == 3, "three boots");
	misses(&log, "0:4-5 0:7-8 1:1-1 1:4-8 2:1-9 ", "of which nine are missing");
	TAKES(&log, "n", "the largest number there is", { UINT64_MAX, UINT64_MAX });
	misses(&log, "0:4-5 0:7-8 1:1-1 1:4-8 2:1-9 2:11-18446744073709551614 ", "is far away");
	many(&arena);
	arena_free(&arena);
	return tap_done();
}
