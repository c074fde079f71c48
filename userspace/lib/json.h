/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_JSON_H
#define LORICA_LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct json - a JSON document on its way out
 * @to: where it goes
 * @depth: open objects and arrays
 * @compact: all on one line; set it after json_start()
 * @some: whether the innermost one has a member yet
 *
 * Members are written in the order of the calls, one a line. @key is NULL
 * for the document itself and for the elements of an array.
 */
struct json {
	FILE *to;
	unsigned int depth;
	bool some;
	bool compact;
};

/**
 * json_start - begin a document
 * @j: to be filled
 * @to: an open stream
 */
void json_start(struct json *j, FILE *to);

/**
 * json_open - begin an object or an array
 * @j: the document
 * @key: name of the member, or NULL
 * @bracket: '{' or '['
 */
void json_open(struct json *j, const char *key, char bracket);

/**
 * json_close - end the innermost object or array
 * @j: the document
 * @bracket: '}' or ']'; a newline follows the end of the document
 */
void json_close(struct json *j, char bracket);

/**
 * json_string - write a string of any bytes
 * @j: the document
 * @key: name of the member, or NULL
 * @text: @len bytes; what is not UTF-8 becomes U+FFFD
 * @len: their number
 */
void json_string(struct json *j, const char *key, const char *text, size_t len);

/**
 * json_text - write a NUL terminated string
 * @j: the document
 * @key: name of the member, or NULL
 * @text: any bytes, NULL writes null
 */
void json_text(struct json *j, const char *key, const char *text);

/**
 * json_number - write a number
 * @j: the document
 * @key: name of the member, or NULL
 * @value: beyond 2^53 many readers lose digits: json_u64() is for those
 */
void json_number(struct json *j, const char *key, uint64_t value);

/**
 * json_u64 - write a number of 64 bits, as text
 * @j: the document
 * @key: name of the member, or NULL
 * @value: any
 */
void json_u64(struct json *j, const char *key, uint64_t value);

/**
 * json_bool - write true or false
 * @j: the document
 * @key: name of the member, or NULL
 * @value: which
 */
void json_bool(struct json *j, const char *key, bool value);

/**
 * json_hex - write bytes as a string of lower case hex digits
 * @j: the document
 * @key: name of the member, or NULL
 * @data: @len bytes
 * @len: their number
 */
void json_hex(struct json *j, const char *key, const uint8_t *data, size_t len);

#endif
