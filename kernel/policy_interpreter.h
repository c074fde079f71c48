/* SPDX-License-Identifier: GPL-2.0-only */
/* The section INTERPRETERS of a policy: programs that make code of what they read. */
#ifndef LORICA_POLICY_INTERPRETER_H
#define LORICA_POLICY_INTERPRETER_H

#include "policy_decode.h"

/**
 * lorica_interpreter_decode - check and open the section INTERPRETERS
 * @section: of the statement, by enum lorica_section_id
 * @policy: with its record and strings; gets the rest
 *
 * Return: as lorica_policy_decode().
 */
enum lorica_reason lorica_interpreter_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy);

/**
 * lorica_interpreter_names - does an interpreter name this string?
 * @policy: a decoded policy
 * @offset: of the string's first byte
 *
 * Return: true when one does.
 */
bool lorica_interpreter_names(const struct lorica_policy *policy, u32 offset);

/**
 * lorica_interpreter_records - what the policy says of a program as an interpreter
 * @policy: a decoded policy
 * @path: its manifest path, or its path inside a volume, NUL terminated
 *
 * Return: bit n: record n is about it; 0: it is no interpreter.
 */
u64 lorica_interpreter_records(const struct lorica_policy *policy, const char *path);

/**
 * lorica_interpreter_covers - is each interpreter of one policy one of another?
 * @old: a decoded policy
 * @now: another one
 *
 * Return: false when @now names a program that @old does not name.
 */
bool lorica_interpreter_covers(const struct lorica_policy *old, const struct lorica_policy *now);

#endif
