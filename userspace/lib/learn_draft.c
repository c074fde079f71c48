// SPDX-License-Identifier: GPL-2.0-only
#include "learn_draft.h"

#include <stdlib.h>

#include "emit.h"
#include "kernel/reason.h"
#include "learn.h"
#include "recheck.h"
#include "term.h"
#include "text.h"
#include "userspace/cmd.h"

static int by_path(const void *x, const void *y)
{
	const struct sema_program *a = x, *b = y;

	return strcmp(a->ast->path.text, b->ast->path.text);
}

static void except(struct learn_draft *draft, struct learn *l)
{
	size_t nr = learn_count(l, LEARN_PROGRAM, LEARN_LEARNT), i;
	struct sema *sema = &draft->sema;
	struct sema_program *programs;
	struct ast_program *ast;

	programs = arena_alloc(&l->arena, (sema->nr_programs + nr + 1) * sizeof(*programs));
	memcpy(programs, sema->programs, sema->nr_programs * sizeof(*programs));
	sema->programs = programs;
	for (i = 0; i < l->nr; i++) {
		const struct learn_item *item = l->items[i];

		if (item->key.kind != LEARN_PROGRAM || item->outcome != LEARN_LEARNT)
			continue;
		ast = arena_alloc(&l->arena, sizeof(*ast));
		ast->path.text = item->key.what;
		programs[sema->nr_programs].ast = ast;
		programs[sema->nr_programs++].flags = LORICA_PROGRAM_WRITABLE_CODE;
	}
	qsort(programs, sema->nr_programs, sizeof(*programs), by_path);
}

/* Compiles the text once more and compares, so that a draft is never wrong. */
static int check(const struct learn_draft *draft)
{
	struct recheck again = { 0 };
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	enum lorica_reason reason;
	int ret = EXIT_OK;
	size_t len;
	u8 *data;

	reason = emit_policy(&draft->sema, &data, &len);
	if (reason) {
		fprintf(stderr, "lorica learn: there cannot be such a policy: %s\n",
			lorica_reason_text(reason));
		return EXIT_REJECTED;
	}
	if (lorica_stmt_decode(data, len, &view) || lorica_policy_decode(&view, &policy) ||
	    !recheck_policy(&again, "the draft", data, len, &policy)) {
		fprintf(stderr, "lorica learn: the policy would not compile\n");
		diag_print(&again.c.diags, stderr, term_color(stderr, globals.color), true);
		ret = EXIT_REJECTED;
	}
	recheck_free(&again);
	free(data);
	return ret;
}

int learn_draft_make(struct learn_draft *draft, struct learn *l, bool enforce)
{
	FILE *to;

	draft->sema = l->desk->policy.text.c.sema;
	draft->line = *draft->sema.policy;
	draft->sema.policy = &draft->line;
	draft->text = NULL;
	if (draft->line.serial == UINT64_MAX) {
		fprintf(stderr, "lorica learn: no serial comes after that of the base policy\n");
		return EXIT_REJECTED;
	}
	draft->line.serial++;
	draft->line.mode = enforce ? LORICA_MODE_ENFORCE : LORICA_MODE_AUDIT;
	except(draft, l);
	to = open_memstream(&draft->text, &draft->len);
	if (to)
		text_print(&draft->sema, to);
	if (!to || fclose(to)) {
		fprintf(stderr, "lorica learn: out of memory\n");
		return EXIT_FAILED;
	}
	return check(draft);
}

void learn_draft_free(struct learn_draft *draft)
{
	free(draft->text);
	draft->text = NULL;
}
