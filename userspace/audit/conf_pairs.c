// SPDX-License-Identifier: GPL-2.0-only
#include "conf_pairs.h"

#include "userspace/lib/arena.h"

static void split(enum pair_form form, struct str line, struct pair *pair)
{
	struct str rest = line;

	if (form == PAIR_WORDS)
		str_word(&rest, &pair->key);
	else
		str_field(&rest, '=', &pair->key);
	pair->key = str_trim(pair->key);
	pair->value = rest.p ? str_unquote(str_trim(rest)) : (struct str){ line.p + line.n, 0 };
}

bool pairs_next(struct pairs *pairs, struct pair *pair)
{
	const char *comments = pairs->form == PAIR_EQUALS ? "#;" : "#";
	struct str line;

	while (lines_next_used(&pairs->lines, &line, comments)) {
		if (pairs->form == PAIR_EQUALS && line.p[0] == '[' && line.p[line.n - 1] == ']') {
			pairs->section = (struct str){ line.p + 1, line.n - 2 };
			continue;
		}
		pair->line = pairs->lines.nr;
		pair->text = line;
		pair->section = pairs->section;
		split(pairs->form, line, pair);
		return true;
	}
	return false;
}

bool pairs_find(struct probe *p, struct result *r, const char *path, enum pair_form form,
		const char *section, const char *key, struct pair *pair)
{
	struct pairs pairs = { .form = form };
	const struct tree_file *f;
	struct pair now = { 0 };

	if (!probe_text(p, r, path, &f))
		return false;
	if (!f)
		return true;
	now.file = f;
	pairs.lines.rest = f->text;
	while (pairs_next(&pairs, &now))
		if (str_is_like(now.key, key) && (!section || str_is_like(now.section, section)))
			*pair = now;
	return true;
}

bool pairs_find_words(struct probe *p, struct result *r, const char *path, const char *key,
		      struct pair *pair)
{
	return pairs_find(p, r, path, PAIR_WORDS, NULL, key, pair);
}

bool pairs_find_conf(struct probe *p, struct result *r, const char *name, const char *section,
		     const char *key, struct pair *pair)
{
	static const char *const tops[] = { "/usr/lib", "/etc" };
	struct names parts;
	bool good = true;
	size_t t, i;

	memset(pair, 0, sizeof(*pair));
	for (t = 0; t < ARRAY_SIZE(tops); t++)
		good &= pairs_find(p, r, arena_printf(p->arena, "%s/%s", tops[t], name),
				   PAIR_EQUALS, section, key, pair);
	for (t = 0; t < ARRAY_SIZE(tops); t++) {
		good &= probe_list(p, r, arena_printf(p->arena, "%s/%s.d", tops[t], name), ".conf",
				   &parts);
		for (i = 0; i < parts.nr; i++)
			good &= pairs_find(p, r, parts.name[i], PAIR_EQUALS, section, key, pair);
	}
	return good;
}
