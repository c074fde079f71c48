// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "changes.h"
#include "input.h"

/* Of the same kind in both policies, whatever index the key has in each. */
static const u8 *signer(const struct input *in, const struct lorica_revoked *r)
{
	return in->text.c.sema.keys[r->ref].cert.sha256;
}

static int order(const struct input *a, const struct lorica_revoked *x, const struct input *b,
		 const struct lorica_revoked *y)
{
	int diff = (int)x->kind - (int)y->kind;

	if (!diff)
		diff = memcmp(x->id, y->id, sizeof(x->id));
	if (!diff && x->kind == LORICA_REVOKED_MANIFEST)
		diff = memcmp(signer(a, x), signer(b, y), 32);
	return diff;
}

/* Records of one name, which are in the order of their keys, by certificate instead. */
static int by_certificate(const void *x, const void *y, void *in)
{
	return order(in, x, in, y);
}

static struct lorica_revoked *sorted(struct arena *arena, const struct input *in)
{
	const struct lorica_policy *policy = &in->policy;
	size_t size = policy->nr_revoked * sizeof(*policy->revoked);
	struct lorica_revoked *list = arena_alloc(arena, size + 1);

	if (size)
		memcpy(list, policy->revoked, size);
	qsort_r(list, policy->nr_revoked, sizeof(*list), by_certificate, (void *)in);
	return list;
}

static const char *hex(struct arena *arena, const u8 *id)
{
	char *text = arena_alloc(arena, 65);
	size_t i;

	for (i = 0; i < 32; i++)
		sprintf(text + 2 * i, "%02x", id[i]);
	return text;
}

static void tell(struct changes *c, enum change_group group, const struct input *in,
		 const struct lorica_revoked *r, u64 from, bool is_report)
{
	static const char *const reports[CHANGE_NR_GROUPS] = {
		[CHANGE_ALLOWED] = " (audit: no longer reported)",
		[CHANGE_DENIED] = " (audit: reported from now on)",
	};
	const char *text, *end = is_report ? reports[group] : "";

	if (r->kind == LORICA_REVOKED_MANIFEST) {
		const char *key = in->text.c.sema.keys[r->ref].ast->name.text;
		u64 below = le64_to_cpu(r->below);

		text = arena_printf(c->arena,
				    "manifests '%.*s' that '%s' signs, serial %" PRIu64
				    " to %" PRIu64,
				    LORICA_MAX_NAME, (const char *)r->id, key, from, below - 1);
		end = "";
	} else {
		text = arena_printf(c->arena, "%s %s",
				    r->kind == LORICA_REVOKED_VOLUME ? "volume" :
								       "code with the digest",
				    hex(c->arena, r->id));
	}
	changes_add(c, group, "exec", arena_printf(c->arena, "%s%s", text, end), NULL);
}

/* Two of one manifest, of which one may revoke more. */
static void compare(struct changes *c, const struct input *a, const struct lorica_revoked *x,
		    const struct input *b, const struct lorica_revoked *y)
{
	u64 before = le64_to_cpu(x->below), after = le64_to_cpu(y->below);

	if (after > before)
		tell(c, CHANGE_DENIED, b, y, before, false);
	else if (after < before)
		tell(c, CHANGE_ALLOWED, a, x, after, false);
}

void diff_revoked(struct changes *c, const struct input *a, const struct input *b)
{
	const struct lorica_revoked *x = sorted(c->arena, a), *x_end = x + a->policy.nr_revoked;
	const struct lorica_revoked *y = sorted(c->arena, b), *y_end = y + b->policy.nr_revoked;
	bool both = a->policy.rec->mode == LORICA_MODE_AUDIT &&
		    b->policy.rec->mode == LORICA_MODE_AUDIT;
	int diff;

	while (x < x_end || y < y_end) {
		diff = x == x_end ? 1 : y == y_end ? -1 : order(a, x, b, y);
		if (diff < 0)
			tell(c, CHANGE_ALLOWED, a, x++, 1, both);
		else if (diff > 0)
			tell(c, CHANGE_DENIED, b, y++, 1, both);
		else
			compare(c, a, x++, b, y++);
	}
}
