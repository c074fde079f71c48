/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_VERITY_TABLE_H
#define LORICA_VERITY_TABLE_H

#include "shim.h"

/**
 * lorica_verity_root - the root hash that a dm-verity target checks against
 * @line: what the target says of itself (STATUSTYPE_TABLE)
 * @size: of the buffer that it was written to
 * @root: 32 bytes, filled on success
 *
 * A target that lets unverified blocks through, or that verifies a block only
 * once, has none: what is read later need not be what was verified. Of a line
 * that fills its buffer nobody knows what did not fit. SHA-256 alone counts,
 * since whoever may pick the hash function can pick one that he can break.
 *
 * Return: true when every block that the target delivers, at any time, belongs
 * to the tree under @root.
 */
bool lorica_verity_root(const char *line, size_t size, u8 *root);

#endif
