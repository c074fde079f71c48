// SPDX-License-Identifier: GPL-2.0-only
#include "grant.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "kernel/match.h"

enum { ID = 32 };
enum { MAX_MEMBERS = LORICA_MAX_PROGRAMS };
_Static_assert((int)MAX_MEMBERS >= (int)LORICA_MAX_KEYS &&
		       (int)MAX_MEMBERS >= (int)LORICA_MAX_EXEC_RULES,
	       "room for keys, rules and programs");

/**
 * struct grant - what one policy allows in one respect
 * @all: everything; the members do not matter then
 * @nr: members
 * @member: each allows something
 * @member.id: what it is; the same in both policies for the same thing
 * @member.len: bytes of @member.id
 * @member.label: what this policy calls it
 * @member.kind: of the rule, 0: it is not one
 * @member.under: directory that it is limited to, NULL: everywhere
 */
struct grant {
	bool all;
	unsigned int nr;
	struct {
		const void *id;
		size_t len;
		const char *label;
		u8 kind;
		const char *under;
	} member[MAX_MEMBERS];
};

static void add_key(struct grant *g, const struct input *in, u32 i)
{
	g->member[g->nr].len = ID;
	g->member[g->nr].id = in->text.c.sema.keys[i].cert.sha256;
	g->member[g->nr++].label = (const char *)in->policy.keys[i].name;
}

static void add_rule(struct grant *g, const struct input *in, const struct lorica_exec_rule *rule)
{
	g->member[g->nr].kind = rule->kind;
	g->member[g->nr].under = lorica_policy_string(&in->policy, rule->under);
	add_key(g, in, rule->ref);
}

static void code(const struct input *in, struct grant *g)
{
	u32 i;

	g->all = in->policy.rec->exec_default != LORICA_DEFAULT_DENY;
	for (i = 0; i < in->policy.nr_exec; i++)
		if (in->policy.exec[i].kind != LORICA_EXEC_VOLUME)
			add_rule(g, in, &in->policy.exec[i]);
}

static void volumes(const struct input *in, struct grant *g)
{
	u32 i;

	g->all = in->policy.rec->exec_default != LORICA_DEFAULT_DENY;
	for (i = 0; i < in->policy.nr_exec; i++) {
		const struct lorica_exec_rule *rule = &in->policy.exec[i];

		if (rule->kind != LORICA_EXEC_VOLUME)
			continue;
		g->member[g->nr].under = lorica_policy_string(&in->policy, rule->under);
		g->member[g->nr].len = ID;
		g->member[g->nr].id = in->policy.volumes[rule->ref].root_hash;
		g->member[g->nr++].label = (const char *)in->policy.volumes[rule->ref].name;
	}
}

/* Of modules and firmware signatures of files do not count. */
static void by_manifests(const struct input *in, struct grant *g)
{
	u32 i;

	for (i = 0; i < in->policy.nr_exec; i++)
		if (in->policy.exec[i].kind == LORICA_EXEC_MANIFEST)
			add_rule(g, in, &in->policy.exec[i]);
}

static void by_purpose(const struct input *in, struct grant *g, u32 purpose)
{
	u32 i;

	for (i = 0; i < in->policy.nr_keys; i++)
		if (le32_to_cpu(in->policy.keys[i].purposes) & purpose)
			add_key(g, in, i);
}

static void next_policy(const struct input *in, struct grant *g)
{
	by_purpose(in, g, LORICA_PURPOSE_POLICY);
}

static void manifests(const struct input *in, struct grant *g)
{
	by_purpose(in, g, LORICA_PURPOSE_MANIFEST);
}

static void firmware(const struct input *in, struct grant *g)
{
	const struct lorica_exec_facts facts = { .firmware = true };

	g->all = !lorica_match_managed(&in->policy, &facts);
	by_manifests(in, g);
}

