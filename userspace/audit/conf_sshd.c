// SPDX-License-Identifier: GPL-2.0-only
#include "conf_sshd.h"

#include <fnmatch.h>

#include "userspace/lib/arena.h"

enum { MAX_DEPTH = 16 }; /* as sshd has it */

static bool read_one(struct probe *p, struct result *r, struct sshd *sshd, const char *path,
		     bool *in_match);

bool sshd_split(struct str line, struct str *key, struct str *value)
{
	size_t n = 0;

	while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t' && line.p[n] != '=')
		n++;
	*key = (struct str){ line.p, n };
	*value = str_trim((struct str){ line.p + n, line.n - n });
	if (value->n && value->p[0] == '=')
		*value = str_trim((struct str){ value->p + 1, value->n - 1 });
	*value = str_unquote(*value);
	return key->n;
}

/* Names with * and ? in their last part: others are not looked for. */
static bool include(struct probe *p, struct result *r, struct sshd *sshd, struct str pattern,
		    bool in_match)
{
	const char *glob = arena_printf(p->arena, "%s%.*s", pattern.p[0] == '/' ? "" : "/etc/ssh/",
					STR_ARG(pattern));
	const char *slash = strrchr(glob, '/');
	const char *dir = arena_string(p->arena, glob, slash == glob ? 1 : (size_t)(slash - glob));
	struct names names;
	bool good = true;
	size_t i;

	if (strpbrk(dir, "*?[")) {
		say(r, AUDIT_ERROR, "Include %s: only the last part of the path may have *", glob);
		return false;
	}
	if (!probe_list(p, r, dir, "", &names))
		return false;
	for (i = 0; i < names.nr; i++) {
		bool match = in_match;

		/* A Match block ends where its file does. */
		if (!fnmatch(slash + 1, strrchr(names.name[i], '/') + 1, FNM_PERIOD))
			good &= read_one(p, r, sshd, names.name[i], &match);
	}
	return good;
}

static void add(struct probe *p, struct sshd *sshd, const struct sshd_option *option)
{
	struct sshd_option *o = arena_alloc(p->arena, sizeof(*o));

	*o = *option;
	if (sshd->last)
		sshd->last->next = o;
	else
		sshd->options = o;
	sshd->last = o;
}

static bool take_line(struct probe *p, struct result *r, struct sshd *sshd,
		      struct sshd_option *option, bool *in_match)
{
	struct str rest = option->value, word;
	bool good = true;

	if (str_is_like(option->key, "Match")) {
		*in_match = !str_is_like(option->value, "all");
	} else if (str_is_like(option->key, "Include")) {
		while (str_word(&rest, &word))
			good &= include(p, r, sshd, str_unquote(word), *in_match);
	} else {
		option->in_match = *in_match;
		add(p, sshd, option);
	}
	return good;
}

static bool read_one(struct probe *p, struct result *r, struct sshd *sshd, const char *path,
		     bool *in_match)
{
	struct sshd_option option = { 0 };
	const struct tree_file *f;
	struct lines lines = { 0 };
	bool good = true;

	if (!probe_text(p, r, path, &f))
		return false;
	if (!f)
		return true;
	if (sshd->depth == MAX_DEPTH) {
		say(r, AUDIT_ERROR, "%s: files include each other more than %d deep", path,
		    MAX_DEPTH);
		return false;
	}
	sshd->depth++;
	option.file = f;
	lines.rest = f->text;
	/* One wrong include is told once, however often it comes. */
	while (good && lines_next_used(&lines, &option.text, "#")) {
		option.line = lines.nr;
		if (sshd_split(option.text, &option.key, &option.value))
			good = take_line(p, r, sshd, &option, in_match);
	}
	sshd->depth--;
	return good;
}

bool sshd_read(struct probe *p, struct result *r, struct sshd *sshd)
{
	bool in_match = false;

	memset(sshd, 0, sizeof(*sshd));
	sshd->exists = tree_has(&p->tree, "/etc/ssh/sshd_config");
	return read_one(p, r, sshd, "/etc/ssh/sshd_config", &in_match);
}

const struct sshd_option *sshd_global(const struct sshd *sshd, const char *key)
{
	const struct sshd_option *o;

	for (o = sshd->options; o; o = o->next)
		if (!o->in_match && str_is_like(o->key, key))
			return o;
	return NULL;
}
