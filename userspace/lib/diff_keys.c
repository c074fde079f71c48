// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <stdio.h>

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "words.h"

static const struct sema_key *key(const struct input *in, u32 i)
{
	return &in->text.c.sema.keys[i];
}

static const char *name(const struct input *in, u32 i)
{
	return key(in, i)->ast->name.text;
}

static const char *digest(struct arena *arena, const struct input *in, u32 i)
{
	const u8 *sha256 = key(in, i)->cert.sha256;
	char *hex = arena_alloc(arena, 65);
	size_t k;

	for (k = 0; k < 32; k++)
		sprintf(hex + 2 * k, "%02x", sha256[k]);
	return hex;
}

static const char *purposes(struct arena *arena, const struct input *in, u32 i)
{
	u32 bits = le32_to_cpu(in->policy.keys[i].purposes);
	const char *list = "";
	size_t k;

	for (k = 0; k < words_purpose.n; k++)
		if (bits & words_purpose.list[k].value)
			list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "",
					    words_purpose.list[k].name);
	return list;
}

static bool same_cert(const struct input *a, u32 i, const struct input *b, u32 k)
{
	return !memcmp(key(a, i)->cert.sha256, key(b, k)->cert.sha256, 32);
}

static bool same_name(const struct input *a, u32 i, const struct input *b, u32 k)
{
	return !strcmp(name(a, i), name(b, k));
}

/* Pairs up what is still alone and the same; which order the keys have does not matter. */
static void match(const struct input *a, const struct input *b, int *of_a, bool *taken,
		  bool (*same)(const struct input *a, u32 i, const struct input *b, u32 k))
{
	u32 i, k;

	for (i = 0; i < a->policy.nr_keys; i++) {
		for (k = 0; of_a[i] < 0 && k < b->policy.nr_keys; k++) {
			if (taken[k] || !same(a, i, b, k))
				continue;
			of_a[i] = k;
			taken[k] = true;
		}
	}
}

static const char *whole(struct arena *arena, const struct input *in, u32 i)
{
	return arena_printf(arena, "sha256 %s for %s", digest(arena, in, i),
			    purposes(arena, in, i));
}

static void compare(struct changes *c, const struct input *a, u32 i, const struct input *b, u32 k)
{
	struct arena *arena = c->arena;
	const char *of = name(a, i);

	changes_compare(c, CHANGE_KEYS, arena_printf(arena, "%s name", of), of, name(b, k));
	changes_compare(c, CHANGE_KEYS, arena_printf(arena, "%s sha256", of), digest(arena, a, i),
			digest(arena, b, k));
	changes_compare(c, CHANGE_KEYS, arena_printf(arena, "%s for", of), purposes(arena, a, i),
			purposes(arena, b, k));
}

void diff_keys(struct changes *c, const struct input *a, const struct input *b)
{
	bool taken[LORICA_MAX_KEYS] = { false };
	int of_a[LORICA_MAX_KEYS];
	u32 i;

	for (i = 0; i < LORICA_MAX_KEYS; i++)
		of_a[i] = -1;
	match(a, b, of_a, taken, same_cert);
	match(a, b, of_a, taken, same_name);
	for (i = 0; i < a->policy.nr_keys; i++) {
		if (of_a[i] >= 0)
			compare(c, a, i, b, of_a[i]);
		else
			changes_add(c, CHANGE_KEYS, name(a, i), whole(c->arena, a, i), NULL);
	}
	for (i = 0; i < b->policy.nr_keys; i++)
		if (!taken[i])
			changes_add(c, CHANGE_KEYS, name(b, i), NULL, whole(c->arena, b, i));
}
