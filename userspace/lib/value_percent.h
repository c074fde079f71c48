/* SPDX-License-Identifier: GPL-2.0-only */
/* Shares of a whole: 0.1%. */
#ifndef LORICA_LIB_VALUE_PERCENT_H
#define LORICA_LIB_VALUE_PERCENT_H

#include "value.h"

enum {
	VALUE_WHOLE = 1000000, /* 100%, in millionths */
	VALUE_PERCENT = 12, /* characters of a printed share and its NUL */
};

/**
 * value_percent - read a share
 * @text: a number with at most four digits behind the point, and %: 0.1%
 * @millionths: the result, at most VALUE_WHOLE
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else, or more than 100%.
 */
bool value_percent(const char *text, uint32_t *millionths, struct value_wrong *wrong);

/**
 * value_percent_print - write a share in its one canonical form
 * @millionths: at most VALUE_WHOLE
 * @text: VALUE_PERCENT bytes; without zeros at the end
 */
void value_percent_print(uint32_t millionths, char *text);

#endif
