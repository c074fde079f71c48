/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_TERM_H
#define LORICA_LIB_TERM_H

#include <stdbool.h>
#include <stdio.h>

/**
 * term_color - should output to a stream have colours?
 * @to: an open stream
 * @wish: -1 auto, 0 never, 1 always, as in struct globals
 *
 * Return: @wish when it is clear; else true on a terminal that is not dumb,
 * unless NO_COLOR is set and not empty (https://no-color.org).
 */
bool term_color(FILE *to, int wish);

#endif
