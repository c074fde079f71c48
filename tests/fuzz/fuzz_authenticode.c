// SPDX-License-Identifier: GPL-2.0-only
/* A PE file that anybody may have made. */
#include "fuzz.h"

#include "userspace/lib/authenticode.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	/* A block of its own, so that reading past it is seen. */
	u8 *copy = malloc(len + 1), digest[32], again[32];

	if (!copy)
		return 0;
	memcpy(copy + 1, data, len);
	if (authenticode_sha256(copy + 1, len, digest)) {
		fuzz_assert(authenticode_sha256(copy + 1, len, again));
		fuzz_assert(!memcmp(digest, again, sizeof(digest)));
	}
	free(copy);
	return 0;
}
