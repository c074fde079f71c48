/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_TEXT_H
#define LORICA_LIB_TEXT_H

#include <stdio.h>

struct sema;

/**
 * text_print - write a policy in its one canonical form
 * @sema: judged without an error
 * @to: an open stream
 *
 * Sections in a fixed order, keys by name, each with the pin of its
 * certificate, every clause in a fixed place and form. Two texts that mean
 * the same have the same canonical form, which is its own canonical form.
 */
void text_print(const struct sema *sema, FILE *to);

#endif
