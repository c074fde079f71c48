// SPDX-License-Identifier: GPL-2.0-only
#include "revoked.h"

#include "limits.h"

enum { GUESSES = 8 }; /* before halving, which a table made on purpose cannot slow down */

static int order(const struct lorica_revoked *r, u8 kind, const u8 *id, u8 ref)
{
	int diff = (int)r->kind - (int)kind;

	if (!diff)
		diff = memcmp(r->id, id, sizeof(r->id));
	return diff ? diff : (int)r->ref - (int)ref;
}

static enum lorica_reason decode_one(const struct lorica_revoked *r,
				     const struct lorica_policy *policy)
{
	bool is_manifest = r->kind == LORICA_REVOKED_MANIFEST;

	if (!lorica_all_zero(r->reserved, sizeof(r->reserved)))
		return LORICA_R_RESERVED;
	if (r->kind < LORICA_REVOKED_DIGEST || r->kind > LORICA_REVOKED_VOLUME)
		return LORICA_R_CONTENT;
	if (!is_manifest)
		return r->ref || r->below ? LORICA_R_RESERVED : LORICA_OK;
	/* Serials begin with 1: below that there is none to revoke. */
	if (r->ref >= policy->nr_keys || le64_to_cpu(r->below) < 2 || !lorica_name_ok(r->id))
		return LORICA_R_CONTENT;
	if (!(le32_to_cpu(policy->keys[r->ref].purposes) & LORICA_PURPOSE_MANIFEST))
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

enum lorica_reason lorica_revoked_decode(const struct lorica_bytes *section,
					 struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_REVOKED];
	const struct lorica_revoked *r = (const void *)s->data;
	u32 i, n = s->len / sizeof(*r);
	enum lorica_reason reason;

	if (s->len % sizeof(*r))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_REVOKED)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		reason = decode_one(&r[i], policy);
		if (reason)
			return reason;
		if (i && order(&r[i - 1], r[i].kind, r[i].id, r[i].ref) >= 0)
			return LORICA_R_ORDER;
	}
	/* With another default nothing would compute the digests to look for. */
	if ((n || policy->rec->on_revoked) && policy->rec->exec_default != LORICA_DEFAULT_DENY)
		return LORICA_R_CONTENT;
	policy->revoked = r;
	policy->nr_revoked = n;
	for (i = 0; i < n; i++)
		policy->revoked_end[r[i].kind] = i + 1;
	for (i = 1; i < ARRAY_SIZE(policy->revoked_end); i++)
		if (policy->revoked_end[i] < policy->revoked_end[i - 1])
			policy->revoked_end[i] = policy->revoked_end[i - 1];
	return LORICA_OK;
}

static u32 lead(const u8 *id)
{
	return (u32)id[0] << 24 | (u32)id[1] << 16 | (u32)id[2] << 8 | id[3];
}

/* Where a value is among @n that lie evenly from @from to @to. */
static u32 guess(u32 at, u32 from, u32 to, u32 n)
{
	u32 i = to > from ? div_u64((u64)(at - from) * n, to - from) : n / 2;

	return i < n ? i : n - 1;
}

/*
 * Hashes spread evenly, so a look at the first bytes of one tells nearly where
 * it is. Between the guesses the interval shrinks as in a binary search.
 */
static bool search_table(const struct lorica_policy *policy, u32 low, u32 high, const u8 *id)
{
	const struct lorica_revoked *r = policy->revoked;
	u32 at = lead(id), from = 0, to = ~0U, mid, guesses;
	int diff;

	for (guesses = 0; low < high; guesses++) {
		mid = low +
		      (guesses < GUESSES ? guess(at, from, to, high - low) : (high - low) / 2);
		diff = memcmp(r[mid].id, id, sizeof(r[mid].id));
		if (!diff)
			return true;
		if (diff < 0) {
			low = mid + 1;
			from = lead(r[mid].id);
		} else {
			high = mid;
			to = lead(r[mid].id);
		}
	}
	return false;
}

bool lorica_revoked_any(const struct lorica_policy *policy, enum lorica_revoked_kind kind)
{
	return policy->revoked_end[kind - 1] < policy->revoked_end[kind];
}

bool lorica_match_revoked(const struct lorica_policy *policy, enum lorica_revoked_kind kind,
			  const u8 *hash)
{
	return search_table(policy, policy->revoked_end[kind - 1], policy->revoked_end[kind], hash);
}

bool lorica_match_revoked_manifest(const struct lorica_policy *policy, u32 key,
				   const struct lorica_stmt_view *view)
{
	u32 low = policy->revoked_end[LORICA_REVOKED_MANIFEST - 1];
	u32 high = policy->revoked_end[LORICA_REVOKED_MANIFEST];

	while (low < high) {
		u32 mid = low + (high - low) / 2;
		int diff = order(&policy->revoked[mid], LORICA_REVOKED_MANIFEST, view->head->name,
				 key);

		if (!diff)
			return view->serial < le64_to_cpu(policy->revoked[mid].below);
		if (diff < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}
