// SPDX-License-Identifier: GPL-2.0-only
#include "suggest.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Optimal string alignment; both words have at most LONGEST letters. */
static size_t distance(const char *a, const char *b)
{
	size_t d[LONGEST + 1][LONGEST + 1];
	size_t na = strlen(a), nb = strlen(b), i, k;

	for (i = 0; i <= na; i++)
		d[i][0] = i;
	for (k = 0; k <= nb; k++)
		d[0][k] = k;
	for (i = 1; i <= na; i++) {
		for (k = 1; k <= nb; k++) {
			d[i][k] = least(d[i - 1][k], d[i][k - 1]) + 1;
			d[i][k] = least(d[i][k], d[i - 1][k - 1] + !same(a[i - 1], b[k - 1]));
			if (i > 1 && k > 1 && same(a[i - 1], b[k - 2]) && same(a[i - 2], b[k - 1]))
				d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
		}
	}
	return d[na][nb];
}

const char *suggest_word(const char *word, const char *const *known, size_t n)
{
	size_t i, best = strlen(word) / 3 + 1;
	const char *found = NULL;

	if (strlen(word) > LONGEST)
		return NULL;
	if (best < 2)
		best = 2;
	for (i = 0; i < n; i++) {
		size_t d;

		if (strlen(known[i]) > LONGEST)
			continue;
		d = distance(word, known[i]);
		/* A word of which no letter is left was not meant. */
		if (d < best && d < strlen(word)) {
			best = d;
			found = known[i];
		}
	}
	return found;
}
