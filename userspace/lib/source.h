/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SOURCE_H
#define LORICA_LIB_SOURCE_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct span - a run of bytes of a source
 * @start: first byte
 * @end: byte behind the last one; equal to @start for a mere position
 */
struct span {
	uint32_t start;
	uint32_t end;
};

/**
 * struct source - the text of a policy
 * @name: as diagnostics show it
 * @text: @len bytes and a NUL; borrowed
 * @len: bytes, at most LORICA_MAX_TEXT
 */
struct source {
	const char *name;
	const char *text;
	size_t len;
};

/**
 * struct position - where a byte is for people
 * @line: from 1
 * @column: characters from 1; a tab counts one, a bad byte too
 * @line_start: offset of the first byte of the line
 * @line_end: offset of its end, without the newline
 */
struct position {
	uint32_t line;
	uint32_t column;
	uint32_t line_start;
	uint32_t line_end;
};

/**
 * span_join - the span from the start of one to the end of another
 * @a: the first
 * @b: the last
 *
 * Return: the span.
 */
struct span span_join(struct span a, struct span b);

/**
 * source_locate - find line and column of a byte
 * @source: the text
 * @offset: at most its length
 *
 * Return: the position.
 */
struct position source_locate(const struct source *source, uint32_t offset);

/**
 * source_columns - how many characters are between two bytes
 * @source: the text
 * @from: first byte
 * @to: byte behind the last one
 *
 * Return: characters; bytes that are not UTF-8 count one each.
 */
uint32_t source_columns(const struct source *source, uint32_t from, uint32_t to);

#endif
