// SPDX-License-Identifier: GPL-2.0-only
#include "compile.h"

#include "parse.h"

bool compile_run(struct compile *c)
{
	const struct ast *ast;

	sources_start(&c->sources, &c->arena);
	sources_add(&c->sources, &c->source);
	diag_start(&c->diags, &c->sources, &c->arena);
	c->diags.lints = c->lints;
	ast = parse_policy(&c->sources, &c->reader, &c->diags, &c->arena);
	sema_check(ast, &c->loader, c->now, &c->diags, &c->arena, &c->sema);
	return !diag_failed(&c->diags);
}

void compile_free(struct compile *c)
{
	arena_free(&c->arena);
}
