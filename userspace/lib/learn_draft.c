// SPDX-License-Identifier: GPL-2.0-only
#include "learn_draft.h"

#include <stdlib.h>

#include "emit.h"
#include "kernel/reason.h"
#include "learn.h"
#include "learn_net.h"
#include "learn_program.h"
#include "recheck.h"
#include "term.h"
#include "text.h"
#include "userspace/cmd.h"

static int by_path(const void *x, const void *y)
{
	const struct sema_program *a = x, *b = y;

	return strcmp(a->ast->path.text, b->ast->path.text);
}

static struct sema_program *find(struct sema *sema, const char *path)
{
	unsigned int i;

	for (i = 0; i < sema->nr_programs; i++)
		if (!strcmp(sema->programs[i].ast->path.text, path))
			return &sema->programs[i];
	return NULL;
}

/* The base may say something else of the program already. */
static void except(struct sema *sema, const char *path, u32 flag, struct arena *arena)
{
	struct sema_program *program = find(sema, path);
	struct ast_path *ast;

	if (!program) {
		ast = arena_alloc(arena, sizeof(*ast));
		ast->path.text = path;
		program = &sema->programs[sema->nr_programs++];
		program->ast = ast;
	}
	program->flags |= flag;
}

static void except_all(struct sema *sema, struct learn *l)
{
	const struct sema_program *base = sema->programs;
	const struct learn_line *line;
	size_t nr = 0, i;

	for (i = 0; i < LEARN_NR_LINES; i++)
		nr += learn_count(l, learn_lines[i].kind, LEARN_LEARNT);
	if (!nr)
		return;
	sema->programs = arena_alloc(&l->arena, (sema->nr_programs + nr) * sizeof(*base));
	for (i = 0; i < sema->nr_programs; i++)
		sema->programs[i] = base[i];
	for (i = 0; i < l->nr; i++) {
		line = learn_program_line(l->items[i]->key.kind);
		if (line && l->items[i]->outcome == LEARN_LEARNT)
			except(sema, l->items[i]->key.what, line->flag, &l->arena);
	}
	qsort(sema->programs, sema->nr_programs, sizeof(*base), by_path);
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
	except_all(&draft->sema, l);
	learn_net_rules(&draft->sema, l);
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
