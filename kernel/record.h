/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's measurement list says of a statement that is in force. */
#ifndef LORICA_RECORD_H
#define LORICA_RECORD_H

#include "statement.h"

/* Names of the entries; the label is what a rule of IMA can ask for. */
#define LORICA_RECORD_LABEL "lorica"
#define LORICA_RECORD_POLICY "lorica-policy"
#define LORICA_RECORD_MANIFEST "lorica-manifest"

enum { LORICA_RECORD_SIZE = 256 }; /* with the NUL that is not recorded */

/**
 * struct lorica_record - a statement, and how it is in force
 * @view: the statement
 * @sha256: of its content
 * @mode: of a policy: enum lorica_mode
 * @boot: of a policy: what it says of the boot, as `status` has it
 * @sealed: the seal is on
 */
struct lorica_record {
	const struct lorica_stmt_view *view;
	const u8 *sha256;
	u8 mode;
	const char *boot;
	bool sealed;
};

/**
 * lorica_record_name - the name of the entry
 * @view: a statement
 *
 * Return: LORICA_RECORD_POLICY or LORICA_RECORD_MANIFEST.
 */
const char *lorica_record_name(const struct lorica_stmt_view *view);

/**
 * lorica_record_write - the text of the entry
 * @record: what it says
 * @text: LORICA_RECORD_SIZE bytes
 *
 * The text has nothing that differs between two devices with the same
 * statements, and nothing that differs between two boots of one.
 *
 * Return: its bytes, without the NUL.
 */
size_t lorica_record_write(const struct lorica_record *record, char *text);

#endif
