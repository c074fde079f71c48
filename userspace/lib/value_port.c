// SPDX-License-Identifier: GPL-2.0-only
#include "value_port.h"

#include <stdio.h>
#include <string.h>

/* Reads the port at some offset; returns its digits, 0 when there is none. */
static size_t port(const char *text, size_t at, uint16_t *result, struct value_wrong *wrong)
{
	uint64_t number;
	size_t digits = value_digits(text + at, &number, wrong);

	if (!digits) {
		if (wrong) {
			wrong->start += at;
			wrong->end += at;
		}
		return 0;
	}
	if (!number)
		return value_refuse(wrong, at, at + digits, "there is no port 0");
	if (number > UINT16_MAX)
		return value_refuse(wrong, at, at + digits, "ports end with %d", UINT16_MAX);
	*result = number;
	return digits;
}

bool value_ports(const char *text, struct value_ports *ports, struct value_wrong *wrong)
{
	size_t at = port(text, 0, &ports->first, wrong), digits;

	if (!at)
		return false;
	ports->last = ports->first;
	if (text[at] == '-') {
		digits = port(text, at + 1, &ports->last, wrong);
		if (!digits)
			return false;
		at += 1 + digits;
	}
	if (text[at])
		return value_refuse(wrong, at, strlen(text),
				    "expected a port like 22 or a range like 8000-8100");
	if (ports->first > ports->last)
		return value_refuse(wrong, 0, at, "the range is empty; did you mean '%u-%u'?",
				    ports->last, ports->first);
	return true;
}

void value_ports_print(const struct value_ports *ports, char *text)
{
	if (ports->first == ports->last)
		snprintf(text, VALUE_PORTS, "%u", ports->first);
	else
		snprintf(text, VALUE_PORTS, "%u-%u", ports->first, ports->last);
}
