/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes small event logs for the tests of their reader. */
#ifndef LORICA_TESTS_EVENTLOG_BUILD_H
#define LORICA_TESTS_EVENTLOG_BUILD_H

#include "../replay.h"

enum {
	TOY = 0x7777, /* an algorithm that nobody knows */
	TOY_SIZE = 5,
	EV_SEPARATOR = 4,
	EV_IPL = 13,
};

static const char locality[16] = "StartupLocality";

struct log_build {
	u8 data[4096];
	size_t len;
	size_t ends[32]; /* of each event */
	u32 nr;
};

static inline void log_put(struct log_build *b, const void *data, size_t len)
{
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static inline void log_put16(struct log_build *b, u16 value)
{
	u8 bytes[2] = { value, value >> 8 };

	log_put(b, bytes, sizeof(bytes));
}

static inline void log_put32(struct log_build *b, u32 value)
{
	log_put16(b, value);
	log_put16(b, value >> 16);
}

static inline void log_put64(struct log_build *b, u64 value)
{
	log_put32(b, value);
	log_put32(b, value >> 32);
}

static inline void log_poke32(struct log_build *b, size_t at, u32 value)
{
	size_t len = b->len;

	b->len = at;
	log_put32(b, value);
	b->len = len;
}

static inline void log_ended(struct log_build *b)
{
	b->ends[b->nr++] = b->len;
}

/* One digest of @size bytes that all differ from those of other events. */
static inline void log_put_digest(struct log_build *b, u16 size)
{
	u16 i;

	for (i = 0; i < size; i++)
		b->data[b->len++] = 0x10 * (b->nr + 1) + i;
}

static inline void log_old_event(struct log_build *b, u32 pcr, u32 type, const void *data, u32 len)
{
	log_put32(b, pcr);
	log_put32(b, type);
	if (type == LORICA_EV_NO_ACTION) {
		memset(b->data + b->len, 0, 20);
		b->len += 20;
	} else {
		log_put_digest(b, 20);
	}
	log_put32(b, len);
	log_put(b, data, len);
	log_ended(b);
}

/* An event with digests of @algs, 0 ends them. */
static inline void log_event(struct log_build *b, u32 pcr, u32 type, const u16 *algs,
			     const void *data, u32 len)
{
	u32 nr = 0;

	while (algs[nr])
		nr++;
	log_put32(b, pcr);
	log_put32(b, type);
	log_put32(b, nr);
	for (; *algs; algs++) {
		log_put16(b, *algs);
		log_put_digest(b, *algs == TOY ? TOY_SIZE : lorica_eventlog_known(*algs));
	}
	log_put32(b, len);
	log_put(b, data, len);
	log_ended(b);
}

static const u16 all[] = { LORICA_ALG_SHA1, TOY, LORICA_ALG_SHA256, 0 };
static const u16 no_sha1[] = { LORICA_ALG_SHA256, TOY, 0 };
static const u16 none[] = { 0 };

/* The Spec ID event, which announces @all; its body begins at 32. */
static inline void log_start(struct log_build *b)
{
	memset(b, 0, sizeof(*b));
	log_put32(b, 0);
	log_put32(b, LORICA_EV_NO_ACTION);
	b->len += 20;
	log_put32(b, 28 + 3 * 4 + 3);
	log_put(b, "Spec ID Event03", 16);
	log_put32(b, 0);
	log_put32(b, 0x02000200);
	log_put32(b, 3);
	log_put16(b, LORICA_ALG_SHA1);
	log_put16(b, 20);
	log_put16(b, TOY);
	log_put16(b, TOY_SIZE);
	log_put16(b, LORICA_ALG_SHA256);
	log_put16(b, 32);
	log_put(b, "\2vi", 3);
	log_ended(b);
}

/* What a small firmware would write. */
static inline void log_sample(struct log_build *b)
{
	u8 data[17];

	memcpy(data, locality, sizeof(locality));
	data[16] = 3;
	log_start(b);
	log_event(b, 0, LORICA_EV_NO_ACTION, all, data, sizeof(data));
	log_event(b, 0, 8, all, "1\0\0", 4);
	log_event(b, 0xffffffff, LORICA_EV_NO_ACTION, none, "x", 1);
	log_event(b, 4, EV_IPL, no_sha1, "", 0);
	log_event(b, 23, EV_SEPARATOR, all, "\0\0\0", 4);
	log_event(b, 4, 0xfffffff0, all, "?", 1);
}

#endif
