/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_ARENA_H
#define LORICA_LIB_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/**
 * struct arena - memory that is given back all at once
 * @blocks: what was taken from malloc() so far
 */
struct arena {
	struct arena_block *blocks;
};

/**
 * arena_alloc - take memory
 * @arena: zero-initialised before its first use
 * @size: bytes
 *
 * Ends the process with a message when memory is short: a compiler has
 * nothing better to do then, and no caller needs an error path.
 *
 * Return: zeroed memory, aligned for any type.
 */
void *arena_alloc(struct arena *arena, size_t size);

/**
 * arena_string - copy a string
 * @arena: where to
 * @text: @len bytes without NUL
 * @len: their number
 *
 * Return: the NUL terminated copy.
 */
char *arena_string(struct arena *arena, const char *text, size_t len);

/**
 * arena_printf - print into a string
 * @arena: where to
 * @fmt: printf style
 *
 * Return: the NUL terminated text.
 */
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * arena_vprintf - arena_printf() with a list of arguments
 * @arena: where to
 * @fmt: printf style
 * @ap: consumed
 *
 * Return: the NUL terminated text.
 */
char *arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/**
 * arena_free - give everything back
 * @arena: may be used again afterwards
 */
void arena_free(struct arena *arena);

#endif
