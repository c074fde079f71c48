/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_STMT_BUILD_H
#define LORICA_LIB_STMT_BUILD_H

#include "kernel/statement.h"

struct stmt_build;

/**
 * stmt_build_new - start the content of a statement
 * @type: LORICA_TYPE_POLICY or LORICA_TYPE_MANIFEST
 * @name: 1 to 31 characters of [A-Za-z0-9._-]
 * @serial: at least 1
 * @epoch: rollback epoch
 *
 * Bad values are not looked at here: stmt_build_finish() refuses them.
 *
 * Return: a builder for stmt_build_free(), NULL when memory is short.
 */
struct stmt_build *stmt_build_new(enum lorica_type type, const char *name, u64 serial, u64 epoch);

/**
 * stmt_build_validity - say when the statement may be used
 * @b: the builder
 * @from: seconds since 1970 UTC, 0: no bound
 * @until: seconds since 1970 UTC, 0: no bound
 */
void stmt_build_validity(struct stmt_build *b, u64 from, u64 until);

/**
 * stmt_build_device - bind the statement to one device
 * @b: the builder
 * @device: 32 bytes; all zero stands for any device
 */
void stmt_build_device(struct stmt_build *b, const u8 *device);

/**
 * stmt_build_section - add a section, in any order
 * @b: the builder
 * @id: enum lorica_section_id, each at most once
 * @data: its body; not copied, so it has to live until stmt_build_finish()
 * @len: bytes; an empty section is left out, as the format wants it
 *
 * Return: 0, -EINVAL for an id that is out of range or was given before, or
 * -E2BIG when the content would be larger than a statement may be.
 */
int stmt_build_section(struct stmt_build *b, u32 id, const void *data, size_t len);

/**
 * stmt_build_finish - write the content
 * @b: the builder; still to be freed
 * @out: the bytes on success, for free(); aligned for the decoders
 * @len: their number
 *
 * What comes out has passed lorica_stmt_decode(). The same calls give the
 * same bytes, whatever the order of the sections was.
 *
 * Return: LORICA_OK, LORICA_R_MEMORY, or what lorica_stmt_decode() has
 * against it.
 */
enum lorica_reason stmt_build_finish(struct stmt_build *b, u8 **out, size_t *len);

/**
 * stmt_build_free - forget a builder
 * @b: the builder, or NULL
 */
void stmt_build_free(struct stmt_build *b);

#endif
