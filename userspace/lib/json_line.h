/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads what json.c writes for a record: one flat object on a line. */
#ifndef LORICA_LIB_JSON_LINE_H
#define LORICA_LIB_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { JSON_LINE_MAX = 64 }; /* members */

/**
 * struct json_line - the members of an object
 * @nr: their number
 * @member: in the order of the line
 * @member.key: name
 * @member.text: a string without its escapes; anything else as it is written
 * @member.is_string: it is a string
 */
struct json_line {
	size_t nr;
	struct {
		const char *key;
		const char *text;
		bool is_string;
	} member[JSON_LINE_MAX];
};

/**
 * json_line_parse - read a line
 * @line: to be filled
 * @text: @len bytes, without the newline
 * @len: their number
 * @arena: for the strings
 * @at: on failure the offset of what is wrong
 *
 * Return: NULL, or what is wrong: not JSON, not an object, an object or an
 * array in it, a member given twice, a NUL in a string, too many members.
 */
const char *json_line_parse(struct json_line *line, const char *text, size_t len,
			    struct arena *arena, size_t *at);

/**
 * json_line_string - look up a string
 * @line: parsed
 * @key: name of the member
 *
 * Return: the string, NULL when there is no such member or it is no string.
 */
const char *json_line_string(const struct json_line *line, const char *key);

/**
 * json_line_number - look up a number that counts something
 * @line: parsed
 * @key: name of the member
 * @value: the result
 *
 * Return: false when there is no such member, or it is anything but decimal
 * digits for a number of 64 bits.
 */
bool json_line_number(const struct json_line *line, const char *key, uint64_t *value);

/**
 * json_line_true - does a member say true?
 * @line: parsed
 * @key: name of the member
 *
 * Return: false when there is no such member, or it is anything else.
 */
bool json_line_true(const struct json_line *line, const char *key);

#endif
