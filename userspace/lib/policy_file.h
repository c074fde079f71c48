/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_POLICY_FILE_H
#define LORICA_LIB_POLICY_FILE_H

#include "compile.h"

struct lints;

/**
 * policy_file_check - read, parse and judge the policy in a file
 * @c: the run, for policy_file_free() after EXIT_OK and EXIT_REJECTED
 * @path: the file, "-" for standard input
 * @lints: warnings that are asked for, NULL for the default
 *
 * Included files and certificates are looked for beside the file, or in the
 * current directory.
 * SOURCE_DATE_EPOCH stands in for the time, as for every reproducible build.
 *
 * Return: EXIT_OK, EXIT_REJECTED, or EXIT_FAILED, with a message, when the
 * file cannot be read.
 */
int policy_file_check(struct compile *c, const char *path, const struct lints *lints);

/**
 * policy_file_compile - policy_file_check() with the default warnings
 * @c: as there
 * @path: as there
 *
 * Return: as there.
 */
int policy_file_compile(struct compile *c, const char *path);

/**
 * policy_file_given - policy_file_compile() for a text that somebody has read
 * @c: as there
 * @path: where it came from, "-" for standard input
 * @text: @len bytes and a NUL; policy_file_free() frees them, whatever is returned
 * @len: their number
 *
 * Return: as there; EXIT_FAILED for a text that is too long.
 */
int policy_file_given(struct compile *c, const char *path, char *text, size_t len);

/**
 * policy_file_unreadable - tell that a text cannot be read
 * @path: the file
 * @err: -errno, -EFBIG for a text that is too long
 *
 * Return: EXIT_FAILED.
 */
int policy_file_unreadable(const char *path, int err);

/**
 * policy_file_report - tell what was found
 * @c: the run
 *
 * On stderr for people; with -j as one JSON document on stdout.
 */
void policy_file_report(struct compile *c);

/**
 * policy_file_free - forget the run
 * @c: the run
 */
void policy_file_free(struct compile *c);

#endif
