/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_MATCH_H
#define LORICA_MATCH_H

#include "policy_decode.h"

/**
 * struct lorica_exec_facts - what is known of a file that is to be code
 * @manifest_keys: bit n: a manifest signed by policy key n lists its digest
 * @sealed_module: it is a kernel module, and the seal is on
 */
struct lorica_exec_facts {
	u32 manifest_keys;
	bool sealed_module;
};

/**
 * struct lorica_decision - what a section says
 * @allow: the verdict, before the mode is looked at
 * @reason: LORICA_R_MANIFEST, LORICA_R_DEFAULT or LORICA_R_NOT_LISTED
 * @rule: index of the rule that allowed, ~0: the default decided
 */
struct lorica_decision {
	bool allow;
	enum lorica_reason reason;
	u32 rule;
};

/**
 * lorica_match_managed - does the policy decide about code at all?
 * @policy: a decoded policy
 * @facts: @sealed_module counts
 *
 * Return: false when everything is allowed, so that no file has to be read.
 */
bool lorica_match_managed(const struct lorica_policy *policy,
			  const struct lorica_exec_facts *facts);

/**
 * lorica_match_exec - may this file be code?
 * @policy: a decoded policy
 * @facts: what evidence the file has
 *
 * Return: the decision; a policy without an exec section allows all but
 * kernel modules after the seal.
 */
struct lorica_decision lorica_match_exec(const struct lorica_policy *policy,
					 const struct lorica_exec_facts *facts);

#endif
