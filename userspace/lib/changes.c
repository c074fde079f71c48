// SPDX-License-Identifier: GPL-2.0-only
#include "changes.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "json.h"

static const struct {
	const char *name; /* as a word, in JSON */
	const char *title;
} groups[] = {
	[CHANGE_HEAD] = { "head", "head" },
	[CHANGE_KEYS] = { "keys", "keys" },
	[CHANGE_SECTIONS] = { "sections", "sections" },
	[CHANGE_ALLOWED] = { "allowed", "becomes allowed" },
	[CHANGE_DENIED] = { "denied", "becomes denied" },
};

_Static_assert(sizeof(groups) / sizeof(groups[0]) == CHANGE_NR_GROUPS, "a group without a name");

void changes_start(struct changes *c, struct arena *arena)
{
	enum change_group i;

	*c = (struct changes){ .arena = arena };
	for (i = 0; i < CHANGE_NR_GROUPS; i++)
		c->tail[i] = &c->list[i];
}

void changes_add(struct changes *c, enum change_group group, const char *what, const char *a,
		 const char *b)
{
	struct change *change = arena_alloc(c->arena, sizeof(*change));

	change->what = what;
	change->a = a;
	change->b = b;
	*c->tail[group] = change;
	c->tail[group] = &change->next;
	c->nr++;
}

void changes_compare(struct changes *c, enum change_group group, const char *what, const char *a,
		     const char *b)
{
	if (a == b || (a && b && !strcmp(a, b)))
		return;
	changes_add(c, group, what, a, b);
}

void changes_print(const struct changes *c)
{
	const struct change *change;
	enum change_group i;

	for (i = 0; i < CHANGE_NR_GROUPS; i++) {
		if (c->list[i])
			printf("%s:\n", groups[i].title);
		for (change = c->list[i]; change; change = change->next) {
			if (i < CHANGE_ALLOWED)
				printf("  %s: %s -> %s\n", change->what,
				       change->a ? change->a : "none",
				       change->b ? change->b : "none");
			else
				printf("  %s: %s\n", change->what, change->a);
		}
	}
}

void changes_json_fields(const struct changes *c, struct json *j)
{
	const struct change *change;
	enum change_group i;

	json_open(j, "changes", '[');
	for (i = 0; i < CHANGE_ALLOWED; i++) {
		for (change = c->list[i]; change; change = change->next) {
			json_open(j, NULL, '{');
			json_text(j, "group", groups[i].name);
			json_text(j, "what", change->what);
			json_text(j, "a", change->a);
			json_text(j, "b", change->b);
			json_close(j, '}');
		}
	}
	json_close(j, ']');
}

void changes_json(const struct changes *c, struct json *j)
{
	const struct change *change;
	enum change_group i;

	changes_json_fields(c, j);
	for (i = CHANGE_ALLOWED; i < CHANGE_NR_GROUPS; i++) {
		json_open(j, groups[i].name, '[');
		for (change = c->list[i]; change; change = change->next) {
			json_open(j, NULL, '{');
			json_text(j, "section", change->what);
			json_text(j, "what", change->a);
			json_close(j, '}');
		}
		json_close(j, ']');
	}
}
