/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EMIT_BOOT_H
#define LORICA_LIB_EMIT_BOOT_H

#include <stdbool.h>

#include "kernel/uapi/lorica.h"

struct sema;
struct string_pool;

/**
 * emit_boot - make the tables of the boot section; for emit_policy()
 * @sema: judged without an error
 * @rules: room for LORICA_MAX_BOOT_RULES, zeroed
 * @words: empty; gets the words that they name
 *
 * Return: false when there is no memory.
 */
bool emit_boot(const struct sema *sema, struct lorica_boot_rule *rules, struct string_pool *words);

#endif
