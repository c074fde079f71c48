// SPDX-License-Identifier: GPL-2.0-only
#include "policy_decode.h"

#include "limits.h"
#include "revoked.h"

static enum lorica_reason decode_rec(const struct lorica_bytes *s, struct lorica_policy *policy)
{
	const struct lorica_policy_rec *rec = (const void *)s->data;

	if (s->len != sizeof(*rec))
		return LORICA_R_TABLE;
	if (!lorica_all_zero(rec->reserved, sizeof(rec->reserved)))
		return LORICA_R_RESERVED;
	if (rec->mode != LORICA_MODE_AUDIT && rec->mode != LORICA_MODE_ENFORCE)
		return LORICA_R_CONTENT;
	if (rec->on_fail > LORICA_ON_FAIL_SHELL || rec->exec_default > LORICA_DEFAULT_ALLOW ||
	    rec->writable_code > LORICA_DEFAULT_DENY || rec->bpf > LORICA_DEFAULT_DENY ||
	    (rec->firmware && rec->firmware != LORICA_DEFAULT_ALLOW) ||
	    rec->on_revoked > LORICA_ON_REVOKED_KILL)
		return LORICA_R_CONTENT;
	policy->rec = rec;
	return LORICA_OK;
}

/* With one certificate under two names, which purposes would a signature have? */
static bool has_twins(const struct lorica_policy *policy)
{
	u32 i, j;

	for (i = 1; i < policy->nr_keys; i++) {
		const struct lorica_bytes a = lorica_policy_cert(policy, i);

		for (j = 0; j < i; j++) {
			const struct lorica_bytes b = lorica_policy_cert(policy, j);

			if (a.len == b.len && !memcmp(a.data, b.data, a.len))
				return true;
		}
	}
	return false;
}

static enum lorica_reason decode_keys(const struct lorica_bytes *s,
				      const struct lorica_bytes *certs,
				      struct lorica_policy *policy)
{
	const struct lorica_key_rec *keys = (const void *)s->data;
	u32 i, n = s->len / sizeof(*keys), end = 0;

	if (!s->data != !certs->data)
		return LORICA_R_SECTION_MISSING;
	if (s->len % sizeof(*keys))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_KEYS)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		u32 purposes = le32_to_cpu(keys[i].purposes);
		u32 offset = le32_to_cpu(keys[i].cert_offset);
		u32 length = le32_to_cpu(keys[i].cert_length);

		if (keys[i].reserved || purposes & ~LORICA_PURPOSE_ALL)
			return LORICA_R_RESERVED;
		if (!lorica_name_ok(keys[i].name) || !purposes)
			return LORICA_R_CONTENT;
		if (i && memcmp(keys[i - 1].name, keys[i].name, sizeof(keys[i].name)) >= 0)
			return LORICA_R_ORDER;
		if (length > LORICA_MAX_CERT)
			return LORICA_R_LIMIT;
		if (offset != end || !length || length > certs->len - end)
			return LORICA_R_CONTENT;
		end += length;
	}
	if (end != certs->len)
		return LORICA_R_CONTENT;
	policy->keys = keys;
	policy->nr_keys = n;
	policy->certs = *certs;
	return has_twins(policy) ? LORICA_R_CONTENT : LORICA_OK;
}

static enum lorica_reason decode_strings(const struct lorica_bytes *s, struct lorica_policy *policy)
{
	const char *p = (const char *)s->data, *last = NULL;
	size_t room, len;

	for (room = s->len; room; room -= len + 1) {
		len = strnlen(p, room < LORICA_MAX_PATH ? room : LORICA_MAX_PATH);
		if (len == LORICA_MAX_PATH)
			return LORICA_R_LIMIT;
		if (len == room || *p != '/')
			return LORICA_R_CONTENT;
		if (last && strcmp(last, p) >= 0)
			return LORICA_R_ORDER;
		last = p;
		p += len + 1;
	}
	policy->strings = *s;
	return LORICA_OK;
}

static bool is_string(const struct lorica_policy *policy, __le32 offset)
{
	u32 at = le32_to_cpu(offset);

	return at < policy->strings.len && (!at || !policy->strings.data[at - 1]);
}

