/* SPDX-License-Identifier: GPL-2.0-only */
/* The integrity section of a policy. */
#ifndef LORICA_POLICY_INTEGRITY_H
#define LORICA_POLICY_INTEGRITY_H

#include "policy_decode.h"

/**
 * lorica_policy_integrity_decode - check and open the section INTEGRITY
 * @section: of the statement, by enum lorica_section_id
 * @policy: gets how often, and what is watched
 *
 * Return: as lorica_policy_decode().
 */
enum lorica_reason lorica_policy_integrity_decode(const struct lorica_bytes *section,
						  struct lorica_policy *policy);

/**
 * lorica_policy_watch - does a policy watch something?
 * @policy: a decoded policy
 * @kind: what
 *
 * Return: the record, NULL when it does not.
 */
const struct lorica_watch *lorica_policy_watch(const struct lorica_policy *policy,
					       enum lorica_watch_kind kind);

/**
 * lorica_watch_response - what becomes of a change
 * @policy: a decoded policy
 * @watch: of it
 *
 * Return: what the watch says; LORICA_RESPONSE_LOG in audit mode, which refuses
 * nothing.
 */
enum lorica_response lorica_watch_response(const struct lorica_policy *policy,
					   const struct lorica_watch *watch);

/**
 * lorica_watch_rest - how long to rest after some work
 * @spent: nanoseconds that it took
 * @budget: millionths of one CPU, at least LORICA_MIN_BUDGET
 *
 * Return: nanoseconds, so that work is @budget of work and rest together; 0 when
 * the budget is a whole CPU.
 */
u64 lorica_watch_rest(u64 spent, u32 budget);

#endif
