/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SOURCE_H
#define LORICA_LIB_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct span - a run of bytes of a policy
 * @start: first byte
 * @end: byte behind the last one; equal to @start for a mere position
 *
 * All files of a policy are numbered in one row, see struct sources, so a
 * span tells its file too.
 */
struct span {
	uint32_t start;
	uint32_t end;
};

/**
 * struct source - the text of one file of a policy
 * @name: as diagnostics show it
 * @text: @len bytes and a NUL; borrowed
 * @len: bytes, at most LORICA_MAX_TEXT
 * @base: number of its first byte in the row of all files
 * @parent: the file that includes it, NULL for the main file
 * @include: the path in @parent that names it
 * @path: from the directory of the main file, or absolute; NULL for the main
 *	file
 * @id: the same for two names of one file; NULL for a text that is no file
 * @unread: it is no text, so nothing of it was read
 */
struct source {
	const char *name;
	const char *text;
	size_t len;
	uint32_t base;
	const struct source *parent;
	struct span include;
	const char *path;
	const char *id;
	bool unread;
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
 * source_locate - find line and column of a byte
 * @source: the text
 * @offset: in this text, at most its length
 *
 * Return: the position.
 */
struct position source_locate(const struct source *source, uint32_t offset);

/**
 * source_columns - how many characters are between two bytes
 * @source: the text
 * @from: first byte, in this text
 * @to: byte behind the last one
 *
 * Return: characters; bytes that are not UTF-8 count one each.
 */
uint32_t source_columns(const struct source *source, uint32_t from, uint32_t to);

#endif
