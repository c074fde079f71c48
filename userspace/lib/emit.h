/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EMIT_H
#define LORICA_LIB_EMIT_H

#include "kernel/statement.h"

struct sema;

/**
 * emit_policy - write a policy as the content of a statement
 * @sema: judged without an error
 * @out: the bytes on success, for free()
 * @len: their number
 *
 * The same meaning gives the same bytes. What comes out has passed
 * lorica_stmt_decode() and lorica_policy_decode().
 *
 * Return: LORICA_OK, LORICA_R_MEMORY, or what the decoders have against it,
 * which would be a mistake in the compiler.
 */
enum lorica_reason emit_policy(const struct sema *sema, u8 **out, size_t *len);

#endif
