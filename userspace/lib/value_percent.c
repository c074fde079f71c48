// SPDX-License-Identifier: GPL-2.0-only
#include "value_percent.h"

#include <stdio.h>
#include <string.h>

enum { OF_ONE_PERCENT = VALUE_WHOLE / 100, DIGITS = 4 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool value_percent(const char *text, uint32_t *millionths, struct value_wrong *wrong)
{
	static const char form[] = "a share looks like 0.1%";
	size_t at, len = strlen(text);
	uint32_t unit = OF_ONE_PERCENT;
	uint64_t whole;

	at = value_digits(text, &whole, NULL);
	if (!at)
		return value_refuse(wrong, 0, len, "%s", form);
	if (whole > 100)
		return value_refuse(wrong, 0, len, "%s is more than all of it", text);
	*millionths = whole * OF_ONE_PERCENT;
	if (text[at] == '.') {
		if (!is_digit(text[at + 1]))
			return value_refuse(wrong, at, len, "%s", form);
		for (at++; is_digit(text[at]); at++) {
			unit /= 10;
			if (!unit)
				return value_refuse(wrong, at, len,
						    "a share has at most %d digits behind its point",
						    DIGITS);
			*millionths += (text[at] - '0') * unit;
		}
	}
	if (strcmp(text + at, "%") != 0)
		return value_refuse(wrong, text[at] ? at : 0, len, "%s", form);
	if (*millionths > VALUE_WHOLE)
		return value_refuse(wrong, 0, len, "%s is more than all of it", text);
	return true;
}

void value_percent_print(uint32_t millionths, char *text)
{
	int n = snprintf(text, VALUE_PERCENT, "%u.%04u", millionths / OF_ONE_PERCENT,
			 millionths % OF_ONE_PERCENT);

	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	strcpy(text + n, "%");
}
