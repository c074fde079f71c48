/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers with a unit: durations and sizes. */
#ifndef LORICA_LIB_VALUE_UNIT_H
#define LORICA_LIB_VALUE_UNIT_H

#include "value.h"

enum { VALUE_UNIT = 24 }; /* characters of a printed duration or size and its NUL */

/**
 * value_duration - read a duration
 * @text: one number and one of s, m, h and d: 30s
 * @seconds: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else or needs more than 64 bits.
 */
bool value_duration(const char *text, uint64_t *seconds, struct value_wrong *wrong);

/**
 * value_duration_print - write a duration in its one canonical form
 * @seconds: the duration
 * @text: VALUE_UNIT bytes; the largest unit that needs no fraction: 90m, not 5400s
 */
void value_duration_print(uint64_t seconds, char *text);

/**
 * value_size - read a size
 * @text: one number and one of B, KiB, MiB, GiB and TiB: 4KiB
 * @bytes: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else or needs more than 64 bits.
 */
bool value_size(const char *text, uint64_t *bytes, struct value_wrong *wrong);

/**
 * value_size_print - write a size in its one canonical form
 * @bytes: the size
 * @text: VALUE_UNIT bytes; the largest unit that needs no fraction
 */
void value_size_print(uint64_t bytes, char *text);

#endif
