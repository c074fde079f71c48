// SPDX-License-Identifier: GPL-2.0-only
#include "value_usb.h"

#include <string.h>

/* Reads @n numbers of @digits hex digits each, with colons between them. */
static bool numbers(const char *text, size_t n, size_t digits, uint32_t *result, const char *what,
		    struct value_wrong *wrong)
{
	size_t i, at = 0, found;

	for (i = 0; i < n; i++) {
		found = value_hex(text + at, digits, &result[i]);
		if (found < digits || (text[at + found] && text[at + found] != ':')) {
			/* The whole number, as far as it goes. */
			found = strcspn(text + at, ":");
			return value_refuse(wrong, at, at + found,
					    "%s: each number has %zu hex digits", what, digits);
		}
		at += found;
		if (text[at] != (i + 1 < n ? ':' : '\0'))
			return value_refuse(wrong, 0, strlen(text), "%s: it has %zu numbers", what,
					    n);
		at++;
	}
	return true;
}

bool value_usb_id(const char *text, struct value_usb_id *id, struct value_wrong *wrong)
{
	uint32_t n[2];

	if (!numbers(text, 2, 4, n, "a USB id looks like 0403:6001", wrong))
		return false;
	*id = (struct value_usb_id){ n[0], n[1] };
	return true;
}

bool value_usb_class(const char *text, struct value_usb_class *class, struct value_wrong *wrong)
{
	uint32_t n[3];

	if (!numbers(text, 3, 2, n, "a USB class looks like ff:ff:ff", wrong))
		return false;
	*class = (struct value_usb_class){ n[0], n[1], n[2] };
	return true;
}
