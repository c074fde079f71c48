/* SPDX-License-Identifier: GPL-2.0-only */
/* The section STRINGS of a statement: each path once, sorted. */
#ifndef LORICA_LIB_STRING_POOL_H
#define LORICA_LIB_STRING_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/shim.h"
#include "kernel/uapi/lorica.h"

/**
 * struct string_pool - strings on their way into a section
 * @list: @nr of them; sorted, each once, after string_pool_finish()
 * @nr: their number
 * @room: entries of @list
 * @offset: where each begins in @bytes
 * @bytes: the section
 * @len: bytes of it
 * @failed: out of memory
 */
struct string_pool {
	const char **list;
	size_t nr;
	size_t room;
	size_t *offset;
	char *bytes;
	size_t len;
	bool failed;
};

/**
 * string_pool_add - one more string
 * @pool: zeroed before the first
 * @text: stays the caller's; may come several times
 */
void string_pool_add(struct string_pool *pool, const char *text);

/**
 * string_pool_finish - make the section
 * @pool: with all strings
 *
 * Return: false when there is no memory.
 */
bool string_pool_finish(struct string_pool *pool);

/**
 * string_pool_offset - where a string is in the section
 * @pool: finished
 * @text: one of the strings, or NULL
 *
 * Return: its offset as a record has it, LORICA_NO_STRING for NULL.
 */
__le32 string_pool_offset(const struct string_pool *pool, const char *text);

/**
 * string_pool_free - free what the pool holds
 * @pool: in any state
 */
void string_pool_free(struct string_pool *pool);

#endif
