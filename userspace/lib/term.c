// SPDX-License-Identifier: GPL-2.0-only
#include "term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool term_color(FILE *to, int wish)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (wish >= 0)
		return wish;
	if (no && *no)
		return false;
	return term && strcmp(term, "dumb") && isatty(fileno(to));
}
