// SPDX-License-Identifier: GPL-2.0-only
#include "policy_exec.h"

#include "limits.h"

/* Returns the index below @n, LORICA_NO_VOLUME when there is none. */
static u32 find_root(const struct lorica_volume *volumes, u32 n, const u8 *root)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (!memcmp(volumes[i].root_hash, root, sizeof(volumes[i].root_hash)))
			return i;
	return LORICA_NO_VOLUME;
}

u32 lorica_policy_volume(const struct lorica_policy *policy, const u8 *root)
{
	return find_root(policy->volumes, policy->nr_volumes, root);
}

static enum lorica_reason decode_volumes(const struct lorica_bytes *s, struct lorica_policy *policy)
{
	const struct lorica_volume *volumes = (const void *)s->data;
	u32 i, n = s->len / sizeof(*volumes);

	if (s->len % sizeof(*volumes))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_VOLUMES)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		if (!lorica_name_ok(volumes[i].name))
			return LORICA_R_CONTENT;
		if (i && memcmp(volumes[i - 1].name, volumes[i].name, sizeof(volumes[i].name)) >= 0)
			return LORICA_R_ORDER;
		/* Which of two rules would a file be allowed by? */
		if (find_root(volumes, i, volumes[i].root_hash) != LORICA_NO_VOLUME)
			return LORICA_R_CONTENT;
	}
	policy->volumes = volumes;
	policy->nr_volumes = n;
	return LORICA_OK;
}

static int rule_order(const struct lorica_exec_rule *a, const struct lorica_exec_rule *b)
{
	u32 x = le32_to_cpu(a->under), y = le32_to_cpu(b->under);

	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	return a->ref != b->ref ? (int)a->ref - (int)b->ref : (x > y) - (x < y);
}

/* What the key of a rule has to be for; where there is none, nothing fits. */
static const u32 purpose_of[] = {
	[LORICA_EXEC_MANIFEST] = LORICA_PURPOSE_MANIFEST,
	[LORICA_EXEC_SIGNED] = LORICA_PURPOSE_EXEC,
};

/* Does the rule speak of a record that is there, and may speak for such a rule? */
static bool is_ref(const struct lorica_policy *policy, const struct lorica_exec_rule *rule)
{
	if (rule->kind == LORICA_EXEC_VOLUME)
		return rule->ref < policy->nr_volumes;
	return rule->kind < ARRAY_SIZE(purpose_of) && rule->ref < policy->nr_keys &&
	       le32_to_cpu(policy->keys[rule->ref].purposes) & purpose_of[rule->kind];
}

/* Only a volume may be missed, and then by all of its rules. */
static bool flags_ok(const struct lorica_exec_rule *rules, u32 i)
{
	if (rules[i].kind != LORICA_EXEC_VOLUME)
		return !rules[i].flags;
	return !i || rules[i - 1].kind != LORICA_EXEC_VOLUME || rules[i - 1].ref != rules[i].ref ||
	       rules[i - 1].flags == rules[i].flags;
}

static enum lorica_reason decode_exec(const struct lorica_bytes *s, struct lorica_policy *policy)
{
	const struct lorica_exec_rule *rules = (const void *)s->data;
	u32 i, n = s->len / sizeof(*rules), used = 0;

	if (s->len % sizeof(*rules))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_EXEC_RULES)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		if (rules[i].reserved || rules[i].flags & ~LORICA_EXEC_MAY_DEGRADE)
			return LORICA_R_RESERVED;
		if (!is_ref(policy, &rules[i]))
			return LORICA_R_CONTENT;
		if (rules[i].kind == LORICA_EXEC_VOLUME)
			used |= 1U << rules[i].ref;
		if (rules[i].under != cpu_to_le32(LORICA_NO_STRING) &&
		    !lorica_policy_is_string(policy, rules[i].under))
			return LORICA_R_CONTENT;
		if (i && rule_order(&rules[i - 1], &rules[i]) >= 0)
			return LORICA_R_ORDER;
		if (!flags_ok(rules, i))
			return LORICA_R_CONTENT;
	}
	/* A volume that no rule names would be held for nothing. */
	if (used != (1U << policy->nr_volumes) - 1)
		return LORICA_R_CONTENT;
	/* Rules that nothing would ever look at are a mistake of the compiler. */
	if (n && policy->rec->exec_default == LORICA_DEFAULT_UNMANAGED)
		return LORICA_R_CONTENT;
	/*
	 * Programs are known by their digests, and nothing else has one computed;
	 * and where no firmware is asked about there is nothing to except.
	 */
	if ((policy->rec->writable_code || policy->rec->bpf || policy->rec->firmware ||
	     policy->rec->helpers) &&
	    policy->rec->exec_default != LORICA_DEFAULT_DENY)
		return LORICA_R_CONTENT;
	if (policy->rec->may_degrade & LORICA_MAY_DEGRADE_WRITABLE_CODE &&
	    !policy->rec->writable_code)
		return LORICA_R_CONTENT;
	policy->exec = rules;
	policy->nr_exec = n;
	return LORICA_OK;
}

