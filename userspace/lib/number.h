/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_NUMBER_H
#define LORICA_LIB_NUMBER_H

#include "kernel/shim.h"

/**
 * number_parse - read a decimal number from an argument
 * @text: digits and nothing else
 * @max: largest value that is fine
 * @value: the number on success
 *
 * Return: 0, -EINVAL when @text is not a number, -ERANGE when it is above
 * @max.
 */
int number_parse(const char *text, u64 max, u64 *value);

/**
 * number_parse_hex - read bytes from an argument
 * @text: exactly 2 * @len hex digits
 * @bytes: @len bytes on success
 * @len: their number
 *
 * Return: 0, or -EINVAL.
 */
int number_parse_hex(const char *text, u8 *bytes, size_t len);

#endif
