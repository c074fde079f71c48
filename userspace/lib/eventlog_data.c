// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_data.h"

#include <inttypes.h>

enum {
	VARIABLE_HEAD = EVENTLOG_GUID + 8 + 8,
	IMAGE_HEAD = 4 * 8,
	BLOB_SIZE = 2 * 8,
};

u64 eventlog_number(const u8 *p, size_t size)
{
	u64 value = 0;

	while (size--)
		value = value << 8 | p[size];
	return value;
}

const char *eventlog_guid(const u8 *guid, char *text)
{
	/* The first three parts are little-endian numbers, the rest is bytes. */
	snprintf(text, EVENTLOG_GUID_TEXT,
		 "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 eventlog_number(guid, 4), eventlog_number(guid + 4, 2),
		 eventlog_number(guid + 6, 2), guid[8], guid[9], guid[10], guid[11], guid[12],
		 guid[13], guid[14], guid[15]);
	return text;
}

bool eventlog_variable(struct lorica_bytes data, struct eventlog_variable *v)
{
	u64 room, len;

	if (data.len < VARIABLE_HEAD)
		return false;
	room = data.len - VARIABLE_HEAD;
	v->guid = data.data;
	v->units = eventlog_number(data.data + EVENTLOG_GUID, 8);
	len = eventlog_number(data.data + EVENTLOG_GUID + 8, 8);
	if (v->units > room / 2 || len > room - 2 * v->units)
		return false;
	v->name = data.data + VARIABLE_HEAD;
	v->data.data = v->name + 2 * v->units;
	v->data.len = len;
	return true;
}

bool eventlog_image(struct lorica_bytes data, struct eventlog_image *image)
{
	if (data.len < IMAGE_HEAD)
		return false;
	image->address = eventlog_number(data.data, 8);
	image->length = eventlog_number(data.data + 8, 8);
	image->link_time = eventlog_number(data.data + 16, 8);
	image->path_len = eventlog_number(data.data + 24, 8);
	image->path.data = data.data + IMAGE_HEAD;
	image->path.len = data.len - IMAGE_HEAD;
	return true;
}

bool eventlog_blob(struct lorica_bytes data, bool has_description, struct eventlog_blob *blob)
{
	const u8 *p = data.data;
	u32 len = data.len;

	memset(blob, 0, sizeof(*blob));
	if (has_description) {
		if (!len || p[0] > len - 1)
			return false;
		blob->description.data = p + 1;
		blob->description.len = p[0];
		len -= 1 + blob->description.len;
		p += 1 + blob->description.len;
	}
	if (len < BLOB_SIZE)
		return false;
	blob->base = eventlog_number(p, 8);
	blob->length = eventlog_number(p + 8, 8);
	return true;
}

void eventlog_escaped(FILE *to, const u8 *data, size_t len, int width)
{
	size_t i;

	putc('"', to);
	for (i = 0; i + width <= len; i += width) {
		unsigned int c = eventlog_number(data + i, width);

		if (c == '"' || c == '\\')
			fprintf(to, "\\%c", c);
		else if (c >= 0x20 && c < 0x7f)
			putc(c, to);
		else if (width == 1)
			fprintf(to, "\\x%02x", c);
		else
			fprintf(to, "\\u%04x", c);
	}
	putc('"', to);
}

void eventlog_hex(FILE *to, const u8 *data, size_t len)
{
	while (len--)
		fprintf(to, "%02x", *data++);
}
