/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_OPTION_H
#define LORICA_LIB_OPTION_H

#include <stdbool.h>

/**
 * option_usage - report what getopt_long(3) did not like
 * @argc: as given to the verb
 * @argv: as given to the verb
 * @c: what getopt_long() returned: ':' (with a leading ':' in its option
 *	string) for a missing argument, '?' for an unknown option
 *
 * Return: EXIT_USAGE.
 */
int option_usage(int argc, char **argv, int c);

/**
 * option_name_ok - may a statement or a key have this name?
 * @name: any string
 *
 * Return: what lorica_name_ok() says of it.
 */
bool option_name_ok(const char *name);

#endif
