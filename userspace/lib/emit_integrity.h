/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EMIT_INTEGRITY_H
#define LORICA_LIB_EMIT_INTEGRITY_H

#include <stddef.h>

#include "kernel/uapi/lorica.h"

struct sema;

/* The section INTEGRITY, as long as it can get. */
struct emit_integrity {
	struct lorica_integrity integrity;
	struct lorica_watch watches[LORICA_NR_WATCHES];
};

/**
 * emit_integrity - what is watched, as the blob has it
 * @sema: the policy
 * @body: all zero
 *
 * Return: bytes of @body that are the section, 0 when there is none.
 */
size_t emit_integrity(const struct sema *sema, struct emit_integrity *body);

#endif
