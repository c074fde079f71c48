/* SPDX-License-Identifier: GPL-2.0-only */
/* What the data of some types of events is made of; all of it may be wrong. */
#ifndef LORICA_LIB_EVENTLOG_DATA_H
#define LORICA_LIB_EVENTLOG_DATA_H

#include <stdio.h>

#include "kernel/eventlog.h"

enum {
	EVENTLOG_GUID = 16,
	EVENTLOG_GUID_TEXT = 37, /* with its NUL */
	EVENTLOG_GPT_HEAD = 100, /* a GPT event up to its partitions */
};

/**
 * struct eventlog_variable - UEFI_VARIABLE_DATA
 * @guid: of who owns the variable
 * @units: characters of its name
 * @name: in UTF-16, not terminated
 * @data: its value
 */
struct eventlog_variable {
	const u8 *guid;
	u64 units;
	const u8 *name;
	struct lorica_bytes data;
};

/**
 * struct eventlog_image - UEFI_IMAGE_LOAD_EVENT
 * @address: where the image was loaded
 * @length: its bytes
 * @link_time: address that it was linked for
 * @path_len: what the event says of the length of @path
 * @path: a device path, all that there is
 */
struct eventlog_image {
	u64 address;
	u64 length;
	u64 link_time;
	u64 path_len;
	struct lorica_bytes path;
};

/**
 * struct eventlog_blob - UEFI_PLATFORM_FIRMWARE_BLOB, and the same with a 2
 * @base: address
 * @length: bytes
 * @description: of the newer form, not terminated
 */
struct eventlog_blob {
	u64 base;
	u64 length;
	struct lorica_bytes description;
};

/**
 * eventlog_number - read a little-endian number
 * @p: @size bytes
 * @size: at most 8
 *
 * Return: the number.
 */
u64 eventlog_number(const u8 *p, size_t size);

/**
 * eventlog_guid - write a GUID as people do
 * @guid: EVENTLOG_GUID bytes
 * @text: room for EVENTLOG_GUID_TEXT
 *
 * Return: @text.
 */
const char *eventlog_guid(const u8 *guid, char *text);

/**
 * eventlog_variable - read the data of an EV_EFI_VARIABLE event
 * @data: of the event
 * @v: filled on success
 *
 * Return: false when it is not of that form.
 */
bool eventlog_variable(struct lorica_bytes data, struct eventlog_variable *v);

/**
 * eventlog_image - read the data of an event that tells of a program
 * @data: of the event
 * @image: filled on success
 *
 * Return: false when it is not of that form.
 */
bool eventlog_image(struct lorica_bytes data, struct eventlog_image *image);

/**
 * eventlog_blob - read the data of an event that tells of firmware
 * @data: of the event
 * @has_description: the newer form
 * @blob: filled on success
 *
 * Return: false when it is not of that form.
 */
bool eventlog_blob(struct lorica_bytes data, bool has_description, struct eventlog_blob *blob);

/**
 * eventlog_escaped - write bytes between double quotes, as JSON and YAML have them
 * @to: an open stream
 * @data: @len bytes
 * @len: their number
 * @width: 1, or 2 for UTF-16, of which a last odd byte is left out
 *
 * What is not printable ASCII is written as \xNN or \uNNNN.
 */
void eventlog_escaped(FILE *to, const u8 *data, size_t len, int width);

/**
 * eventlog_hex - write bytes in lower case hex digits
 * @to: an open stream
 * @data: @len bytes
 * @len: their number
 */
void eventlog_hex(FILE *to, const u8 *data, size_t len);

#endif
