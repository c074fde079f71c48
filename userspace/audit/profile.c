// SPDX-License-Identifier: GPL-2.0-only
#include "profile.h"

#include "userspace/lib/arena.h"
#include "userspace/lib/number.h"
#include "userspace/lib/utf8.h"
#include "userspace/lib/value.h"

/* One statement on its way through the reader. */
struct line {
	struct profile *profile;
	struct arena *arena;
	struct str rest;
	u32 nr;
	const char *wrong;
};

static const char *refuse(struct line *l, const char *wrong)
{
	if (!l->wrong)
		l->wrong = wrong;
	return NULL;
}

/* A word, or a string in quotes, which has no escapes. NULL at the end of the line. */
static const char *take(struct line *l)
{
	struct str rest = str_trim(l->rest), word;

	l->rest = rest;
	if (!rest.n || rest.p[0] == '#')
		return NULL;
	if (rest.p[0] != '"') {
		str_word(&l->rest, &word);
		return arena_string(l->arena, word.p, word.n);
	}
	word.p = rest.p + 1;
	for (word.n = 0; word.n + 1 < rest.n && word.p[word.n] != '"';)
		word.n++;
	if (word.n + 1 >= rest.n)
		return refuse(l, "a string has no end");
	l->rest.p = word.p + word.n + 1;
	l->rest.n = rest.n - word.n - 2;
	if (!word.n)
		return refuse(l, "a string is empty");
	return arena_string(l->arena, word.p, word.n);
}

/* The word KEYWORD and then a value. */
static const char *take_after(struct line *l, const char *keyword)
{
	const char *word = take(l), *value = NULL;

	if (word && !strcmp(word, keyword))
		value = take(l);
	if (!value)
		refuse(l, arena_printf(l->arena, "%s and a value are needed here", keyword));
	return value;
}

static struct profile_entry *new_entry(struct line *l, enum profile_kind kind)
{
	struct profile_entry *e = arena_alloc(l->arena, sizeof(*e)), *other;
	const char *id = take(l);

	e->kind = kind;
	e->line = l->nr;
	e->control = id ? control_find(id) : CTL_NONE;
	if (e->control == CTL_NONE)
		refuse(l, id ? arena_printf(l->arena, "there is no control '%s'", id) :
			       "the id of a control is needed here");
	for (other = l->profile->entries; other; other = other->next)
		if (other->kind == kind && other->control == e->control)
			refuse(l, arena_printf(l->arena, "line %u says this of the control already",
					       other->line));
	e->next = l->profile->entries;
	l->profile->entries = e;
	return e;
}

static void take_date(struct line *l, struct profile_entry *e, const char *keyword)
{
	e->date = take_after(l, keyword);
	if (e->date && !value_date(e->date, true, &e->until, NULL))
		refuse(l, "a date is needed here, as 2027-06-30");
}

static void parse_waive(struct line *l)
{
	struct profile_entry *e = new_entry(l, PROFILE_WAIVE);

	take_date(l, e, "until");
	e->owner = take_after(l, "owner");
	e->reason = take_after(l, "reason");
}

static void parse_notapplicable(struct line *l)
{
	struct profile_entry *e = new_entry(l, PROFILE_NOTAPPLICABLE);

	e->reason = take_after(l, "reason");
}

static void parse_evidence(struct line *l)
{
	struct profile_entry *e = new_entry(l, PROFILE_EVIDENCE);
	const char *hex;

	e->file = take_after(l, "file");
	hex = take_after(l, "sha256");
	if (hex && number_parse_hex(hex, e->sha256, sizeof(e->sha256)))
		refuse(l, "a SHA-256 has 64 hex digits");
	e->owner = take_after(l, "owner");
	take_date(l, e, "date");
	if (e->control != CTL_NONE && control_row(e->control)->class == 'H')
		refuse(l, "evidence is for a control, not for a heading");
}

static void parse_setuid(struct line *l)
{
	struct profile_word *w = arena_alloc(l->arena, sizeof(*w));

	w->text = take(l);
	if (!w->text || *w->text != '/')
		refuse(l, "an absolute path is needed here");
	w->next = l->profile->setuid;
	l->profile->setuid = w;
}

static void parse_word(struct line *l, const char **word)
{
	if (*word)
		refuse(l, "this can be said once");
	*word = take(l);
	if (!*word)
		refuse(l, "a value is needed here");
}

static void parse_device(struct line *l)
{
	parse_word(l, &l->profile->device);
}

static void parse_anchor(struct line *l)
{
	parse_word(l, &l->profile->anchor);
}

static const struct {
	const char *word;
	void (*parse)(struct line *l);
} statements[] = {
	{ "device", parse_device }, { "anchor", parse_anchor },
	{ "setuid", parse_setuid }, { "notapplicable", parse_notapplicable },
	{ "waive", parse_waive },   { "evidence", parse_evidence },
};

static void parse_line(struct line *l)
{
	const char *word = take(l);
	size_t i;

	for (i = 0; word && i < ARRAY_SIZE(statements); i++) {
		if (strcmp(word, statements[i].word))
			continue;
		statements[i].parse(l);
		if (!l->wrong && take(l))
			refuse(l, "something stands behind the end of this");
		return;
	}
	if (word)
		refuse(l, arena_printf(l->arena, "there is no statement '%s'", word));
}

static const char *check_head(struct str line)
{
	struct str word;

	if (!str_word(&line, &word) || !str_is(word, "profile") || !str_word(&line, &word))
		return "a profile begins with `profile 1`";
	return str_is(word, "1") ? NULL : "only `profile 1` is known";
}

static const char *check_bytes(struct str line)
{
	size_t i, n;

	for (i = 0; i < line.n; i += n) {
		n = utf8_char(line.p + i, line.n - i);
		if (!n)
			return "this is not UTF-8";
		if (line.p[i] != '\t' && utf8_hidden(line.p + i, n))
			return "this has a character that nobody can see";
	}
	return NULL;
}

const char *profile_parse(struct profile *profile, struct arena *arena, struct str text, u32 *at)
{
	struct lines lines = { .rest = text };
	struct line l = { .profile = profile, .arena = arena };
	bool is_first = true;
	struct str line;

	memset(profile, 0, sizeof(*profile));
	while (lines_next_used(&lines, &line, "#")) {
		*at = lines.nr;
		l.rest = line;
		l.nr = lines.nr;
		l.wrong = check_bytes(line);
		if (!l.wrong && is_first)
			l.wrong = check_head(line);
		else if (!l.wrong)
			parse_line(&l);
		is_first = false;
		if (l.wrong)
			return l.wrong;
	}
	*at = 1;
	return is_first ? check_head(str_of("")) : NULL;
}

const struct profile_entry *profile_find(const struct profile *profile, enum profile_kind kind,
					 u16 control)
{
	const struct profile_entry *e;

	for (; profile && control != CTL_NONE; control = control_row(control)->parent)
		for (e = profile->entries; e; e = e->next)
			if (e->kind == kind && e->control == control)
				return e;
	return NULL;
}

bool profile_has_setuid(const struct profile *profile, const char *path)
{
	const struct profile_word *w;

	for (w = profile ? profile->setuid : NULL; w; w = w->next)
		if (!strcmp(w->text, path))
			return true;
	return false;
}
