// SPDX-License-Identifier: GPL-2.0-only
#include "audit.h"

#include "profile.h"
#include "userspace/lib/arena.h"

bool audit_answers(const struct check *check, u16 control)
{
	size_t i;

	for (i = 0; i < CHECK_MAX_CONTROLS && check->controls[i] != CTL_NONE; i++)
		if (check->controls[i] == control)
			return true;
	return false;
}

static bool is_wanted(const struct audit *audit, const struct check *check)
{
	u16 id;

	for (id = 1; id <= NR_CONTROLS; id++)
		if (audit->answers[id].is_selected && audit_answers(check, id))
			return true;
	return false;
}

/* What a check cannot look at here is for people. */
static void run_check(struct audit *audit, struct audit_check *c)
{
	bool is_running = audit->probe.tree.running;
	unsigned int where = c->check->where;

	c->result.arena = audit->probe.arena;
	c->result.observed = "";
	if (is_running && where == CHECK_IMAGE)
		say(&c->result, AUDIT_MANUAL, "only an image tells: use --root");
	else if (!is_running && where == CHECK_RUNNING)
		say(&c->result, AUDIT_MANUAL, "only the running device tells");
	else
		c->check->run(&audit->probe, &c->result);
	if (c->result.status == AUDIT_UNSAID)
		say(&c->result, AUDIT_ERROR, "the check came to no end");
}

/* The worst of the checks that answer it. */
static void ask_checks(struct audit *audit, u16 id, struct answer *a)
{
	const char *rest = control_row(id)->rest;
	size_t i;

	for (i = 0; i < audit->nr_checks; i++) {
		const struct audit_check *c = &audit->checks[i];

		if (!audit_answers(c->check, id))
			continue;
		a->nr_checks++;
		if (c->result.status > a->status) {
			a->status = c->result.status;
			a->text = arena_printf(audit->probe.arena, "%s: %s", c->check->name,
					       c->result.observed);
		}
	}
	if (a->nr_checks && a->status <= AUDIT_PASS && *rest) {
		a->text = arena_printf(audit->probe.arena,
				       "%s, as far as the checks see; left is: %s",
				       a->status == AUDIT_PASS ? "passes" : "does not apply", rest);
		a->status = AUDIT_MANUAL;
	}
}

static void ask_documents(struct audit *audit, u16 id, struct answer *a)
{
	const struct profile_entry *e = profile_find(audit->probe.profile, PROFILE_EVIDENCE, id);

	a->status = AUDIT_MANUAL;
	a->text = "documents are needed, and a person who reads them";
	if (!e)
		return;
	a->entry = e;
	a->text = arena_printf(audit->probe.arena, "'%s' of %s, %s: a person has to read it%s",
			       e->file, e->owner, e->date, e->seen ? "" : "; it is not here");
	if (e->wrong) {
		a->status = AUDIT_ERROR;
		a->text = e->wrong;
	}
}

/* What is declared does not hide what was found. */
static void ask_profile(struct audit *audit, u16 id, struct answer *a)
{
	const struct profile *profile = audit->probe.profile;
	const struct profile_entry *e = profile_find(profile, PROFILE_NOTAPPLICABLE, id);
	struct arena *arena = audit->probe.arena;

	if (e && a->status >= AUDIT_ERROR) {
		a->note = arena_printf(arena,
				       "declared as not applicable (%s), and yet this was found",
				       e->reason);
	} else if (e) {
		a->status = AUDIT_NOTAPPLICABLE;
		a->text = arena_printf(arena, "declared: %s", e->reason);
		a->entry = e;
		return;
	}
	e = profile_find(profile, PROFILE_WAIVE, id);
	if (!e || a->status < AUDIT_MANUAL)
		return;
	if (e->until < (u64)audit->probe.now) {
		a->note = arena_printf(arena, "the waiver ended on %s", e->date);
	} else if (a->status == AUDIT_ERROR) {
		a->note = "what could not be looked at is not waived";
	} else {
		a->text = arena_printf(arena, "waived by %s until %s: %s (%s)", e->owner, e->date,
				       e->reason, a->text);
		a->status = AUDIT_WAIVED;
		a->entry = e;
	}
}

static void answer(struct audit *audit, u16 id)
{
	const struct control *row = control_row(id);
	struct answer *a = &audit->answers[id];

	if (row->class == 'H')
		return;
	ask_checks(audit, id, a);
	if (!a->nr_checks && row->class == 'O') {
		ask_documents(audit, id, a);
	} else if (!a->nr_checks) {
		a->status = AUDIT_MANUAL;
		a->text = "no check yet";
		a->is_unchecked = true;
	}
	ask_profile(audit, id, a);
}

/* From the last row to the first, so that what is below is known. */
static void fold(struct audit *audit)
{
	u16 id;

	for (id = NR_CONTROLS; id; id--) {
		const struct control *row = control_row(id);
		struct answer *a = &audit->answers[id], *up = &audit->answers[row->parent];

		if (row->parent == CTL_NONE || a->status <= up->status)
			continue;
		up->status = a->status;
		up->text = arena_printf(audit->probe.arena, "because of %s", row->id);
		up->entry = NULL;
	}
}

static void count(struct audit *audit)
{
	u16 id;

	for (id = 1; id <= NR_CONTROLS; id++) {
		const struct answer *a = &audit->answers[id];

		if (!a->is_selected)
			continue;
		if (control_row(id)->class == 'H')
			audit->headings[a->status]++;
		else
			audit->count[a->status]++;
		audit->unchecked += a->is_unchecked;
	}
}

void audit_run(struct audit *audit)
{
	size_t i, nr = 0;
	u16 id;

	while (check_at(nr))
		nr++;
	audit->checks = arena_alloc(audit->probe.arena, (nr + 1) * sizeof(*audit->checks));
	for (i = 0; i < nr; i++) {
		if (!is_wanted(audit, check_at(i)))
			continue;
		audit->checks[audit->nr_checks].check = check_at(i);
		run_check(audit, &audit->checks[audit->nr_checks++]);
	}
	for (id = 1; id <= NR_CONTROLS; id++)
		if (audit->answers[id].is_selected)
			answer(audit, id);
	fold(audit);
	count(audit);
}

int audit_exit_code(const struct audit *audit)
{
	if (audit->count[AUDIT_FAIL])
		return AUDIT_EXIT_FAIL;
	if (audit->count[AUDIT_ERROR])
		return AUDIT_EXIT_ERROR;
	return audit->count[AUDIT_MANUAL] ? AUDIT_EXIT_MANUAL : AUDIT_EXIT_PASS;
}
