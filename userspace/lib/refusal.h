/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_REFUSAL_H
#define LORICA_LIB_REFUSAL_H

#include <stddef.h>

#include "kernel/uapi/lorica.h"

/**
 * refusal_errno_name - the errno of a reason as a C programmer writes it
 * @reason: any value
 *
 * Return: a static string such as "ESTALE", "0" for LORICA_OK.
 */
const char *refusal_errno_name(enum lorica_reason reason);

/**
 * refusal_say - tell why a statement is not acceptable
 * @path: where it came from, "-" for standard input
 * @reason: what the decoder or the signature check said
 *
 * On stderr, and with -j as a JSON document on stdout as well.
 *
 * Return: EXIT_REJECTED, for the verb to return.
 */
int refusal_say(const char *path, enum lorica_reason reason);

/**
 * refusal_read - read a statement, signed or not
 * @path: the file, "-" for standard input
 * @data: its bytes on success, for free(); aligned for the decoders
 * @len: their number, at most LORICA_MAX_STATEMENT
 *
 * What goes wrong is told on stderr.
 *
 * Return: EXIT_OK, EXIT_FAILED when it cannot be read, EXIT_REJECTED when it
 * is larger than a statement may be.
 */
int refusal_read(const char *path, unsigned char **data, size_t *len);

#endif