/* A program is what a manifest calls by its path. */
static void by_programs(const struct input *in, struct grant *g, enum lorica_program_flags flag)
{
	u32 i;

	for (i = 0; i < in->policy.nr_programs; i++) {
		const char *path = (const char *)in->policy.strings.data +
				   le32_to_cpu(in->policy.programs[i].path);

		if (!(le32_to_cpu(in->policy.programs[i].flags) & flag))
			continue;
		g->member[g->nr].id = path;
		g->member[g->nr].len = strlen(path);
		g->member[g->nr++].label = path;
	}
}

static void made_in_memory(const struct input *in, struct grant *g)
{
	g->all = in->policy.rec->writable_code != LORICA_DEFAULT_DENY;
	by_programs(in, g, LORICA_PROGRAM_WRITABLE_CODE);
}

static void bpf(const struct input *in, struct grant *g)
{
	g->all = in->policy.rec->bpf != LORICA_DEFAULT_DENY;
	by_programs(in, g, LORICA_PROGRAM_BPF);
}

static void helpers(const struct input *in, struct grant *g)
{
	g->all = in->policy.rec->helpers != LORICA_DEFAULT_DENY;
	by_programs(in, g, LORICA_PROGRAM_HELPER);
}

/* What can be allowed. A section that is new has a row here for each kind of act. */
/* clang-format off */
static const struct {
	const char *section;
	const char *all; /* everything; NULL: there is no way to allow that, or another row tells */
	const char *one; /* what a member allows, in front of its label, or of how its kind does */
	const char *rest; /* what no member allows, in front of their labels */
	const char *verb; /* behind the label, or NULL: as the kind has it */
	bool by_mode; /* audit mode lets everything pass */
	void (*fill)(const struct input *in, struct grant *g);
} rows[] = {
	{ "exec", "any code", "code that", "code that", NULL, true, code },
	{ "exec", "any kernel module", "kernel modules that", "kernel modules that", NULL, true,
	  by_manifests },
	{ "exec", NULL, "code and kernel modules on volume", NULL, NULL, true, volumes },
	{ "exec", "any firmware", "firmware that", "firmware that", NULL, true, firmware },
	{ "exec", "code that any program makes in its memory", "code made in memory by",
	  "code made in memory by any program but", NULL, true, made_in_memory },
	{ "exec", "harmless BPF programs loaded by any program", "harmless BPF programs loaded by",
	  "harmless BPF programs loaded by any program but", NULL, true, bpf },
	{ "exec", "any program that is allowed, started by the kernel itself",
	  "the kernel itself starting", "the kernel itself starting any program but", NULL, true,
	  helpers },
	{ "keys", NULL, "policies that", NULL, "signs", false, next_policy },
	{ "keys", NULL, "manifests that", NULL, "signs", false, manifests },
};
/* clang-format on */

/* How a rule allows; and what it leaves. */
static const struct {
	const char *one;
	const char *none;
	const char *verb;
} kinds[] = {
	[0] = { "", "", "" },
	[LORICA_EXEC_MANIFEST] = { " a manifest of", " no manifest of", " lists" },
	[LORICA_EXEC_SIGNED] = { " a signature of", " no signature of", " covers" },
};

/* Does one policy allow what member @k of the other does? */
static bool has(const struct grant *g, const struct grant *other, unsigned int k)
{
	const void *id = other->member[k].id;
	size_t len = other->member[k].len;
	const char *under = other->member[k].under;
	unsigned int i;

	for (i = 0; i < g->nr; i++) {
		if (g->member[i].kind != other->member[k].kind || g->member[i].len != len ||
		    memcmp(g->member[i].id, id, len))
			continue;
		if (!g->member[i].under || (under && lorica_match_under(under, g->member[i].under)))
			return true;
	}
	return false;
}

/* " under '/opt'", or nothing. */
static const char *place(struct arena *arena, const char *under)
{
	return under ? arena_printf(arena, " under '%s'", under) : "";
}