const char *lorica_policy_string(const struct lorica_policy *policy, __le32 offset)
{
	if (offset == cpu_to_le32(LORICA_NO_STRING))
		return NULL;
	return (const char *)policy->strings.data + le32_to_cpu(offset);
}

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

/* Does the rule speak of a record that is there, and may speak for such a rule? */
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

static bool is_ref(const struct lorica_policy *policy, const struct lorica_exec_rule *rule)
{
	if (rule->kind == LORICA_EXEC_VOLUME)
		return rule->ref < policy->nr_volumes;
	return rule->kind < ARRAY_SIZE(purpose_of) && rule->ref < policy->nr_keys &&
	       le32_to_cpu(policy->keys[rule->ref].purposes) & purpose_of[rule->kind];
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
		if (!lorica_all_zero(rules[i].reserved, sizeof(rules[i].reserved)))
			return LORICA_R_RESERVED;
		if (!is_ref(policy, &rules[i]))
			return LORICA_R_CONTENT;
		if (rules[i].kind == LORICA_EXEC_VOLUME)
			used |= 1U << rules[i].ref;
		if (rules[i].under != cpu_to_le32(LORICA_NO_STRING) &&
		    !is_string(policy, rules[i].under))
			return LORICA_R_CONTENT;
		if (i && rule_order(&rules[i - 1], &rules[i]) >= 0)
			return LORICA_R_ORDER;
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
	if ((policy->rec->writable_code || policy->rec->bpf || policy->rec->firmware) &&
	    policy->rec->exec_default != LORICA_DEFAULT_DENY)
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
		if (!flags || !is_string(policy, programs[i].path))
			return LORICA_R_CONTENT;
		/* The strings are sorted, so their offsets compare as they do. */
		if (i && le32_to_cpu(programs[i - 1].path) >= le32_to_cpu(programs[i].path))
			return LORICA_R_ORDER;
		if ((flags & LORICA_PROGRAM_WRITABLE_CODE && !policy->rec->writable_code) ||
		    (flags & LORICA_PROGRAM_BPF && !policy->rec->bpf))
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

/* A string that no record names would be bytes that nobody looks at. */
static enum lorica_reason check_names(const struct lorica_policy *policy)
{
	const char *strings = (const char *)policy->strings.data;
	size_t at;
	u32 i = 0;

	for (at = 0; at < policy->strings.len; at += strlen(strings + at) + 1) {
		if (i < policy->nr_programs && le32_to_cpu(policy->programs[i].path) == at)
			i++;
		else if (!rule_names(policy, at))
			return LORICA_R_CONTENT;
	}
	return LORICA_OK;
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

enum lorica_reason lorica_policy_decode(const struct lorica_stmt_view *view,
					struct lorica_policy *policy)
{
	const struct lorica_bytes *s = view->section;
	enum lorica_reason reason;

	memset(policy, 0, sizeof(*policy));
	reason = decode_rec(&s[LORICA_SECTION_POLICY], policy);
	if (reason)
		return reason;
	reason = decode_keys(&s[LORICA_SECTION_KEYS], &s[LORICA_SECTION_CERTS], policy);
	if (reason)
		return reason;
	reason = decode_strings(&s[LORICA_SECTION_STRINGS], policy);
	if (reason)
		return reason;
	reason = decode_volumes(&s[LORICA_SECTION_VOLUMES], policy);
	if (reason)
		return reason;
	reason = decode_exec(&s[LORICA_SECTION_EXEC], policy);
	if (reason)
		return reason;
	reason = decode_programs(&s[LORICA_SECTION_PROGRAMS], policy);
	if (reason)
		return reason;
	reason = check_names(policy);
	if (reason)
		return reason;
	reason = lorica_revoked_decode(&s[LORICA_SECTION_REVOKED], policy);
	if (reason)
		return reason;
	if (s[LORICA_SECTION_TEXT].len > LORICA_MAX_TEXT)
		return LORICA_R_LIMIT;
	policy->text = s[LORICA_SECTION_TEXT];
	return LORICA_OK;
}

struct lorica_bytes lorica_policy_cert(const struct lorica_policy *policy, u32 key)
{
	return (struct lorica_bytes){
		.data = policy->certs.data + le32_to_cpu(policy->keys[key].cert_offset),
		.len = le32_to_cpu(policy->keys[key].cert_length),
	};
}
