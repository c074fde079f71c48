/* SPDX-License-Identifier: GPL-2.0-only */
/* The digest that the kernel's fs-verity gives a file, computed without a kernel. */
#ifndef LORICA_LIB_FSVERITY_H
#define LORICA_LIB_FSVERITY_H

#include <stddef.h>

#include "kernel/shim.h"

struct fsverity;

/**
 * fsverity_new - make what computes such digests, one file after the other
 *
 * Merkle trees of SHA-256 over blocks of 4096 bytes, without a salt: the one
 * form that a manifest lists and the module takes.
 *
 * Return: for fsverity_free(), NULL without memory.
 */
struct fsverity *fsverity_new(void);

/**
 * fsverity_start - begin with another file
 * @v: from fsverity_new()
 */
void fsverity_start(struct fsverity *v);

/**
 * fsverity_add - take the next bytes of the file
 * @v: started
 * @data: @len bytes
 * @len: their number, whatever it is
 *
 * Return: 0, or -ENOMEM.
 */
int fsverity_add(struct fsverity *v, const u8 *data, size_t len);

/**
 * fsverity_end - the digest of what was added
 * @v: started
 * @digest: 32 bytes, filled on success
 *
 * Return: 0, or -ENOMEM.
 */
int fsverity_end(struct fsverity *v, u8 *digest);

/**
 * fsverity_free - release it
 * @v: from fsverity_new(), or NULL
 */
void fsverity_free(struct fsverity *v);

#endif
