// SPDX-License-Identifier: GPL-2.0-only
#include "show.h"

#include "json.h"
#include "kernel/policy_decode.h"
#include "words.h"

void show_integrity_json(const struct lorica_policy *policy, struct json *j)
{
	u32 i;

	if (!policy->integrity) {
		json_text(j, "integrity", NULL);
		return;
	}
	json_open(j, "integrity", '{');
	json_number(j, "every_s", le32_to_cpu(policy->integrity->every));
	json_number(j, "budget_ppm", le32_to_cpu(policy->integrity->budget));
	json_open(j, "watch", '[');
	for (i = 0; i < policy->nr_watches; i++) {
		const struct lorica_watch *watch = &policy->watches[i];

		json_open(j, NULL, '{');
		json_text(j, "what", words_name(&words_watch, watch->kind));
		json_text(j, "on_change", words_name(&words_response, watch->response));
		json_bool(j, "may_degrade", watch->flags & LORICA_WATCH_MAY_DEGRADE);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}
