// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include "sema.h"
#include "value_percent.h"
#include "value_unit.h"
#include "words.h"

void text_integrity(const struct sema *sema, FILE *to)
{
	char every[VALUE_UNIT], budget[VALUE_PERCENT];
	unsigned int i;

	if (!sema->integrity)
		return;
	value_duration_print(sema->integrity->every, every);
	value_percent_print(sema->integrity->budget, budget);
	fprintf(to, "\nintegrity every %s budget %s {\n", every, budget);
	for (i = 0; i < sema->nr_watches; i++) {
		const struct ast_watch *watch = sema->watches[i];

		fprintf(to, "\twatch %s on-change %s%s\n", words_name(&words_watch, watch->kind),
			words_name(&words_response, watch->response),
			watch->flags & LORICA_WATCH_MAY_DEGRADE ? " may-degrade" : "");
	}
	fputs("}\n", to);
}
