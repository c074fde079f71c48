// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

/* A '#' begins a directive. */
static void print_title(FILE *to, const char *title)
{
	for (; *title; title++) {
		if (*title == '#')
			putc('\\', to);
		putc(*title, to);
	}
}

void report_tap(const struct report *report, FILE *to)
{
	const struct audit *audit = report->audit;
	unsigned int nr = 0;
	u16 id;

	fprintf(to, "TAP version 13\n");
	for (id = 1; id <= NR_CONTROLS; id++) {
		const struct answer *a = &audit->answers[id];
		const struct control *row = control_row(id);

		if (!a->is_selected || row->class == 'H')
			continue;
		fprintf(to, "%sok %u - %s ", a->status >= AUDIT_MANUAL ? "not " : "", ++nr,
			row->id);
		print_title(to, row->title);
		if (a->status == AUDIT_NOTAPPLICABLE)
			fprintf(to, " # SKIP not applicable");
		else if (a->status == AUDIT_MANUAL)
			fprintf(to, " # TODO manual");
		fprintf(to, "\n# %s: %s\n", audit_status_name(a->status), a->text);
		if (a->note)
			fprintf(to, "# note: %s\n", a->note);
	}
	fprintf(to, "1..%u\n", nr);
}
