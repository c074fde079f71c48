/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_UTF8_H
#define LORICA_LIB_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/**
 * utf8_char - the length of the character at the start of some text
 * @text: @len bytes
 * @len: their number, at least 1
 *
 * Return: 1 to 4 bytes, 0 when they are not well-formed UTF-8.
 */
size_t utf8_char(const char *text, size_t len);

/**
 * utf8_hidden - is a character one that a reader cannot see?
 * @text: a well-formed character
 * @len: its bytes, from utf8_char()
 *
 * Control characters can talk to a terminal, and marks of direction can make
 * a text look like another one: whoever signs it has to see what it says.
 *
 * Return: true for those, tab included.
 */
bool utf8_hidden(const char *text, size_t len);

#endif
