/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files of one policy. Their bytes are numbered in one row: the main file
 * from 0 on, then each included file behind the end of the one before, with
 * one number more for its end. Behind all files there is a number for each
 * value that a constant stands for.
 */
#ifndef LORICA_LIB_SOURCES_H
#define LORICA_LIB_SOURCES_H

#include <stdbool.h>

#include "source.h"

struct arena;

enum sources_limits {
	SOURCES_MAX = 4096, /* files */
	SOURCES_MAX_BYTES = 96 << 20, /* of all files */
	SOURCES_MAX_DEPTH = 16, /* files that include one another */
	SOURCES_MAX_LINE = 16 << 10, /* bytes of a line; the canonical text needs half of it */
	SOURCES_MAX_VALUES = 1 << 16, /* uses of values of constants, or one for each byte */
};

/**
 * struct source_reader - where included files come from
 * @find: gives @source its name and id from its path, in memory of @arena;
 *	returns 0, or -errno and the name alone; -ENOTSUP: no regular file
 * @read: gives @source, which was found, its text and len, in memory of
 *	@arena; returns 0 or -errno, -EFBIG above LORICA_MAX_TEXT bytes
 * @context: first argument of both
 *
 * Without @find nothing can be included: a text out of a statement must not
 * name files of the machine that looks at it.
 */
struct source_reader {
	int (*find)(void *context, struct arena *arena, struct source *source);
	int (*read)(void *context, struct arena *arena, struct source *source);
	void *context;
};

/**
 * struct sources - the files of a policy
 * @arena: holds what is below
 * @list: the main file first, then in the order of inclusion, depth first
 * @nr: files in @list
 * @next: number of the byte behind them
 * @values: uses of values of constants
 * @nr_values: their number
 */
struct sources {
	struct arena *arena;
	struct source **list;
	unsigned int nr;
	uint32_t next;
	struct value_use *values;
	unsigned int nr_values;
};

/**
 * sources_start - begin with no file
 * @s: to be filled
 * @arena: for all that is added
 */
void sources_start(struct sources *s, struct arena *arena);

/**
 * sources_add - add a file
 * @s: the files
 * @source: copied; its @base is set here
 *
 * Return: the copy, NULL above SOURCES_MAX or SOURCES_MAX_BYTES.
 */
struct source *sources_add(struct sources *s, const struct source *source);

/**
 * sources_known - was a file added already?
 * @s: the files
 * @id: of the file
 *
 * Return: the file, or NULL.
 */
struct source *sources_known(const struct sources *s, const char *id);

/**
 * sources_find - the file that a byte is in
 * @s: the files, at least one
 * @offset: number of a byte of a file
 *
 * Return: the file.
 */
const struct source *sources_find(const struct sources *s, uint32_t offset);

/**
 * sources_path - a path as the main file would write it
 * @s: for its arena
 * @source: the file in which @path stands
 * @path: relative to the directory of @source, or absolute
 *
 * Takes "../" at its start as the directory above in the text, whatever the
 * file system says: the text has to mean the same when it is read again.
 *
 * Return: relative to the directory of the main file, or absolute.
 */
const char *sources_path(const struct sources *s, const struct source *source, const char *path);

/**
 * sources_max_values - how often may values of constants be used?
 * @s: all files
 *
 * A list of a million values is a large text. A small one that stands for as
 * many by constants in constants is a mistake, or made to keep a compiler busy.
 *
 * Return: SOURCES_MAX_VALUES, or the bytes of all files if there are more.
 */
unsigned int sources_max_values(const struct sources *s);

/**
 * sources_use - a place for a value that a constant stands for
 * @s: the files
 * @use: where the constant is used
 * @written: where the value is written
 * @span: the place
 *
 * Return: false above sources_max_values().
 */
bool sources_use(struct sources *s, struct span use, struct span written, struct span *span);

/**
 * sources_used - where do a place and its value come from?
 * @s: the files
 * @span: any place; becomes where the constant is used
 * @written: where its value is written
 *
 * Return: false when @span is a place in a file; then nothing changes.
 */
bool sources_used(const struct sources *s, struct span *span, struct span *written);

#endif
