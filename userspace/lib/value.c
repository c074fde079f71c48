// SPDX-License-Identifier: GPL-2.0-only
#include "value.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const uint64_t last_second = 253402300799; /* 9999-12-31T23:59:59Z */

bool value_refuse(struct value_wrong *wrong, size_t start, size_t end, const char *fmt, ...)
{
	va_list ap;

	if (!wrong)
		return false;
	wrong->start = start;
	wrong->end = end;
	va_start(ap, fmt);
	vsnprintf(wrong->message, sizeof(wrong->message), fmt, ap);
	va_end(ap);
	return false;
}

size_t value_digits(const char *text, uint64_t *number, struct value_wrong *wrong)
{
	size_t i, digits = strspn(text, "0123456789");
	uint64_t n = 0;

	if (!digits)
		return value_refuse(wrong, 0, strlen(text), "'%s' does not begin with a digit",
				    text);
	if (*text == '0' && digits > 1)
		return value_refuse(wrong, 0, strspn(text, "0"), "a number has no leading zeros");
	for (i = 0; i < digits; i++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(text[i] - '0'), &n))
			return value_refuse(wrong, 0, digits, "the number is above %" PRIu64,
					    UINT64_MAX);
	*number = n;
	return digits;
}

bool value_number(const char *text, uint64_t *number, struct value_wrong *wrong)
{
	if (!*text || text[strspn(text, "0123456789")])
		return value_refuse(wrong, 0, strlen(text), "'%s' is not a decimal number", text);
	return value_digits(text, number, wrong);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t value_hex(const char *text, size_t max, uint32_t *number)
{
	size_t n;

	*number = 0;
	for (n = 0; n < max && hex_digit(text[n]) >= 0; n++)
		*number = *number << 4 | hex_digit(text[n]);
	return n;
}

bool value_digest(const char *text, uint8_t *digest, struct value_wrong *wrong)
{
	size_t n = strlen(text), hex = 0, i;

	while (hex_digit(text[hex]) >= 0)
		hex++;
	if (hex < n)
		return value_refuse(wrong, hex, hex + 1,
				    "'%c' is no hex digit; a digest has %d of them", text[hex],
				    2 * VALUE_DIGEST);
	if (n != 2 * VALUE_DIGEST)
		return value_refuse(wrong, 0, n, "expected %d hex digits, found %zu",
				    2 * VALUE_DIGEST, n);
	for (i = 0; i < VALUE_DIGEST; i++)
		digest[i] = hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]);
	return true;
}

/* Each 0 of the form stands for a digit; what else is there has to be there. */
static bool has_form(const char *text, const char *form)
{
	for (; *form; text++, form++)
		if (*form == '0' ? *text < '0' || *text > '9' : *text != *form)
			return false;
	return !*text;
}

static int digits(const char *text, int n)
{
	int value = 0;

	while (n--)
		value = 10 * value + *text++ - '0';
	return value;
}

static const char day_form[] = "0000-00-00", whole_form[] = "0000-00-00T00:00:00Z";

bool value_is_date(const char *text)
{
	return has_form(text, day_form) || has_form(text, whole_form);
}

bool value_date(const char *text, bool last, uint64_t *seconds, struct value_wrong *wrong)
{
	bool whole = has_form(text, whole_form);
	struct tm tm = { 0 }, again;
	time_t t;

	if (!value_is_date(text))
		return value_refuse(wrong, 0, strlen(text),
				    "'%s' is not a date like 2026-11-24 or 2026-11-24T12:00:00Z",
				    text);
	tm.tm_year = digits(text, 4) - 1900;
	tm.tm_mon = digits(text + 5, 2) - 1;
	tm.tm_mday = digits(text + 8, 2);
	tm.tm_hour = whole ? digits(text + 11, 2) : last ? 23 : 0;
	tm.tm_min = whole ? digits(text + 14, 2) : last ? 59 : 0;
	tm.tm_sec = whole ? digits(text + 17, 2) : last ? 59 : 0;
	if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 59)
		return value_refuse(wrong, strlen(day_form) + 1, strlen(text),
				    "there is no such time of day");
	again = tm;
	t = timegm(&again);
	/* timegm() makes 31 February a day in March. */
	if (again.tm_year != tm.tm_year || again.tm_mday != tm.tm_mday || again.tm_mon != tm.tm_mon)
		return value_refuse(wrong, 0, strlen(day_form), "there is no such day");
	if (t <= 0)
		return value_refuse(wrong, 0, strlen(text),
				    "dates begin behind 1970-01-01T00:00:00Z");
	*seconds = t;
	return true;
}

bool value_date_print(uint64_t seconds, char *text)
{
	time_t t = seconds;
	struct tm tm;

	*text = '\0';
	if (seconds > last_second || !gmtime_r(&t, &tm))
		return false;
	return strftime(text, VALUE_DATE, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0;
}
