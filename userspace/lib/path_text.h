/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_PATH_TEXT_H
#define LORICA_LIB_PATH_TEXT_H

#include "kernel/limits.h"

enum { PATH_TEXT = 4 * LORICA_MAX_PATH }; /* bytes that a path may become, with the NUL */

/**
 * path_text - make a path from somewhere else fit for a terminal
 * @path: less than LORICA_MAX_PATH bytes, of any value
 * @text: PATH_TEXT bytes to be filled: what is not UTF-8, what nobody can see
 *	and '\' become \xNN
 *
 * Return: @text.
 */
char *path_text(const char *path, char *text);

#endif
