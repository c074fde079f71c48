// SPDX-License-Identifier: GPL-2.0-only
#include "emit_integrity.h"

#include "sema.h"

size_t emit_integrity(const struct sema *sema, struct emit_integrity *body)
{
	unsigned int i;

	if (!sema->integrity)
		return 0;
	body->integrity.every = cpu_to_le32(sema->integrity->every);
	body->integrity.budget = cpu_to_le32(sema->integrity->budget);
	for (i = 0; i < sema->nr_watches; i++) {
		body->watches[i].kind = sema->watches[i]->kind;
		body->watches[i].response = sema->watches[i]->response;
		body->watches[i].flags = sema->watches[i]->flags;
	}
	return sizeof(body->integrity) + sema->nr_watches * sizeof(body->watches[0]);
}
