// SPDX-License-Identifier: GPL-2.0-only
#include "match.h"

#include "limits.h"
#include "policy_exec.h"

LORICA_ASSERT(LORICA_MAX_EXEC_RULES <= 64); /* each has a bit in lorica_exec_facts */

bool lorica_match_under(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return !strncmp(path, dir, len) && (!path[len] || path[len] == '/');
}

u64 lorica_match_manifest(const struct lorica_policy *policy, u32 key, const char *path)
{
	u64 rules = 0;
	u32 i;

	for (i = 0; i < policy->nr_exec; i++) {
		const struct lorica_exec_rule *rule = &policy->exec[i];
		const char *under = lorica_policy_string(policy, rule->under);

		if (rule->kind == LORICA_EXEC_MANIFEST && rule->ref == key &&
		    (!under || lorica_match_under(path, under)))
			rules |= (u64)1 << i;
	}
	return rules;
}

u64 lorica_match_signed(const struct lorica_policy *policy, u32 key)
{
	u64 rules = 0;
	u32 i;

	for (i = 0; i < policy->nr_exec; i++)
		if (policy->exec[i].kind == LORICA_EXEC_SIGNED && policy->exec[i].ref == key)
			rules |= (u64)1 << i;
	return rules;
}

u64 lorica_match_volume(const struct lorica_policy *policy, const u8 *root, const char *path)
{
	u32 volume = lorica_policy_volume(policy, root), i;
	u64 rules = 0;

	for (i = 0; volume != LORICA_NO_VOLUME && i < policy->nr_exec; i++) {
		const struct lorica_exec_rule *rule = &policy->exec[i];
		const char *under = lorica_policy_string(policy, rule->under);

		if (rule->kind == LORICA_EXEC_VOLUME && rule->ref == volume &&
		    (!under || (path && lorica_match_under(path, under))))
			rules |= (u64)1 << i;
	}
	return rules;
}

/* A module can undo everything else, so after the seal no default allows one. */
bool lorica_match_managed(const struct lorica_policy *policy, const struct lorica_exec_facts *facts)
{
	if (facts->firmware && policy->rec->firmware == LORICA_DEFAULT_ALLOW)
		return false;
	return policy->rec->exec_default == LORICA_DEFAULT_DENY || facts->sealed_module;
}

/* Why a rule of each kind allows. */
static const enum lorica_reason reasons_of[] = {
	[LORICA_EXEC_MANIFEST] = LORICA_R_MANIFEST,
	[LORICA_EXEC_VOLUME] = LORICA_R_VOLUME,
	[LORICA_EXEC_SIGNED] = LORICA_R_SIGNED,
};

struct lorica_decision lorica_match_exec(const struct lorica_policy *policy,
					 const struct lorica_exec_facts *facts)
{
	struct lorica_decision d = { .allow = false, .reason = LORICA_R_NOT_LISTED, .rule = ~0U };
	u32 i;

	if (facts->revoked) {
		d.reason = LORICA_R_REVOKED;
		return d;
	}
	for (i = 0; i < policy->nr_exec; i++) {
		if (facts->rules >> i & 1) {
			d.allow = true;
			d.reason = reasons_of[policy->exec[i].kind];
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
