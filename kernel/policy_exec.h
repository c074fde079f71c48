/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_POLICY_EXEC_H
#define LORICA_POLICY_EXEC_H

#include "policy_decode.h"

/**
 * lorica_policy_exec_decode - check and open the sections VOLUMES, EXEC and PROGRAMS
 * @section: of the statement, by enum lorica_section_id
 * @policy: with its record, keys and strings; gets the rest
 *
 * Return: as lorica_policy_decode().
 */
enum lorica_reason lorica_policy_exec_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy);

/**
 * lorica_policy_exec_names - does a rule or a program name this string?
 * @policy: a decoded policy
 * @offset: of the string's first byte
 *
 * Return: true when one does.
 */
bool lorica_policy_exec_names(const struct lorica_policy *policy, u32 offset);

/**
 * lorica_policy_volume - which volume has this root hash?
 * @policy: a decoded policy
 * @root: 32 bytes
 *
 * Return: its index, LORICA_NO_VOLUME when the policy names none.
 */
u32 lorica_policy_volume(const struct lorica_policy *policy, const u8 *root);

/**
 * lorica_policy_program - what the policy says of a program
 * @policy: a decoded policy
 * @path: its manifest path, or its path inside a volume, NUL terminated
 *
 * Return: enum lorica_program_flags, 0 when the policy does not name it.
 */
u32 lorica_policy_program(const struct lorica_policy *policy, const char *path);

/**
 * lorica_policy_needs_volumes - is the policy only good where volumes are held?
 * @policy: a decoded policy
 *
 * Return: true when a volume that it names may not be missed.
 */
bool lorica_policy_needs_volumes(const struct lorica_policy *policy);

/**
 * lorica_policy_needs_gates - is it only good where writable code has no door?
 * @policy: a decoded policy
 *
 * Return: true when it denies writable code, and may not do so in part.
 */
bool lorica_policy_needs_gates(const struct lorica_policy *policy);

#endif
