/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_FILE_H
#define LORICA_LIB_FILE_H

#include <stddef.h>

/**
 * file_read - read a whole file
 * @path: its name, "-" for standard input
 * @max: bytes it may have
 * @data: its bytes on success, for free(), with a NUL behind the last one
 * @len: their number
 *
 * Works on pipes and on nodes of securityfs, whose size is not known before.
 * A file that tells its size is refused for it before it is read.
 *
 * Return: 0, -EFBIG when it has more than @max bytes, -ENOMEM, or the
 * -errno of open(2) or read(2).
 */
int file_read(const char *path, size_t max, char **data, size_t *len);

/**
 * file_write - make a file in one step
 * @path: its name, "-" for standard output
 * @data: @len bytes
 * @len: their number
 *
 * Writes a temporary file beside @path and renames it, so that @path is
 * either as it was or complete. A name that is not a regular file (a pipe,
 * /dev/stdout) is written to directly.
 *
 * Return: 0, -ENOMEM, or the -errno of open(2), write(2), fsync(2) or rename(2).
 */
int file_write(const char *path, const void *data, size_t len);

#endif
