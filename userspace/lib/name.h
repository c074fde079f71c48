/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_NAME_H
#define LORICA_LIB_NAME_H

#include <stdbool.h>

/**
 * name_ok - may a statement or a key have this name?
 * @name: any string
 *
 * Return: what lorica_name_ok() says of it.
 */
bool name_ok(const char *name);

#endif
