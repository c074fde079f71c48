// SPDX-License-Identifier: GPL-2.0-only
#include "source.h"

#include <string.h>

#include "utf8.h"

uint32_t source_columns(const struct source *source, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	while (from < to) {
		size_t len = utf8_char(source->text + from, source->len - from);

		from += len ? len : 1;
		n++;
	}
	return n;
}

struct position source_locate(const struct source *source, uint32_t offset)
{
	struct position pos = { .line = 1 };
	const char *text = source->text, *nl;

	while ((nl = memchr(text + pos.line_start, '\n', offset - pos.line_start))) {
		pos.line_start = nl + 1 - text;
		pos.line++;
	}
	nl = memchr(text + pos.line_start, '\n', source->len - pos.line_start);
	pos.line_end = nl ? (size_t)(nl - text) : source->len;
	if (pos.line_end > pos.line_start && text[pos.line_end - 1] == '\r')
		pos.line_end--;
	pos.column = 1 + source_columns(source, pos.line_start, offset);
	return pos;
}
