/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_SERIALS_H
#define LORICA_SERIALS_H

#include "limits.h"
#include "statement.h"

/*
 * The manifests that were in force since the module runs. One that a policy dropped does not
 * come back in an older form when a later policy allows its key again. By name and signer: what
 * one signer says is nothing to another one.
 */

/**
 * struct lorica_serial - the newest manifest of one name and signer
 * @name: NUL padded
 * @signer: SHA-256 of its certificate
 * @sha256: of the manifest
 * @serial: of the manifest
 */
struct lorica_serial {
	u8 name[LORICA_MAX_NAME];
	u8 signer[32];
	u8 sha256[32];
	u64 serial;
};

/**
 * struct lorica_serials - of all names and signers
 * @nr: entries in use
 * @entry: in no order; none is ever taken out
 */
struct lorica_serials {
	u32 nr;
	struct lorica_serial entry[LORICA_MAX_SERIALS];
};

/**
 * lorica_serials_check - may this manifest come, after all that were there?
 * @serials: what there was
 * @view: the manifest
 * @signer: 32 bytes, SHA-256 of the certificate that it was signed with
 * @sha256: 32 bytes, of the manifest
 *
 * Return: LORICA_OK, also for the newest one itself; LORICA_R_SERIAL_OLD,
 * LORICA_R_SERIAL_SAME for another one with its serial, or LORICA_R_TOO_MANY
 * when there is no room to remember it.
 */
enum lorica_reason lorica_serials_check(const struct lorica_serials *serials,
					const struct lorica_stmt_view *view, const u8 *signer,
					const u8 *sha256);

/**
 * lorica_serials_note - remember a manifest that has come into force
 * @serials: what there was
 * @view: as for lorica_serials_check(), which allowed it
 * @signer: as above
 * @sha256: as above
 */
void lorica_serials_note(struct lorica_serials *serials, const struct lorica_stmt_view *view,
			 const u8 *signer, const u8 *sha256);

#endif
