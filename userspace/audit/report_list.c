// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"
#include "userspace/lib/json.h"

static void list_json(FILE *to)
{
	struct json j;
	size_t i, c;
	u16 id;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_open(&j, "controls", '[');
	for (id = 1; id <= NR_CONTROLS; id++) {
		const struct control *row = control_row(id);
		char class[2] = { row->class, '\0' };

		json_open(&j, NULL, '{');
		json_text(&j, "id", row->id);
		json_text(&j, "title", row->title);
		json_text(&j, "class", class);
		json_text(&j, "mechanism", row->mechanism);
		json_text(&j, "rest", row->rest);
		json_text(&j, "refs", row->refs);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "checks", '[');
	for (i = 0; check_at(i); i++) {
		const struct check *check = check_at(i);

		json_open(&j, NULL, '{');
		json_text(&j, "name", check->name);
		json_text(&j, "expected", check->expected);
		json_text(&j, "where",
			  check->where == CHECK_FILES	? "files" :
			  check->where == CHECK_RUNNING ? "running" :
							  "image");
		json_open(&j, "controls", '[');
		for (c = 0; c < CHECK_MAX_CONTROLS && check->controls[c] != CTL_NONE; c++)
			json_text(&j, NULL, control_row(check->controls[c])->id);
		json_close(&j, ']');
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
}

void report_list(FILE *to, bool json)
{
	size_t i;
	u16 id;

	if (json) {
		list_json(to);
		return;
	}
	for (id = 1; id <= NR_CONTROLS; id++) {
		const struct control *row = control_row(id);

		fprintf(to, "%-9s %c %s\n", row->id, row->class, row->title);
		for (i = 0; check_at(i); i++)
			if (audit_answers(check_at(i), id))
				fprintf(to, "%-11s %s: %s\n", "", check_at(i)->name,
					check_at(i)->expected);
	}
}
