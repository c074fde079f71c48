// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include "profile.h"

static const char *const colors[NR_AUDIT_STATUS] = {
	[AUDIT_NOTAPPLICABLE] = "\033[2m", [AUDIT_PASS] = "\033[32m",  [AUDIT_WAIVED] = "\033[36m",
	[AUDIT_MANUAL] = "\033[33m",	   [AUDIT_ERROR] = "\033[35m", [AUDIT_FAIL] = "\033[31m",
};

const char *report_verdict(const struct audit *audit)
{
	switch (audit_exit_code(audit)) {
	case AUDIT_EXIT_PASS:
		return "all pass, are waived or do not apply";
	case AUDIT_EXIT_FAIL:
		return "some fail";
	case AUDIT_EXIT_ERROR:
		return "some could not be looked at";
	default:
		return "nothing fails; some are for a person to decide";
	}
}

static void status_word(FILE *to, bool color, enum audit_status status)
{
	const char *name = audit_status_name(status);

	if (color)
		fprintf(to, "%s%-13s\033[0m", colors[status], name);
	else
		fprintf(to, "%-13s", name);
}

static bool is_told(const struct answer *a, bool all)
{
	return a->is_selected &&
	       (all || a->status >= AUDIT_ERROR || (a->status == AUDIT_MANUAL && a->nr_checks));
}

/* A heading is told when something below it is. */
static bool has_told(const struct audit *audit, u16 heading, bool all)
{
	u16 id;

	for (id = heading + 1; id <= NR_CONTROLS && control_is_below(id, heading); id++)
		if (control_row(id)->class != 'H' && is_told(&audit->answers[id], all))
			return true;
	return false;
}

static void print_evidence(const struct report *report, FILE *to, u16 id)
{
	const struct audit *audit = report->audit;
	size_t i, e;

	for (i = 0; i < audit->nr_checks; i++) {
		const struct audit_check *c = &audit->checks[i];

		if (!audit_answers(c->check, id) || c->result.status < AUDIT_MANUAL)
			continue;
		fprintf(to, "%24s %s wants: %s\n", "", c->check->name, c->check->expected);
		for (e = 0; e < c->result.nr_shown; e++) {
			const struct evidence *at = &c->result.evidence[e];

			fprintf(to, "%24s %s", "", at->path);
			if (at->line)
				fprintf(to, ":%u", at->line);
			fprintf(to, "%s%s\n", *at->excerpt ? ": " : "", at->excerpt);
		}
		if (c->result.nr_evidence > c->result.nr_shown)
			fprintf(to, "%24s and %u more\n", "",
				c->result.nr_evidence - c->result.nr_shown);
	}
}

static void print_control(const struct report *report, FILE *to, bool color, u16 id)
{
	const struct answer *a = &report->audit->answers[id];
	const struct control *row = control_row(id);

	fprintf(to, "  %-9s ", row->id);
	status_word(to, color, a->status);
	fprintf(to, "%.70s%s\n", row->title, strlen(row->title) > 70 ? "..." : "");
	fprintf(to, "%24s %s\n", "", a->text);
	if (a->note)
		fprintf(to, "%24s note: %s\n", "", a->note);
	print_evidence(report, to, id);
}

static void print_counts(const struct report *report, FILE *to)
{
	static const enum audit_status order[] = { AUDIT_FAIL,	 AUDIT_ERROR, AUDIT_MANUAL,
						   AUDIT_WAIVED, AUDIT_PASS,  AUDIT_NOTAPPLICABLE };
	const struct audit *audit = report->audit;
	u32 nr = 0, headings = 0;
	size_t i;

	for (i = 0; i < NR_AUDIT_STATUS; i++) {
		nr += audit->count[i];
		headings += audit->headings[i];
	}
	fprintf(to, "%u controls", nr);
	if (headings)
		fprintf(to, " below %u headings", headings);
	putc(':', to);
	for (i = 0; i < ARRAY_SIZE(order); i++)
		fprintf(to, "%s %u %s", i ? "," : "", audit->count[order[i]],
			audit_status_name(order[i]));
	fprintf(to, "\n");
	if (audit->unchecked)
		fprintf(to, "%u of the manual ones have no check yet\n", audit->unchecked);
	fprintf(to, "%s\n", report_verdict(audit));
}

void report_text(const struct report *report, FILE *to, bool color, bool all)
{
	u16 id;

	fprintf(to, "audit of %s, %s", report->root, report->time);
	if (report->kernel)
		fprintf(to, ", Linux %s", report->kernel);
	if (report->audit->probe.profile)
		fprintf(to, ", profile %s", report->audit->probe.profile->path);
	fprintf(to, "\n");
	for (id = 1; id <= NR_CONTROLS; id++) {
		if (control_row(id)->class == 'H') {
			if (report->audit->answers[id].is_selected &&
			    has_told(report->audit, id, all))
				fprintf(to, "\n%s %s\n", control_row(id)->id,
					control_row(id)->title);
		} else if (is_told(&report->audit->answers[id], all)) {
			print_control(report, to, color, id);
		}
	}
	fprintf(to, "\n");
	print_counts(report, to);
	if (!all)
		fprintf(to, "what passes, and what only documents answer, is told with -v\n");
}
