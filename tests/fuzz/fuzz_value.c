// SPDX-License-Identifier: GPL-2.0-only
/*
 * The literals of the language: the first byte chooses the function, the rest
 * is the word. What is wrong lies inside of the word; what is good is the same
 * value after it was printed and read again.
 */
#include "fuzz.h"

#include "userspace/lib/value_net.h"
#include "userspace/lib/value_pattern.h"
#include "userspace/lib/value_port.h"
#include "userspace/lib/value_percent.h"
#include "userspace/lib/value_unit.h"
#include "userspace/lib/value_usb.h"

static bool number(const char *text, struct value_wrong *wrong)
{
	uint64_t n;

	return value_number(text, &n, wrong);
}

static bool digest(const char *text, struct value_wrong *wrong)
{
	uint8_t d[VALUE_DIGEST];

	return value_digest(text, d, wrong);
}

static bool date(const char *text, struct value_wrong *wrong)
{
	uint64_t one, two;
	char again[VALUE_DATE];

	if (!value_date(text, true, &one, wrong))
		return false;
	fuzz_assert(value_date_print(one, again) && value_date(again, false, &two, NULL));
	fuzz_assert(one == two);
	return true;
}

static bool duration(const char *text, struct value_wrong *wrong)
{
	uint64_t one, two;
	char again[VALUE_UNIT];

	if (!value_duration(text, &one, wrong))
		return false;
	value_duration_print(one, again);
	fuzz_assert(value_duration(again, &two, NULL) && one == two);
	return true;
}

static bool percent(const char *text, struct value_wrong *wrong)
{
	uint32_t one, two;
	char again[VALUE_PERCENT];

	if (!value_percent(text, &one, wrong))
		return false;
	value_percent_print(one, again);
	fuzz_assert(value_percent(again, &two, NULL) && one == two);
	return true;
}

static bool size(const char *text, struct value_wrong *wrong)
{
	uint64_t one, two;
	char again[VALUE_UNIT];

	if (!value_size(text, &one, wrong))
		return false;
	value_size_print(one, again);
	fuzz_assert(value_size(again, &two, NULL) && one == two);
	return true;
}

static bool ports(const char *text, struct value_wrong *wrong)
{
	struct value_ports one, two;
	char again[VALUE_PORTS];

	if (!value_ports(text, &one, wrong))
		return false;
	value_ports_print(&one, again);
	fuzz_assert(value_ports(again, &two, NULL) && !memcmp(&one, &two, sizeof(one)));
	return true;
}

static bool net(const char *text, struct value_wrong *wrong)
{
	struct value_net one, two;
	char again[VALUE_NET];

	if (!value_net(text, &one, wrong))
		return false;
	value_net_print(&one, again);
	fuzz_assert(value_net(again, &two, NULL) && !memcmp(&one, &two, sizeof(one)));
	return true;
}

static bool usb_id(const char *text, struct value_wrong *wrong)
{
	struct value_usb_id id;

	return value_usb_id(text, &id, wrong);
}

static bool usb_ids(const char *text, struct value_wrong *wrong)
{
	struct value_usb_id id;
	bool any;

	return value_usb_ids(text, &id, &any, wrong);
}

static bool usb_class(const char *text, struct value_wrong *wrong)
{
	struct value_usb_class class;
	uint8_t given;

	if (!value_usb_classes(text, &class, &given, wrong))
		return false;
	fuzz_assert(given >= 1 && given <= 3);
	return true;
}

static bool pattern(const char *text, struct value_wrong *wrong)
{
	enum value_pattern kind;

	return value_pattern(text, &kind, wrong);
}

static bool (*const kinds[])(const char *text, struct value_wrong *wrong) = {
	number, digest, date,	   duration, size,    ports,
	net,	usb_id, usb_class, pattern,  usb_ids, percent,
};

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct value_wrong wrong;
	char *text;

	if (!len)
		return 0;
	/* A word of the text is never longer, and ends where its heap block does. */
	text = strndup((const char *)data + 1, len - 1);
	if (!kinds[data[0] % ARRAY_SIZE(kinds)](text, &wrong)) {
		fuzz_assert(wrong.start <= wrong.end && wrong.end <= strlen(text));
		fuzz_assert(*wrong.message);
	}
	free(text);
	return 0;
}
