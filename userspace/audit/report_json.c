// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include "profile.h"
#include "userspace/lib/json.h"

#ifndef LORICA_VERSION
#define LORICA_VERSION "0.1.0"
#endif

static void put_counts(struct json *j, const char *key, const u32 *count)
{
	enum audit_status s;

	json_open(j, key, '{');
	for (s = AUDIT_NOTAPPLICABLE; s < NR_AUDIT_STATUS; s++)
		json_number(j, audit_status_name(s), count[s]);
	json_close(j, '}');
}

static void put_proofs(struct json *j, unsigned int proves)
{
	unsigned int i;

	json_open(j, "proves", '[');
	for (i = 0; i < NR_PROOFS; i++)
		if (proves & BIT(i))
			json_text(j, NULL, proof_names[i]);
	json_close(j, ']');
}

static void put_evidence(struct json *j, const struct evidence *e)
{
	json_open(j, NULL, '{');
	json_text(j, "path", e->path);
	if (e->line)
		json_number(j, "line", e->line);
	json_text(j, "excerpt", e->excerpt);
	if (e->sha256)
		json_hex(j, "sha256", e->sha256, 32);
	put_proofs(j, e->proves);
	json_close(j, '}');
}

static void put_check(struct json *j, const struct audit_check *c)
{
	size_t i;

	json_open(j, NULL, '{');
	json_text(j, "name", c->check->name);
	json_text(j, "status", audit_status_name(c->result.status));
	json_text(j, "expected", c->check->expected);
	json_text(j, "observed", c->result.observed);
	json_number(j, "findings", c->result.nr_said);
	put_proofs(j, c->result.proves);
	json_open(j, "evidence", '[');
	for (i = 0; i < c->result.nr_shown; i++)
		put_evidence(j, &c->result.evidence[i]);
	json_close(j, ']');
	json_number(j, "evidence_seen", c->result.nr_evidence);
	json_open(j, "controls", '[');
	for (i = 0; i < CHECK_MAX_CONTROLS && c->check->controls[i] != CTL_NONE; i++)
		json_text(j, NULL, control_row(c->check->controls[i])->id);
	json_close(j, ']');
	json_close(j, '}');
}

static void put_declared(struct json *j, const struct profile_entry *e)
{
	static const char *const kinds[] = { "notapplicable", "waiver", "evidence" };

	json_open(j, "declared", '{');
	json_text(j, "kind", kinds[e->kind]);
	json_number(j, "line", e->line);
	if (e->reason)
		json_text(j, "reason", e->reason);
	if (e->owner)
		json_text(j, "owner", e->owner);
	if (e->date)
		json_text(j, e->kind == PROFILE_WAIVE ? "until" : "date", e->date);
	if (e->file) {
		json_text(j, "file", e->file);
		json_hex(j, "sha256", e->sha256, 32);
		json_bool(j, "verified", e->seen);
	}
	json_close(j, '}');
}

static void put_control(struct json *j, const struct audit *audit, u16 id)
{
	const struct answer *a = &audit->answers[id];
	const struct control *row = control_row(id);
	char class[2] = { row->class, '\0' };
	size_t i;

	json_open(j, NULL, '{');
	json_text(j, "id", row->id);
	json_text(j, "title", row->title);
	json_text(j, "class", class);
	json_text(j, "status", audit_status_name(a->status));
	json_text(j, "text", a->text);
	if (a->note)
		json_text(j, "note", a->note);
	if (a->is_unchecked)
		json_bool(j, "unchecked", true);
	json_open(j, "checks", '[');
	for (i = 0; i < audit->nr_checks; i++)
		if (audit_answers(audit->checks[i].check, id))
			json_text(j, NULL, audit->checks[i].check->name);
	json_close(j, ']');
	if (a->entry)
		put_declared(j, a->entry);
	json_text(j, "refs", row->refs);
	json_close(j, '}');
}

void report_json(const struct report *report, FILE *to)
{
	const struct audit *audit = report->audit;
	const struct profile *profile = audit->probe.profile;
	struct json j;
	size_t i;
	u16 id;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_number(&j, "version", 1);
	json_text(&j, "tool", LORICA_VERSION);
	json_text(&j, "root", report->root);
	json_bool(&j, "running", audit->probe.tree.running);
	json_text(&j, "time", report->time);
	json_text(&j, "kernel", report->kernel);
	json_text(&j, "boot", report->boot);
	if (profile) {
		json_open(&j, "profile", '{');
		json_text(&j, "file", profile->path);
		json_hex(&j, "sha256", profile->sha256, 32);
		json_text(&j, "device", profile->device);
		json_close(&j, '}');
	}
	json_number(&j, "exit", audit_exit_code(audit));
	put_counts(&j, "counts", audit->count);
	put_counts(&j, "headings", audit->headings);
	json_number(&j, "unchecked", audit->unchecked);
	json_open(&j, "controls", '[');
	for (id = 1; id <= NR_CONTROLS; id++)
		if (audit->answers[id].is_selected)
			put_control(&j, audit, id);
	json_close(&j, ']');
	json_open(&j, "checks", '[');
	for (i = 0; i < audit->nr_checks; i++)
		put_check(&j, &audit->checks[i]);
	json_close(&j, ']');
	json_close(&j, '}');
}
