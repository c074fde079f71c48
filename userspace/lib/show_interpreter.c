// SPDX-License-Identifier: GPL-2.0-only
#include "show.h"

#include "json.h"
#include "kernel/policy_decode.h"

void show_interpreters_json(const struct lorica_policy *policy, struct json *j)
{
	const char *last = NULL;
	u32 i;

	json_open(j, "interpreters", '[');
	for (i = 0; i < policy->nr_interpreters; i++) {
		const struct lorica_interpreter *r = &policy->interpreters[i];
		const char *program = lorica_policy_string(policy, r->program);
		const char *data = lorica_policy_string(policy, r->data);

		if (!last || strcmp(last, program)) {
			if (last) {
				json_close(j, ']');
				json_close(j, '}');
			}
			json_open(j, NULL, '{');
			json_text(j, "program", program);
			json_open(j, "data_under", '[');
		}
		last = program;
		if (data)
			json_text(j, NULL, data);
	}
	if (last) {
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
}
