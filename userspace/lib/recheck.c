// SPDX-License-Identifier: GPL-2.0-only
#include "recheck.h"

#include <stdlib.h>
#include <string.h>

#include "emit.h"

/* Canonical text has its keys in the order of the table. */
static enum key_cert_wrong load(void *context, struct arena *arena, const char *path,
				struct key_cert *cert, const char **why)
{
	struct recheck *r = context;
	struct lorica_bytes der;

	(void)path;
	if (r->next == r->policy->nr_keys) {
		*why = "is not in the statement";
		return KEY_CERT_UNREADABLE;
	}
	der = lorica_policy_cert(r->policy, r->next++);
	return key_cert_parse(arena, der.data, der.len, cert, why);
}

bool recheck_policy(struct recheck *r, const char *name, const u8 *data, size_t len,
		    const struct lorica_policy *policy)
{
	size_t again_len;
	bool same;
	u8 *again;

	memset(r, 0, sizeof(*r));
	r->policy = policy;
	r->c.source.text = arena_string(&r->c.arena, (const char *)policy->text.data,
					policy->text.len);
	r->c.source.len = policy->text.len;
	r->c.source.name = name;
	r->c.loader.load = load;
	r->c.loader.context = r;
	if (!compile_run(&r->c) || emit_policy(&r->c.sema, &again, &again_len))
		return false;
	while (r->differs < len && r->differs < again_len && again[r->differs] == data[r->differs])
		r->differs++;
	same = again_len == len && r->differs == len;
	free(again);
	return same;
}

void recheck_free(struct recheck *r)
{
	compile_free(&r->c);
}
