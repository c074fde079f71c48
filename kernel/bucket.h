/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_BUCKET_H
#define LORICA_BUCKET_H

#include "shim.h"

/**
 * struct lorica_bucket - how often something may still happen
 * @full_at: nanoseconds; when all that was taken will have been refilled
 *
 * All zero is a full bucket.
 */
struct lorica_bucket {
	u64 full_at;
};

/**
 * lorica_bucket_take - take one token
 * @bucket: from where
 * @now: nanoseconds of a clock that does not go back
 * @period: nanoseconds in which one token comes back, not 0
 * @burst: tokens in a full bucket; @burst * @period fits into 63 bits
 *
 * A token bucket without a division: the generic cell rate algorithm of ITU-T
 * I.371. The caller serialises.
 *
 * Return: true, or false when the bucket is empty; then nothing changes.
 */
bool lorica_bucket_take(struct lorica_bucket *bucket, u64 now, u64 period, u32 burst);

#endif
