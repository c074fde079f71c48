// SPDX-License-Identifier: GPL-2.0-only
#include "value_unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/**
 * struct unit - a unit of the language
 * @name: as it is written
 * @factor: how many of the smallest unit
 * @meant: what else people write for it, in any case, each behind a blank
 */
struct unit {
	const char *name;
	uint64_t factor;
	const char *meant;
};

/**
 * struct quantity - what units are of
 * @what: with its article
 * @units: the smallest first
 * @n: their number
 * @names: of all of them
 */
struct quantity {
	const char *what;
	const struct unit *units;
	size_t n;
	const char *names;
};

/* clang-format off */
static const struct unit duration_units[] = {
	{ "s", 1, " s sec secs second seconds" },
	{ "m", 60, " m min mins minute minutes" },
	{ "h", 60 * 60, " h hr hrs hour hours" },
	{ "d", 24 * 60 * 60, " d day days" },
};
static const struct quantity duration = { "a duration", duration_units, 4, "s, m, h or d" };

static const struct unit size_units[] = {
	{ "B", 1, " b byte bytes" },
	{ "KiB", 1ULL << 10, " k kb kib" },
	{ "MiB", 1ULL << 20, " m mb mib" },
	{ "GiB", 1ULL << 30, " g gb gib" },
	{ "TiB", 1ULL << 40, " t tb tib" },
};
static const struct quantity size = { "a size", size_units, 5, "B, KiB, MiB, GiB or TiB" };
/* clang-format on */

/* Is a word one of those in a list? */
static bool listed(const char *word, const char *list)
{
	size_t n = strlen(word);

	for (; *list; list += strcspn(list + 1, " ") + 1)
		if (strcspn(list + 1, " ") == n && !strncasecmp(list + 1, word, n))
			return true;
	return false;
}

static bool unknown_unit(const struct quantity *q, const char *text, size_t digits,
			 struct value_wrong *wrong)
{
	const char *unit = text + digits;
	size_t i, end = strlen(text);

	if (!*unit)
		return value_refuse(wrong, 0, end, "%s needs a unit: %s", q->what, q->names);
	if (strpbrk(unit, "0123456789"))
		return value_refuse(wrong, digits, end, "%s is one whole number with one unit: %s",
				    q->what, q->names);
	for (i = 0; i < q->n; i++)
		if (listed(unit, q->units[i].meant))
			return value_refuse(wrong, digits, end,
					    "unknown unit '%s'; did you mean '%s'?", unit,
					    q->units[i].name);
	return value_refuse(wrong, digits, end, "unknown unit '%s'; %s has %s", unit, q->what,
			    q->names);
}

static bool parse(const struct quantity *q, const char *text, uint64_t *value,
		  struct value_wrong *wrong)
{
	size_t i, digits = value_digits(text, value, wrong);

	if (!digits)
		return false;
	for (i = 0; i < q->n && strcmp(q->units[i].name, text + digits);)
		i++;
	if (i == q->n)
		return unknown_unit(q, text, digits, wrong);
	if (__builtin_mul_overflow(*value, q->units[i].factor, value))
		return value_refuse(wrong, 0, strlen(text), "%s is at most %" PRIu64 "%s", q->what,
				    UINT64_MAX / q->units[i].factor, q->units[i].name);
	return true;
}

static void print(const struct quantity *q, uint64_t value, char *text)
{
	size_t i = q->n - 1;

	if (!value)
		i = 0;
	while (value % q->units[i].factor)
		i--;
	snprintf(text, VALUE_UNIT, "%" PRIu64 "%s", value / q->units[i].factor, q->units[i].name);
}

bool value_duration(const char *text, uint64_t *seconds, struct value_wrong *wrong)
{
	return parse(&duration, text, seconds, wrong);
}

void value_duration_print(uint64_t seconds, char *text)
{
	print(&duration, seconds, text);
}

bool value_size(const char *text, uint64_t *bytes, struct value_wrong *wrong)
{
	return parse(&size, text, bytes, wrong);
}

void value_size_print(uint64_t bytes, char *text)
{
	print(&size, bytes, text);
}
