// SPDX-License-Identifier: GPL-2.0-only
#include "match.h"

/* A module can undo everything else, so after the seal no default allows one. */
bool lorica_match_managed(const struct lorica_policy *policy, const struct lorica_exec_facts *facts)
{
	return policy->rec->exec_default == LORICA_DEFAULT_DENY || facts->sealed_module;
}

struct lorica_decision lorica_match_exec(const struct lorica_policy *policy,
					 const struct lorica_exec_facts *facts)
{
	struct lorica_decision d = { .allow = false, .reason = LORICA_R_NOT_LISTED, .rule = ~0U };
	u32 i;

	for (i = 0; i < policy->nr_exec; i++) {
		if (facts->manifest_keys & BIT(policy->exec[i].key)) {
			d.allow = true;
			d.reason = LORICA_R_MANIFEST;
			d.rule = i;
			return d;
		}
	}
	if (!lorica_match_managed(policy, facts)) {
		d.allow = true;
		d.reason = LORICA_R_DEFAULT;
	}
	return d;
}
