// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../bucket.h"

enum { PERIOD = 100, BURST = 4 };

static u32 take_all(struct lorica_bucket *bucket, u64 now)
{
	u32 n = 0;

	while (n < 100 && lorica_bucket_take(bucket, now, PERIOD, BURST))
		n++;
	return n;
}

static void begins_full(struct kunit *test)
{
	struct lorica_bucket bucket = {};

	KUNIT_EXPECT_EQ(test, take_all(&bucket, 0), BURST);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, 0), 0);
}

static void refills_by_the_period(struct kunit *test)
{
	struct lorica_bucket bucket = {};

	take_all(&bucket, 1000);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, 1000 + PERIOD - 1), 0);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, 1000 + PERIOD), 1);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, 1000 + 3 * PERIOD), 2);
}

static void holds_no_more_than_a_burst(struct kunit *test)
{
	struct lorica_bucket bucket = {};

	take_all(&bucket, 0);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, 1ULL << 62), BURST);
}

static void a_refusal_takes_nothing(struct kunit *test)
{
	struct lorica_bucket bucket = {};
	u32 i;

	take_all(&bucket, 0);
	for (i = 0; i < 1000; i++)
		lorica_bucket_take(&bucket, PERIOD - 1, PERIOD, BURST);
	KUNIT_EXPECT_EQ(test, take_all(&bucket, PERIOD), 1);
}

static void an_empty_burst_gives_nothing(struct kunit *test)
{
	struct lorica_bucket bucket = {};

	KUNIT_EXPECT_FALSE(test, lorica_bucket_take(&bucket, 0, PERIOD, 0));
}

static struct kunit_case bucket_cases[] = {
	KUNIT_CASE(begins_full),
	KUNIT_CASE(refills_by_the_period),
	KUNIT_CASE(holds_no_more_than_a_burst),
	KUNIT_CASE(a_refusal_takes_nothing),
	KUNIT_CASE(an_empty_burst_gives_nothing),
	{},
};

static struct kunit_suite bucket_suite = {
	.name = "lorica_bucket",
	.test_cases = bucket_cases,
};

kunit_test_suite(bucket_suite);
