/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_BLACKLIST_H
#define LORICA_BLACKLIST_H

#include <linux/types.h>

#include "uapi/lorica.h"

/**
 * lorica_blacklist_check - does the kernel itself revoke this content?
 * @digest: SHA-256 of it
 *
 * Its blacklist keyring has digests that are compiled in, those of the
 * firmware's dbx, and what a key that the kernel trusts has signed. Context:
 * may sleep.
 *
 * Return: LORICA_OK, LORICA_R_REVOKED, or LORICA_R_NO_MEMORY, which is a
 * reason to refuse as well.
 */
enum lorica_reason lorica_blacklist_check(const u8 *digest);

#endif