static enum lorica_reason decode_programs(const struct lorica_bytes *s,
					  struct lorica_policy *policy)
{
	const struct lorica_program *programs = (const void *)s->data;
	u32 i, n = s->len / sizeof(*programs);

	if (s->len % sizeof(*programs))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_PROGRAMS)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		u32 flags = le32_to_cpu(programs[i].flags);

		if (flags & ~LORICA_PROGRAM_ALL)
			return LORICA_R_RESERVED;
		if (!flags || !lorica_policy_is_string(policy, programs[i].path))
			return LORICA_R_CONTENT;
		/* The strings are sorted, so their offsets compare as they do. */
		if (i && le32_to_cpu(programs[i - 1].path) >= le32_to_cpu(programs[i].path))
			return LORICA_R_ORDER;
		if ((flags & LORICA_PROGRAM_WRITABLE_CODE && !policy->rec->writable_code) ||
		    (flags & LORICA_PROGRAM_BPF && !policy->rec->bpf) ||
		    (flags & LORICA_PROGRAM_HELPER && !policy->rec->helpers))
			return LORICA_R_CONTENT;
	}
	policy->programs = programs;
	policy->nr_programs = n;
	return LORICA_OK;
}

static bool rule_names(const struct lorica_policy *policy, u32 offset)
{
	u32 i;

	for (i = 0; i < policy->nr_exec; i++)
		if (le32_to_cpu(policy->exec[i].under) == offset)
			return true;
	return false;
}

/* Programs are sorted by path, and so by the offset of it. */
static bool program_names(const struct lorica_policy *policy, u32 offset)
{
	u32 low = 0, high = policy->nr_programs;

	while (low < high) {
		u32 mid = low + (high - low) / 2, at = le32_to_cpu(policy->programs[mid].path);

		if (at == offset)
			return true;
		if (offset < at)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

bool lorica_policy_exec_names(const struct lorica_policy *policy, u32 offset)
{
	return program_names(policy, offset) || rule_names(policy, offset);
}

enum lorica_reason lorica_policy_exec_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy)
{
	enum lorica_reason reason;

	reason = decode_volumes(&section[LORICA_SECTION_VOLUMES], policy);
	if (reason)
		return reason;
	reason = decode_exec(&section[LORICA_SECTION_EXEC], policy);
	if (reason)
		return reason;
	return decode_programs(&section[LORICA_SECTION_PROGRAMS], policy);
}

u32 lorica_policy_program(const struct lorica_policy *policy, const char *path)
{
	u32 low = 0, high = policy->nr_programs;

	while (low < high) {
		u32 mid = low + (high - low) / 2;
		int order = strcmp(path, lorica_policy_string(policy, policy->programs[mid].path));

		if (!order)
			return le32_to_cpu(policy->programs[mid].flags);
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

bool lorica_policy_needs_volumes(const struct lorica_policy *policy)
{
	u32 i;

	for (i = 0; i < policy->nr_exec; i++)
		if (policy->exec[i].kind == LORICA_EXEC_VOLUME &&
		    !(policy->exec[i].flags & LORICA_EXEC_MAY_DEGRADE))
			return true;
	return false;
}

bool lorica_policy_needs_gates(const struct lorica_policy *policy)
{
	return policy->rec->writable_code &&
	       !(policy->rec->may_degrade & LORICA_MAY_DEGRADE_WRITABLE_CODE);
}
