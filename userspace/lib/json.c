// SPDX-License-Identifier: GPL-2.0-only
#include "json.h"

#include <inttypes.h>
#include <string.h>

#include "utf8.h"

void json_start(struct json *j, FILE *to)
{
	j->to = to;
	j->depth = 0;
	j->some = false;
	j->compact = false;
}

static void quoted(FILE *to, const char *text, size_t len)
{
	size_t i, n;

	putc('"', to);
	for (i = 0; i < len; i += n) {
		unsigned char c = text[i];

		n = utf8_char(text + i, len - i);
		if (!n) {
			fputs("\\ufffd", to);
			n = 1;
		} else if (c == '"' || c == '\\') {
			fprintf(to, "\\%c", c);
		} else if (c == '\n') {
			fputs("\\n", to);
		} else if (c == '\t') {
			fputs("\\t", to);
		} else if (c < 0x20 || c == 0x7f) {
			fprintf(to, "\\u%04x", c);
		} else {
			fwrite(text + i, 1, n, to);
		}
	}
	putc('"', to);
}

static void newline(struct json *j)
{
	unsigned int i;

	if (j->compact)
		return;
	putc('\n', j->to);
	for (i = 0; i < j->depth; i++)
		fputs("  ", j->to);
}

static void member(struct json *j, const char *key)
{
	if (j->some)
		putc(',', j->to);
	if (j->depth)
		newline(j);
	j->some = true;
	if (key) {
		quoted(j->to, key, strlen(key));
		fputs(": ", j->to);
	}
}

void json_open(struct json *j, const char *key, char bracket)
{
	member(j, key);
	putc(bracket, j->to);
	j->depth++;
	j->some = false;
}

void json_close(struct json *j, char bracket)
{
	j->depth--;
	if (j->some)
		newline(j);
	putc(bracket, j->to);
	j->some = true;
	if (!j->depth)
		putc('\n', j->to);
}

void json_string(struct json *j, const char *key, const char *text, size_t len)
{
	member(j, key);
	quoted(j->to, text, len);
}

void json_text(struct json *j, const char *key, const char *text)
{
	member(j, key);
	if (text)
		quoted(j->to, text, strlen(text));
	else
		fputs("null", j->to);
}

void json_number(struct json *j, const char *key, uint64_t value)
{
	member(j, key);
	fprintf(j->to, "%" PRIu64, value);
}

void json_u64(struct json *j, const char *key, uint64_t value)
{
	member(j, key);
	fprintf(j->to, "\"%" PRIu64 "\"", value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	member(j, key);
	fputs(value ? "true" : "false", j->to);
}

void json_hex(struct json *j, const char *key, const uint8_t *data, size_t len)
{
	size_t i;

	member(j, key);
	putc('"', j->to);
	for (i = 0; i < len; i++)
		fprintf(j->to, "%02x", data[i]);
	putc('"', j->to);
}
