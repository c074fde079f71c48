// SPDX-License-Identifier: GPL-2.0-only
#include "emit_boot.h"

#include <string.h>

#include "sema.h"
#include "string_pool.h"

bool emit_boot(const struct sema *sema, struct lorica_boot_rule *rules, struct string_pool *words)
{
	unsigned int i;

	for (i = 0; i < sema->nr_boot_rules; i++)
		if (sema->boot_rules[i]->word)
			string_pool_add(words, sema->boot_rules[i]->word);
	if (!string_pool_finish(words))
		return false;
	for (i = 0; i < sema->nr_boot_rules; i++) {
		const struct ast_boot_rule *rule = sema->boot_rules[i];

		rules[i].kind = rule->kind;
		rules[i].pcr = rule->pcr;
		rules[i].word = string_pool_offset(words, rule->word);
		memcpy(rules[i].digest, rule->digest, sizeof(rules[i].digest));
	}
	return true;
}