/* Places inside of member @k that the other policy allows as well. */
static const char *except(struct arena *arena, const struct grant *more, unsigned int k,
			  const struct grant *less)
{
	const char *list = "", *between = " except under ";
	unsigned int i;

	for (i = 0; i < less->nr; i++) {
		if (less->member[i].kind != more->member[k].kind ||
		    less->member[i].len != more->member[k].len ||
		    memcmp(less->member[i].id, more->member[k].id, less->member[i].len) ||
		    !less->member[i].under)
			continue;
		if (more->member[k].under &&
		    !lorica_match_under(less->member[i].under, more->member[k].under))
			continue;
		list = arena_printf(arena, "%s%s'%s'", list, between, less->member[i].under);
		between = ", ";
	}
	return list;
}

/* As in "'a', 'b' or 'c'", of one kind. */
static const char *labels(struct arena *arena, const struct grant *g, u8 kind)
{
	const char *list = "", *between = "";
	unsigned int i, left = 0;

	for (i = 0; i < g->nr; i++)
		left += g->member[i].kind == kind;
	for (i = 0; i < g->nr; i++) {
		if (g->member[i].kind != kind)
			continue;
		list = arena_printf(arena, "%s%s'%s'%s", list, between, g->member[i].label,
				    place(arena, g->member[i].under));
		between = --left > 1 ? ", " : " or ";
	}
	return list;
}

static bool is_audit(const struct input *in)
{
	return in->policy.rec->mode == LORICA_MODE_AUDIT;
}

static void tell(struct changes *c, enum change_group group, size_t row, const char *text,
		 bool is_report)
{
	static const char *const reports[CHANGE_NR_GROUPS] = {
		[CHANGE_ALLOWED] = "audit: no longer reported",
		[CHANGE_DENIED] = "audit: reported from now on",
	};

	if (is_report)
		text = arena_printf(c->arena, "%s (%s)", text, reports[group]);
	changes_add(c, group, rows[row].section, text, NULL);
}

static const char *verb(struct arena *arena, size_t row)
{
	return rows[row].verb ? arena_printf(arena, " %s", rows[row].verb) : "";
}

/* As in "no manifest of 'a' lists and no signature of 'b' covers". */
static const char *none_of(struct arena *arena, const struct grant *g)
{
	const char *text = "", *between = "", *list;
	u8 kind;

	for (kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
		list = labels(arena, g, kind);
		if (!*list)
			continue;
		text = arena_printf(arena, "%s%s%s %s%s", text, between, kinds[kind].none, list,
				    kinds[kind].verb);
		between = " and";
	}
	return text;
}

static void tell_rest(struct changes *c, enum change_group group, size_t row,
		      const struct grant *but, bool is_report)
{
	const char *text = rows[row].all;

	if (but->nr)
		text = arena_printf(c->arena, "%s%s%s", rows[row].rest, none_of(c->arena, but),
				    verb(c->arena, row));
	tell(c, group, row, text, is_report);
}

/* What @more allows and @less does not. */
static void compare(struct changes *c, enum change_group group, size_t row,
		    const struct grant *more, const struct grant *less, bool is_report)
{
	unsigned int i;

	if (less->all)
		return;
	if (more->all) {
		if (rows[row].all)
			tell_rest(c, group, row, less, is_report);
		return;
	}
	for (i = 0; i < more->nr; i++)
		if (!has(less, more, i))
			tell(c, group, row,
			     arena_printf(c->arena, "%s%s '%s'%s%s%s%s", rows[row].one,
					  kinds[more->member[i].kind].one, more->member[i].label,
					  kinds[more->member[i].kind].verb, verb(c->arena, row),
					  place(c->arena, more->member[i].under),
					  except(c->arena, more, i, less)),
			     is_report);
}

void grant_compare(struct changes *c, const struct input *a, const struct input *b)
{
	bool both = is_audit(a) && is_audit(b);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		static struct grant before, after;

		before = after = (struct grant){ 0 };

		rows[i].fill(a, &before);
		rows[i].fill(b, &after);
		before.all |= rows[i].by_mode && is_audit(a) && !both;
		after.all |= rows[i].by_mode && is_audit(b) && !both;
		compare(c, CHANGE_ALLOWED, i, &after, &before, rows[i].by_mode && both);
		compare(c, CHANGE_DENIED, i, &before, &after, rows[i].by_mode && both);
	}
}
