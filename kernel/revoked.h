/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_REVOKED_H
#define LORICA_REVOKED_H

#include "policy_decode.h"

/**
 * lorica_revoked_decode - check and open the section REVOKED
 * @section: of the statement, by enum lorica_section_id
 * @policy: with its record and its keys; gets the table
 *
 * Return: LORICA_OK, or LORICA_R_TABLE, LIMIT, RESERVED, CONTENT or ORDER.
 */
enum lorica_reason lorica_revoked_decode(const struct lorica_bytes *section,
					 struct lorica_policy *policy);

/**
 * lorica_revoked_any - does the policy revoke anything of a kind?
 * @policy: a decoded policy
 * @kind: DIGEST, MANIFEST or VOLUME
 *
 * Return: false when no look-up of this kind can find anything.
 */
bool lorica_revoked_any(const struct lorica_policy *policy, enum lorica_revoked_kind kind);

/**
 * lorica_match_revoked - does the policy revoke this content?
 * @policy: a decoded policy
 * @kind: LORICA_REVOKED_DIGEST or LORICA_REVOKED_VOLUME
 * @hash: 32 bytes: SHA-256 of a file, or root hash of a volume
 *
 * Whatever a rule allows, this is refused. Pure; takes about as long for a
 * million entries as for a hundred, and for a table that was made on purpose
 * at most a step for each bit of their number more.
 *
 * Return: true when it does.
 */
bool lorica_match_revoked(const struct lorica_policy *policy, enum lorica_revoked_kind kind,
			  const u8 *hash);

/**
 * lorica_match_revoked_manifest - does the policy revoke this manifest?
 * @policy: a decoded policy
 * @key: index of the key that signed it
 * @view: the manifest
 *
 * Return: true when its serial is below the first that is good again.
 */
bool lorica_match_revoked_manifest(const struct lorica_policy *policy, u32 key,
				   const struct lorica_stmt_view *view);

#endif
