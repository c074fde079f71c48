/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_TEXT_H
#define LORICA_LIB_TEXT_H

#include <stdint.h>
#include <stdio.h>

struct lorica_net_rule;
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

/**
 * text_hex - write a digest
 * @digest: 32 bytes
 * @to: an open stream
 */
void text_hex(const uint8_t *digest, FILE *to);

/**
 * text_quoted - write a string, in quotes
 * @text: NUL terminated
 * @to: an open stream
 */
void text_quoted(const char *text, FILE *to);

/**
 * text_net - write the net section; for text_print()
 * @sema: judged without an error
 * @to: an open stream
 */
void text_net(const struct sema *sema, FILE *to);

/**
 * text_net_act - write what a rule of it speaks of, behind the program
 * @rule: a record
 * @to: an open stream
 */
void text_net_act(const struct lorica_net_rule *rule, FILE *to);

/**
 * text_boot - write the boot section; for text_print()
 * @sema: the policy
 * @to: an open stream
 */
void text_boot(const struct sema *sema, FILE *to);

/**
 * text_integrity - write the integrity section; for text_print()
 * @sema: the policy
 * @to: an open stream
 */
void text_integrity(const struct sema *sema, FILE *to);

#endif
