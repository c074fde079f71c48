/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EXTRACT_H
#define LORICA_LIB_EXTRACT_H

#include <stddef.h>

/**
 * extract_file - write a file below a directory and nowhere else
 * @dir: made when it does not exist
 * @path: relative, without ".."; its directories are made
 * @data: @len bytes
 * @len: their number
 *
 * Follows no symbolic link below @dir and changes no file that exists: one
 * that has the same bytes is fine, another one stays.
 *
 * Return: 0, -EXDEV when @path would lead out of @dir, -EEXIST when another
 * file is there, or the -errno of mkdir(2), open(2) or write(2).
 */
int extract_file(const char *dir, const char *path, const void *data, size_t len);

#endif
