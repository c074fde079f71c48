/* SPDX-License-Identifier: GPL-2.0-only */
/* The Test Anything Protocol, for plain C. One file, one program. */
#ifndef LORICA_TESTS_TAP_H
#define LORICA_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_tests, tap_failed;

/* ok - one test; the rest is its name, printf style. Gives back @good. */
#define ok(good, ...) tap_ok((good), __FILE__, __LINE__, __VA_ARGS__)

static __attribute__((format(printf, 4, 5), unused)) bool tap_ok(bool good, const char *file,
								 int line, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_tests);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout); /* what was tested before a crash is worth knowing */
	if (!good) {
		tap_failed++;
		printf("# at %s:%d\n", file, line);
	}
	return good;
}

/* tap_done - the plan, and what main() returns. */
static int tap_done(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failed ? 1 : 0;
}

#endif
