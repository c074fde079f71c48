/* SPDX-License-Identifier: GPL-2.0-only */
/* What the fuzz targets have in common. Each is one program for libFuzzer. */
#ifndef LORICA_TESTS_FUZZ_H
#define LORICA_TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/statement.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

/* fuzz_assert - a property that has to hold, in every build */
#define fuzz_assert(e) ((e) ? (void)0 : fuzz_broken(#e, __FILE__, __LINE__))

static inline void fuzz_broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: broken: %s\n", file, line, what);
	abort();
}

/* fuzz_touch - read every byte, so that the sanitizers see each of them */
static inline void fuzz_touch(const void *data, size_t len)
{
	const volatile u8 *p = data;

	while (len--)
		(void)*p++;
}

/* fuzz_copy - a copy that ends where the heap block does; for free() */
static inline u8 *fuzz_copy(const u8 *data, size_t len)
{
	u8 *copy = malloc(len ? len : 1);

	if (len)
		memcpy(copy, data, len);
	return copy;
}

/*
 * fuzz_section - the next section of an input: a 16-bit length and a body
 *
 * Each body is a heap block of its own, so that a step out of it shows.
 */
static inline struct lorica_bytes fuzz_section(const u8 **data, size_t *len)
{
	struct lorica_bytes section = { 0 };
	size_t n;

	if (*len < 2)
		return section;
	n = (*data)[0] | (*data)[1] << 8;
	*data += 2;
	*len -= 2;
	n = n < *len ? n : *len;
	if (!n)
		return section;
	section.data = fuzz_copy(*data, n);
	section.len = n;
	*data += n;
	*len -= n;
	return section;
}

#endif
