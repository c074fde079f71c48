// SPDX-License-Identifier: GPL-2.0-only
#include "policy_interpreter.h"

#include "limits.h"
#include "policy_exec.h"

LORICA_ASSERT(LORICA_MAX_INTERPRETERS <= 64); /* each has a bit */

/* A program without a directory has one record, without one. */
static enum lorica_reason check_order(const struct lorica_interpreter *before,
				      const struct lorica_interpreter *r)
{
	u32 a = le32_to_cpu(before->program), b = le32_to_cpu(r->program);

	if (a != b)
		return a < b ? LORICA_OK : LORICA_R_ORDER;
	if (r->data == cpu_to_le32(LORICA_NO_STRING))
		return LORICA_R_CONTENT;
	return le32_to_cpu(before->data) < le32_to_cpu(r->data) ? LORICA_OK : LORICA_R_ORDER;
}

enum lorica_reason lorica_interpreter_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_INTERPRETERS];
	const struct lorica_interpreter *records = (const void *)s->data;
	enum lorica_reason reason;
	u32 i, n = s->len / sizeof(*records);

	if (s->len % sizeof(*records))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_INTERPRETERS)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		if (!lorica_policy_is_string(policy, records[i].program))
			return LORICA_R_CONTENT;
		if (records[i].data != cpu_to_le32(LORICA_NO_STRING) &&
		    !lorica_policy_is_string(policy, records[i].data))
			return LORICA_R_CONTENT;
		reason = i ? check_order(&records[i - 1], &records[i]) : LORICA_OK;
		if (reason)
			return reason;
	}
	/* Programs are known by their digests, and nothing else has one computed. */
	if (n && policy->rec->exec_default != LORICA_DEFAULT_DENY)
		return LORICA_R_CONTENT;
	policy->interpreters = records;
	policy->nr_interpreters = n;
	return LORICA_OK;
}

bool lorica_interpreter_names(const struct lorica_policy *policy, u32 offset)
{
	u32 i;

	for (i = 0; i < policy->nr_interpreters; i++)
		if (le32_to_cpu(policy->interpreters[i].program) == offset ||
		    le32_to_cpu(policy->interpreters[i].data) == offset)
			return true;
	return false;
}

u64 lorica_interpreter_records(const struct lorica_policy *policy, const char *path)
{
	u64 records = 0;
	u32 i;

	for (i = 0; i < policy->nr_interpreters; i++)
		if (!strcmp(path, lorica_policy_string(policy, policy->interpreters[i].program)))
			records |= (u64)1 << i;
	return records;
}

bool lorica_interpreter_covers(const struct lorica_policy *old, const struct lorica_policy *now)
{
	u32 i;

	for (i = 0; i < now->nr_interpreters; i++) {
		const char *path = lorica_policy_string(now, now->interpreters[i].program);

		if (!lorica_interpreter_records(old, path))
			return false;
	}
	return true;
}
