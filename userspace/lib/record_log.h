/* SPDX-License-Identifier: GPL-2.0-only */
/* Which records of a log there are, by boot, and which ones are missing. */
#ifndef LORICA_LIB_RECORD_LOG_H
#define LORICA_LIB_RECORD_LOG_H

#include <stdbool.h>

#include "kernel/shim.h"

struct arena;

/* A record as its boot knows it. */
struct record_place {
	u64 seq;
	u64 time;
};

/**
 * struct record_boot - the records of one boot
 * @have: @nr of them, ascending
 * @nr: their number
 * @room: how many @have has room for
 */
struct record_boot {
	struct record_place *have;
	size_t nr;
	size_t room;
};

/**
 * struct record_log - what was read so far
 * @arena: holds everything below; set it, and zero the rest
 * @boots: @nr of them, in the order in which they came
 * @nr: their number
 * @room: how many @boots has room for
 * @repeated: records that came again
 */
struct record_log {
	struct arena *arena;
	struct record_boot *boots;
	size_t nr;
	size_t room;
	u64 repeated;
};

/**
 * record_log_add - one more record
 * @log: the log
 * @seq: its number, not 0
 * @time: nanoseconds since boot
 *
 * Records of one boot come in their order; a number or a time that goes back
 * begins another boot, unless that very record has come before: the events of
 * a running kernel may be read more than once.
 *
 * Return: true when it is new; it belongs to the last boot then.
 */
bool record_log_add(struct record_log *log, u64 seq, u64 time);

/**
 * record_log_gap - the next records that are missing
 * @log: the log
 * @boot: which boot, from 0; 0 at the start, and moved on
 * @at: 0 at the start, and moved on
 * @first: number of the first one that is missing
 * @last: number of the last one
 *
 * What is missing behind the last record of a boot nobody knows.
 *
 * Return: false when there are no more.
 */
bool record_log_gap(const struct record_log *log, size_t *boot, size_t *at, u64 *first, u64 *last);

#endif
