// SPDX-License-Identifier: GPL-2.0-only
#include "policy_integrity.h"

#include "limits.h"

enum { SPENT_MAX = 1000000000 }; /* so that the product below fits into 64 bits */

static enum lorica_reason check_watch(const struct lorica_watch *watch)
{
	if (!lorica_all_zero(watch->reserved, sizeof(watch->reserved)) ||
	    watch->flags & ~LORICA_WATCH_FLAGS_ALL)
		return LORICA_R_RESERVED;
	if (!watch->kind || watch->kind >= LORICA_NR_WATCHES || !watch->response ||
	    watch->response > LORICA_RESPONSE_PANIC)
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

static enum lorica_reason check_pace(const struct lorica_integrity *integrity)
{
	u32 every = le32_to_cpu(integrity->every), budget = le32_to_cpu(integrity->budget);

	if (!every || every > LORICA_MAX_EVERY || budget < LORICA_MIN_BUDGET ||
	    budget > LORICA_MAX_BUDGET)
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

enum lorica_reason lorica_policy_integrity_decode(const struct lorica_bytes *section,
						  struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_INTEGRITY];
	const struct lorica_integrity *integrity = (const void *)s->data;
	const struct lorica_watch *watches;
	enum lorica_reason reason;
	u32 i, n;

	if (!s->len)
		return LORICA_OK;
	/* To watch nothing and be content would sound like a verdict. */
	if (s->len < sizeof(*integrity) + sizeof(*watches) ||
	    (s->len - sizeof(*integrity)) % sizeof(*watches))
		return LORICA_R_TABLE;
	n = (s->len - sizeof(*integrity)) / sizeof(*watches);
	if (n >= LORICA_NR_WATCHES)
		return LORICA_R_LIMIT;
	watches = (const void *)(integrity + 1);
	reason = check_pace(integrity);
	for (i = 0; !reason && i < n; i++) {
		reason = check_watch(&watches[i]);
		if (!reason && i && watches[i - 1].kind >= watches[i].kind)
			reason = LORICA_R_ORDER;
	}
	if (reason)
		return reason;
	policy->integrity = integrity;
	policy->watches = watches;
	policy->nr_watches = n;
	return LORICA_OK;
}

const struct lorica_watch *lorica_policy_watch(const struct lorica_policy *policy,
					       enum lorica_watch_kind kind)
{
	u32 i;

	for (i = 0; i < policy->nr_watches; i++)
		if (policy->watches[i].kind == kind)
			return &policy->watches[i];
	return NULL;
}

enum lorica_response lorica_watch_response(const struct lorica_policy *policy,
					   const struct lorica_watch *watch)
{
	if (policy->rec->mode != LORICA_MODE_ENFORCE)
		return LORICA_RESPONSE_LOG;
	return watch->response;
}

u64 lorica_watch_rest(u64 spent, u32 budget)
{
	/* A machine that stood still meanwhile is no reason to rest for days. */
	if (spent > SPENT_MAX)
		spent = SPENT_MAX;
	return div_u64(spent * (LORICA_MAX_BUDGET - budget), budget);
}
