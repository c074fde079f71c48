/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SOURCE_FILE_H
#define LORICA_LIB_SOURCE_FILE_H

#include "sources.h"

/**
 * source_file_main - read the main file of a policy
 * @path: its name, "-" for standard input
 * @arena: for its id
 * @source: gets name, text, len and id; the text is for free()
 *
 * Return: 0, -EFBIG when it has more than LORICA_MAX_TEXT bytes, or the
 * -errno of open(2), read(2) or malloc(3).
 */
int source_file_main(const char *path, struct arena *arena, struct source *source);

/**
 * source_file_given - make the main file of a text that somebody has read
 * @path: its name, "-" for standard input
 * @text: @len bytes and a NUL
 * @len: their number
 * @arena: for its id
 * @source: filled
 */
void source_file_given(const char *path, const char *text, size_t len, struct arena *arena,
		       struct source *source);

/**
 * source_file_dir - the directory that a file is in
 * @arena: for the result
 * @path: of the file, "-" for standard input
 *
 * Return: the directory, "." for the current one.
 */
char *source_file_dir(struct arena *arena, const char *path);

/**
 * source_file_find - find an included file; for struct source_reader
 * @dir: const char *, where relative paths start
 * @arena: for name and id
 * @source: gets both; they tell device and inode, so that a link is no second file
 *
 * Return: 0, -ENOTSUP for what is neither a regular file nor a directory, or
 * the -errno of stat(2).
 */
int source_file_find(void *dir, struct arena *arena, struct source *source);

/**
 * source_file_read - read an included file; for struct source_reader
 * @dir: not used, as @source has a name already
 * @arena: for the text
 * @source: gets text and len
 *
 * Return: as of source_file_main().
 */
int source_file_read(void *dir, struct arena *arena, struct source *source);

#endif
