/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_STATEMENT_H
#define LORICA_STATEMENT_H

#include "shim.h"
#include "uapi/lorica.h"

/* A run of bytes inside somebody else's buffer; NULL and 0 when absent. */
struct lorica_bytes {
	const u8 *data;
	u32 len;
};

enum { LORICA_NR_SECTION_IDS = 22 };

/**
 * struct lorica_stmt_view - a decoded statement, pointing into its bytes
 * @head: the head, at the start of the content
 * @type: enum lorica_type, known to be one of its values
 * @serial: of the statement
 * @epoch: rollback epoch
 * @valid_from: seconds since 1970, 0: no bound
 * @valid_until: seconds since 1970, 0: no bound
 * @device: 32 bytes, NULL when it is for any device
 * @name: NUL terminated
 * @section: bodies by enum lorica_section_id
 */
struct lorica_stmt_view {
	const struct lorica_stmt *head;
	u16 type;
	u64 serial;
	u64 epoch;
	u64 valid_from;
	u64 valid_until;
	const u8 *device;
	const char *name;
	struct lorica_bytes section[LORICA_NR_SECTION_IDS];
};

/**
 * lorica_stmt_decode - check the container of a statement
 * @data: the content of the envelope, 8-byte aligned
 * @len: its bytes
 * @view: filled on success; points into @data
 *
 * Checks everything that does not need to know the inside of a section: the
 * caller goes on with lorica_policy_decode() or lorica_manifest_decode().
 * Reads nothing outside @data and takes time linear in the section count.
 *
 * Return: LORICA_OK, or the LORICA_R_* that tells what is wrong: TRUNCATED,
 * TRAILING, MAGIC, ABI, TYPE, RESERVED, LIMIT, CONTENT (name), TABLE,
 * SECTION_UNKNOWN, SECTION_MISSING.
 */
enum lorica_reason lorica_stmt_decode(const void *data, size_t len, struct lorica_stmt_view *view);

/**
 * lorica_stmt_now - may a statement be used here and now?
 * @view: a decoded statement
 * @device: 32-byte id of this device, NULL when it has none
 * @now: seconds since 1970
 *
 * Return: LORICA_OK, LORICA_R_OTHER_DEVICE, LORICA_R_NO_DEVICE_ID,
 * LORICA_R_NOT_YET_VALID or LORICA_R_EXPIRED.
 */
enum lorica_reason lorica_stmt_now(const struct lorica_stmt_view *view, const u8 *device, u64 now);

/**
 * lorica_stmt_newer - may a statement take the place of another?
 * @view: the new one
 * @serial: serial of the active one of the same type and name, 0: none
 * @epoch: epoch of the active policy, 0: none
 *
 * Return: LORICA_OK, LORICA_R_SERIAL_SAME, LORICA_R_SERIAL_OLD or
 * LORICA_R_EPOCH_OLD.
 */
enum lorica_reason lorica_stmt_newer(const struct lorica_stmt_view *view, u64 serial, u64 epoch);

/**
 * lorica_stmt_purpose - the purpose a key needs to sign a type of statement
 * @type: enum lorica_type
 *
 * Return: one enum lorica_purpose bit, 0 for an unknown type.
 */
u32 lorica_stmt_purpose(u16 type);

/**
 * lorica_name_ok - is this a well-formed, NUL padded name?
 * @name: LORICA_MAX_NAME bytes
 *
 * Return: true for 1 to 31 characters of [A-Za-z0-9._-], then only NUL.
 */
bool lorica_name_ok(const u8 *name);

/**
 * lorica_all_zero - is a reserved field untouched?
 * @p: @n bytes
 * @n: their number
 *
 * Return: true when every byte is zero.
 */
bool lorica_all_zero(const u8 *p, size_t n);

#endif
