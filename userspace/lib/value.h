/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the literals of the language say. Each function takes one word of the
 * text and says what is wrong with it, and where, if something is.
 */
#ifndef LORICA_LIB_VALUE_H
#define LORICA_LIB_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	VALUE_DIGEST = 32, /* bytes of a SHA-256 value */
	VALUE_DATE = 21, /* characters of a printed date and its NUL */
};

/**
 * struct value_wrong - why a word is not the value that it should be
 * @start: offset in the word
 * @end: behind the last character that is wrong
 * @message: one sentence without a full stop
 */
struct value_wrong {
	size_t start;
	size_t end;
	char message[200];
};

/**
 * value_refuse - fill in what is wrong; for the functions below and their kin
 * @wrong: to be filled, or NULL
 * @start: offset in the word
 * @end: behind the last character that is wrong
 * @fmt: printf style
 *
 * Return: false.
 */
bool value_refuse(struct value_wrong *wrong, size_t start, size_t end, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * value_digits - read the decimal number at the start of a word
 * @text: the word
 * @number: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: the number of digits; 0 when there are none, when there is a leading
 * zero, or when the number needs more than 64 bits.
 */
size_t value_digits(const char *text, uint64_t *number, struct value_wrong *wrong);

/**
 * value_number - read a decimal number
 * @text: digits, without a leading zero
 * @number: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else or needs more than 64 bits.
 */
bool value_number(const char *text, uint64_t *number, struct value_wrong *wrong);

/**
 * value_hex - read the hex digits at the start of a word
 * @text: the word
 * @max: how many digits to read at most, up to 8
 * @number: the result
 *
 * Return: the number of digits, of either case.
 */
size_t value_hex(const char *text, size_t max, uint32_t *number);

/**
 * value_digest - read a SHA-256 value
 * @text: 64 hex digits of either case
 * @digest: VALUE_DIGEST bytes for the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else.
 */
bool value_digest(const char *text, uint8_t *digest, struct value_wrong *wrong);

/**
 * value_is_date - does a word look like a date?
 * @text: the word
 *
 * Return: true for the form of a date, on a day that may not exist.
 */
bool value_is_date(const char *text);

/**
 * value_date - read a date
 * @text: 2026-11-24 or 2026-11-24T12:00:00Z
 * @last: a date alone means the last second of the day, not the first one
 * @seconds: the result, since 1970 UTC, never 0
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else, no day of the calendar, or not
 * in the years 1970 to 9999.
 */
bool value_date(const char *text, bool last, uint64_t *seconds, struct value_wrong *wrong);

/**
 * value_date_print - write a date
 * @seconds: since 1970 UTC
 * @text: VALUE_DATE bytes for 2026-11-24T12:00:00Z
 *
 * Return: false, and an empty @text, beyond the year 9999.
 */
bool value_date_print(uint64_t seconds, char *text);

#endif
