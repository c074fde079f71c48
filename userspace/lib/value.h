/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_VALUE_H
#define LORICA_LIB_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	VALUE_DIGEST = 32, /* bytes of a SHA-256 value */
	VALUE_DATE = 21, /* characters of a printed date and its NUL */
};

/**
 * value_number - read a decimal number
 * @text: digits, without a leading zero
 * @number: the result
 *
 * Return: false when @text is anything else or needs more than 64 bits.
 */
bool value_number(const char *text, uint64_t *number);

/**
 * value_digest - read a SHA-256 value
 * @text: 64 hex digits of either case
 * @digest: VALUE_DIGEST bytes for the result
 *
 * Return: false when @text is anything else.
 */
bool value_digest(const char *text, uint8_t *digest);

/**
 * value_date - read a date
 * @text: 2026-11-24 or 2026-11-24T12:00:00Z
 * @last: a date alone means the last second of the day, not the first one
 * @seconds: the result, since 1970 UTC, never 0
 *
 * Return: false when @text is anything else, no day of the calendar, or not
 * in the years 1970 to 9999.
 */
bool value_date(const char *text, bool last, uint64_t *seconds);

/**
 * value_date_print - write a date
 * @seconds: since 1970 UTC
 * @text: VALUE_DATE bytes for 2026-11-24T12:00:00Z
 *
 * Return: false, and an empty @text, beyond the year 9999.
 */
bool value_date_print(uint64_t seconds, char *text);

#endif
