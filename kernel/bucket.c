// SPDX-License-Identifier: GPL-2.0-only
#include "bucket.h"

bool lorica_bucket_take(struct lorica_bucket *bucket, u64 now, u64 period, u32 burst)
{
	u64 full_at = (bucket->full_at > now ? bucket->full_at : now) + period;

	if (full_at - now > period * burst)
		return false;
	bucket->full_at = full_at;
	return true;
}
