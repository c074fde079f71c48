// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "kernel/policy_integrity.h"
#include "value_percent.h"
#include "value_unit.h"
#include "words.h"

static const char *every(const struct input *in, struct arena *arena)
{
	char text[VALUE_UNIT];

	if (!in->policy.integrity)
		return NULL;
	value_duration_print(le32_to_cpu(in->policy.integrity->every), text);
	return arena_printf(arena, "%s", text);
}

static const char *budget(const struct input *in, struct arena *arena)
{
	char text[VALUE_PERCENT];

	if (!in->policy.integrity)
		return NULL;
	value_percent_print(le32_to_cpu(in->policy.integrity->budget), text);
	return arena_printf(arena, "%s", text);
}

static const char *response(const struct input *in, enum lorica_watch_kind kind,
			    struct arena *arena)
{
	const struct lorica_watch *watch = lorica_policy_watch(&in->policy, kind);

	if (!watch)
		return NULL;
	return arena_printf(arena, "%s%s", words_name(&words_response, watch->response),
			    watch->flags & LORICA_WATCH_MAY_DEGRADE ? " may-degrade" : "");
}

void diff_integrity(struct changes *c, const struct input *a, const struct input *b)
{
	size_t i;

	changes_compare(c, CHANGE_SECTIONS, "integrity every", every(a, c->arena),
			every(b, c->arena));
	changes_compare(c, CHANGE_SECTIONS, "integrity budget", budget(a, c->arena),
			budget(b, c->arena));
	for (i = 0; i < words_watch.n; i++) {
		enum lorica_watch_kind kind = words_watch.list[i].value;

		changes_compare(c, CHANGE_SECTIONS,
				arena_printf(c->arena, "watch %s", words_watch.list[i].name),
				response(a, kind, c->arena), response(b, kind, c->arena));
	}
}
