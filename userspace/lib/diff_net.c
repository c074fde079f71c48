// SPDX-License-Identifier: GPL-2.0-only
/* What becomes allowed and denied on the network. */
#include "diff.h"

#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "text.h"

/* A rule, said so that it is the same in both policies. */
struct said {
	const char *text;
	u8 verdict;
};

struct side {
	bool all; /* nothing is refused, whatever the rules say */
	u8 value;
	struct said *list;
	u32 nr;
};

static int by_text(const void *x, const void *y)
{
	const struct said *a = x, *b = y;

	return strcmp(a->text, b->text);
}

static const char *say(struct arena *arena, const struct lorica_policy *policy, u32 i)
{
	const char *program = lorica_policy_string(policy, policy->net[i].program), *said;
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		abort();
	text_net_act(&policy->net[i], to);
	if (program)
		fprintf(to, " by '%s'", program);
	else
		fputs(" by any program", to);
	fclose(to);
	said = arena_string(arena, text, len);
	free(text);
	return said;
}

static struct side side_of(struct arena *arena, const struct input *in, bool both)
{
	const struct lorica_policy *policy = &in->policy;
	struct side s = { .value = policy->rec->net, .nr = policy->nr_net };
	u32 i;

	s.all = s.value == LORICA_DEFAULT_UNMANAGED ||
		(policy->rec->mode == LORICA_MODE_AUDIT && !both);
	s.list = arena_alloc(arena, (s.nr + 1) * sizeof(*s.list));
	for (i = 0; i < s.nr; i++)
		s.list[i] = (struct said){ say(arena, policy, i), policy->net[i].verdict };
	qsort(s.list, s.nr, sizeof(*s.list), by_text);
	return s;
}

static void tell(struct changes *c, enum change_group group, const char *text, bool both)
{
	static const char *const reports[CHANGE_NR_GROUPS] = {
		[CHANGE_ALLOWED] = " (audit: no longer reported)",
		[CHANGE_DENIED] = " (audit: reported from now on)",
	};

	changes_add(c, group, "net",
		    arena_printf(c->arena, "%s%s", text, both ? reports[group] : ""), NULL);
}

/* A rule that is there on one side only; @is_new: on the second. */
static void tell_one(struct changes *c, const struct said *said, bool is_new, bool both)
{
	bool allows = said->verdict == LORICA_DEFAULT_ALLOW;

	tell(c, allows == is_new ? CHANGE_ALLOWED : CHANGE_DENIED, said->text, both);
}

static void compare(struct changes *c, const struct side *a, const struct side *b, bool both)
{
	u32 i = 0, k = 0;
	int order;

	while (i < a->nr || k < b->nr) {
		order = i == a->nr ? 1 : k == b->nr ? -1 : by_text(&a->list[i], &b->list[k]);
		if (order < 0) {
			tell_one(c, &a->list[i++], false, both);
		} else if (order > 0) {
			tell_one(c, &b->list[k++], true, both);
		} else {
			if (a->list[i].verdict != b->list[k].verdict)
				tell_one(c, &b->list[k], true, both);
			i++;
			k++;
		}
	}
}

/* One side refuses nothing: what the other one does. */
static void tell_all(struct changes *c, const struct side *strict, enum change_group group)
{
	u32 i;

	if (strict->value == LORICA_DEFAULT_DENY)
		tell(c, group,
		     strict->nr ? "any use of the network that no rule allows" :
				  "any use of the network",
		     false);
	for (i = 0; i < strict->nr; i++)
		if (strict->list[i].verdict == LORICA_DEFAULT_DENY)
			tell(c, group, strict->list[i].text, false);
}

void diff_net(struct changes *c, const struct input *a, const struct input *b)
{
	bool both = a->policy.rec->mode == LORICA_MODE_AUDIT &&
		    b->policy.rec->mode == LORICA_MODE_AUDIT;
	const struct side x = side_of(c->arena, a, both), y = side_of(c->arena, b, both);

	if (x.all && y.all)
		return;
	if (x.all || y.all) {
		tell_all(c, x.all ? &y : &x, x.all ? CHANGE_DENIED : CHANGE_ALLOWED);
		return;
	}
	if (x.value != y.value)
		tell(c, y.value == LORICA_DEFAULT_DENY ? CHANGE_DENIED : CHANGE_ALLOWED,
		     "any use of the network that no rule speaks of", both);
	compare(c, &x, &y, both);
}
