// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_view.h"

#include <inttypes.h>

#include "eventlog_data.h"
#include "eventlog_words.h"

enum {
	MAX_TEXT = 512, /* characters that are shown */
	MAX_HEX = 32, /* bytes */
	DEVICE_PATH_HEAD = 4, /* type, subtype, length */
	MEDIA = 4,
	MEDIA_FILE = 4,
	TAG_HEAD = 8, /* tag, length */
};

/* The width of the characters of a text: 0 when it is none. */
static int text_width(struct lorica_bytes data)
{
	u32 i, other = 0, zeros = 0;

	for (i = 0; i < data.len; i++) {
		u8 c = data.data[i];

		if (i % 2 && !c)
			zeros++;
		else if (c != '\n' && c != '\t' && (c < 0x20 || c >= 0x7f))
			other++;
	}
	if (!data.len || other)
		return 0;
	return !zeros ? 1 : zeros == data.len / 2 ? 2 : 0;
}

/* No byte of the log may steer a terminal. */
static void print_text(FILE *to, const u8 *data, size_t len, int width)
{
	size_t i;

	for (i = 0; i + width <= len && i < MAX_TEXT; i += width) {
		unsigned int c = eventlog_number(data + i, width);

		putc(c >= 0x20 && c < 0x7f ? (int)c : c == '\n' || c == '\t' ? ' ' : '?', to);
	}
	if (i + width <= len)
		fputs("...", to);
}

static struct lorica_bytes without_end(struct lorica_bytes data)
{
	while (data.len && !data.data[data.len - 1])
		data.len--;
	return data;
}

static void print_any(FILE *to, struct lorica_bytes data)
{
	struct lorica_bytes text = without_end(data);
	int width;

	/* The last character of a text of 16 bits ends with a zero byte. */
	if (text.len < data.len && text.len % 2)
		text.len++;
	width = text_width(text);
	if (width != 2) {
		text = without_end(data);
		width = text_width(text);
	}
	if (width) {
		print_text(to, text.data, text.len, width);
		return;
	}
	eventlog_hex(to, data.data, data.len < MAX_HEX ? data.len : MAX_HEX);
	if (data.len > MAX_HEX)
		fprintf(to, "... (%u bytes)", data.len);
}

static void no_action(FILE *to, const struct lorica_eventlog *log,
		      const struct lorica_measurement *m)
{
	u8 locality;

	if (lorica_eventlog_locality(m, &locality))
		fprintf(to, "startup locality %u", locality);
	else if (log->is_agile && !m->nr)
		fprintf(to, "Spec ID Event03, %u algorithms", log->nr_algs);
	else
		print_any(to, m->data);
}

static void variable(FILE *to, const struct lorica_eventlog *log,
		     const struct lorica_measurement *m)
{
	char guid[EVENTLOG_GUID_TEXT];
	struct eventlog_variable v;

	(void)log;
	if (!eventlog_variable(m->data, &v)) {
		print_any(to, m->data);
		return;
	}
	print_text(to, v.name, 2 * v.units, 2);
	fprintf(to, "-%s, %u bytes", eventlog_guid(v.guid, guid), v.data.len);
}

static void blob(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m)
{
	struct eventlog_blob b;

	(void)log;
	/* EV_POST_CODE may as well be a text. */
	if ((m->type == EV_POST_CODE && m->data.len != 16) ||
	    !eventlog_blob(m->data, m->type == EV_EFI_PLATFORM_FIRMWARE_BLOB2, &b)) {
		print_any(to, m->data);
		return;
	}
	if (b.description.len) {
		print_text(to, b.description.data, b.description.len, 1);
		fputs(", ", to);
	}
	fprintf(to, "%" PRIu64 " bytes at 0x%" PRIx64, b.length, b.base);
}

/* The names of files in a device path; all else of it takes a library to read. */
static void image(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m)
{
	struct eventlog_image i;
	u32 at = 0;

	(void)log;
	if (!eventlog_image(m->data, &i)) {
		print_any(to, m->data);
		return;
	}
	while (i.path.len - at >= DEVICE_PATH_HEAD) {
		const u8 *node = i.path.data + at;
		u32 len = eventlog_number(node + 2, 2);

		if (len < DEVICE_PATH_HEAD || len > i.path.len - at)
			break;
		if (node[0] == MEDIA && node[1] == MEDIA_FILE) {
			size_t text = len - DEVICE_PATH_HEAD;

			while (text >= 2 && !eventlog_number(node + DEVICE_PATH_HEAD + text - 2, 2))
				text -= 2;
			print_text(to, node + DEVICE_PATH_HEAD, text, 2);
			fputc(' ', to);
		}
		at += len;
	}
	fprintf(to, "%" PRIu64 " bytes at 0x%" PRIx64, i.length, i.address);
}

static void tag(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m)
{
	struct lorica_bytes rest = { m->data.data + TAG_HEAD, m->data.len - TAG_HEAD };

	(void)log;
	if (m->data.len < TAG_HEAD) {
		print_any(to, m->data);
		return;
	}
	fprintf(to, "tag 0x%08" PRIx64 " ", eventlog_number(m->data.data, 4));
	print_any(to, rest);
}

static void gpt(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m)
{
	(void)log;
	if (m->data.len < EVENTLOG_GPT_HEAD)
		print_any(to, m->data);
	else
		fprintf(to, "%" PRIu64 " partitions",
			eventlog_number(m->data.data + EVENTLOG_GPT_HEAD - 8, 8));
}

/* clang-format off */
static const struct {
	u32 type;
	void (*show)(FILE *to, const struct lorica_eventlog *log, const struct lorica_measurement *m);
} details[] = {
	{ EV_NO_ACTION, no_action },
	{ EV_POST_CODE, blob },
	{ EV_EVENT_TAG, tag },
	{ EV_S_CRTM_CONTENTS, blob },
	{ EV_EFI_VARIABLE_DRIVER_CONFIG, variable },
	{ EV_EFI_VARIABLE_BOOT, variable },
	{ EV_EFI_VARIABLE_BOOT2, variable },
	{ EV_EFI_VARIABLE_AUTHORITY, variable },
	{ EV_EFI_BOOT_SERVICES_APPLICATION, image },
	{ EV_EFI_BOOT_SERVICES_DRIVER, image },
	{ EV_EFI_RUNTIME_SERVICES_DRIVER, image },
	{ EV_EFI_GPT_EVENT, gpt },
	{ EV_EFI_PLATFORM_FIRMWARE_BLOB, blob },
	{ EV_EFI_PLATFORM_FIRMWARE_BLOB2, blob },
};
/* clang-format on */

void eventlog_view_detail(FILE *to, const struct lorica_eventlog *log,
			  const struct lorica_measurement *m)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(details); i++) {
		if (details[i].type == m->type) {
			details[i].show(to, log, m);
			return;
		}
	}
	print_any(to, m->data);
}
