/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_VALUE_PATTERN_H
#define LORICA_LIB_VALUE_PATTERN_H

#include "value.h"

/* What a path pattern can stand for, the most specific first. */
enum value_pattern {
	VALUE_PATTERN_PATH, /* one path: no wildcard */
	VALUE_PATTERN_NAMES, /* paths of one length: "*" for any part of a name */
	VALUE_PATTERN_TREE, /* paths of any length: "**" for any number of names */
};

/**
 * value_pattern - read a path pattern
 * @text: an absolute path; "*" stands for any characters of one name, "**" as
 *	a whole name for one name or more
 * @kind: the result
 * @wrong: NULL if nobody wants to know
 *
 * There is one way to write a pattern: no empty name, no "." or "..", no slash
 * at the end, no wildcard behind another one.
 *
 * Return: false when @text is anything else.
 */
bool value_pattern(const char *text, enum value_pattern *kind, struct value_wrong *wrong);

#endif
