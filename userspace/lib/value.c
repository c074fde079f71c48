// SPDX-License-Identifier: GPL-2.0-only
#include "value.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const uint64_t last_second = 253402300799; /* 9999-12-31T23:59:59Z */

bool value_number(const char *text, uint64_t *number)
{
	uint64_t n = 0;

	if (!*text || (*text == '0' && text[1]))
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(*text - '0'), &n))
			return false;
	}
	*number = n;
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c) : NULL;

	return p ? p - digits : -1;
}

bool value_digest(const char *text, uint8_t *digest)
{
	size_t i;

	if (strlen(text) != 2 * VALUE_DIGEST)
		return false;
	for (i = 0; i < VALUE_DIGEST; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		digest[i] = high << 4 | low;
	}
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

bool value_date(const char *text, bool last, uint64_t *seconds)
{
	bool whole = has_form(text, "0000-00-00T00:00:00Z");
	struct tm tm = { 0 }, again;
	time_t t;

	if (!whole && !has_form(text, "0000-00-00"))
		return false;
	tm.tm_year = digits(text, 4) - 1900;
	tm.tm_mon = digits(text + 5, 2) - 1;
	tm.tm_mday = digits(text + 8, 2);
	tm.tm_hour = whole ? digits(text + 11, 2) : last ? 23 : 0;
	tm.tm_min = whole ? digits(text + 14, 2) : last ? 59 : 0;
	tm.tm_sec = whole ? digits(text + 17, 2) : last ? 59 : 0;
	again = tm;
	t = timegm(&again);
	/* timegm() makes 31 February a day in March. */
	if (t <= 0 || again.tm_mday != tm.tm_mday || again.tm_mon != tm.tm_mon ||
	    again.tm_hour != tm.tm_hour || again.tm_min != tm.tm_min || again.tm_sec != tm.tm_sec)
		return false;
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
