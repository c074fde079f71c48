// SPDX-License-Identifier: GPL-2.0-only
#include "value_usb.h"

#include <string.h>

#include "words.h"

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

bool value_usb_ids(const char *text, struct value_usb_id *id, bool *any, struct value_wrong *wrong)
{
	uint32_t vendor;

	*any = strlen(text) == 6 && !strcmp(text + 4, ":*") && value_hex(text, 4, &vendor) == 4;
	if (!*any)
		return value_usb_id(text, id, wrong);
	*id = (struct value_usb_id){ .vendor = vendor };
	return true;
}

/* As the USB-IF numbers them. */
/* clang-format off */
static const struct word class_list[] = {
	{ "audio", 0x01 },
	{ "communications", 0x02 },
	{ "hid", 0x03 },
	{ "physical", 0x05 },
	{ "image", 0x06 },
	{ "printer", 0x07 },
	{ "storage", 0x08 },
	{ "hub", 0x09 },
	{ "cdc-data", 0x0a },
	{ "smart-card", 0x0b },
	{ "security", 0x0d },
	{ "video", 0x0e },
	{ "healthcare", 0x0f },
	{ "diagnostic", 0xdc },
	{ "wireless", 0xe0 },
	{ "miscellaneous", 0xef },
	{ "application", 0xfe },
	{ "vendor", 0xff },
};
/* clang-format on */
static const struct words class_words = { class_list, sizeof(class_list) / sizeof(class_list[0]) };

const char *value_usb_class_name(uint8_t class_code)
{
	return words_name(&class_words, class_code);
}

bool value_usb_classes(const char *text, struct value_usb_class *class, uint8_t *given,
		       struct value_wrong *wrong)
{
	uint32_t n[3] = { 0 };
	size_t i, at = 0;
	bool any = false;

	*class = (struct value_usb_class){ 0 };
	for (i = 0; i < class_words.n; i++)
		if (!strcmp(class_list[i].name, text)) {
			class->class = class_list[i].value;
			*given = 1;
			return true;
		}
	*given = 0;
	for (i = 0; i < 3; i++) {
		if (i && !strncmp(text + at, "*", 1)) {
			any = true;
			at++;
		} else if (!any && value_hex(text + at, 2, &n[i]) == 2) {
			*given = i + 1;
			at += 2;
		} else {
			break;
		}
		if (text[at] != ':')
			break;
		at++;
	}
	if (!*given || text[at] || (at && text[at - 1] == ':'))
		return value_refuse(wrong, 0, strlen(text),
				    "a USB class looks like 03, 03:01, 03:01:02 or 03:*:*, or has a name like hid");
	*class = (struct value_usb_class){ n[0], n[1], n[2] };
	return true;
}
