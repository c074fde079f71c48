// SPDX-License-Identifier: GPL-2.0-only
/* What the tree holds; what is wrong with a text is tested in tests/policies. */
#include "tap.h"

#include "fixture.h"
#include "userspace/lib/parse.h"

static const char text[] =
	"syntax 1\n"
	"exec default deny {\n\tallow manifest b, a\n}\n"
	"keys {\n"
	"\tb x509 \"keys/b\" for manifest,\n\n\t\tpolicy\n"
	"\ta x509 \"keys/a\" sha256 "
	"6B6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b for manifest\n"
	"}\n"
	"policy p serial 3 epoch 4 audit on-fail shell valid-from 2000-01-01 "
	"valid-until 2000-02-29\n";

static bool at(struct span span, const char *what)
{
	return span.end - span.start == strlen(what) &&
	       !memcmp(text + span.start, what, strlen(what));
}

static void whole(void)
{
	struct source source = { .name = "t", .text = text, .len = sizeof(text) - 1 };
	struct source_reader reader = { 0 };
	struct arena arena = { 0 };
	struct sources sources;
	struct diags diags;
	const struct ast_key *key;
	const struct ast *ast;

	sources_start(&sources, &arena);
	sources_add(&sources, &source);
	diag_start(&diags, &sources, &arena);
	ast = parse_policy(&sources, &reader, &diags, &arena);
	ok(!diags.count[DIAG_ERROR] && !ast->broken && !ast->foreign, "no error");
	ok(ast->policy && at(ast->policy->span, "policy") && !strcmp(ast->policy->name.text, "p"),
	   "the policy line");
	ok(ast->policy->serial == 3 && ast->policy->epoch == 4, "serial and epoch");
	ok(ast->policy->mode == LORICA_MODE_AUDIT && ast->policy->on_fail == LORICA_ON_FAIL_SHELL,
	   "mode and on-fail");
	ok(ast->policy->valid_from == 946684800, "a date begins with its first second");
	ok(ast->policy->valid_until == 951868799, "a date ends with its last second");
	ok(at(ast->policy->value[AST_SERIAL], "3"), "the span of a value");

	key = ast->keys->list;
	ok(key && at(key->name.span, "b") && !strcmp(key->path.text, "keys/b"), "the first key");
	ok(at(key->path.span, "\"keys/b\""), "the span of a string has its quotes");
	ok(key->purposes == (LORICA_PURPOSE_POLICY | LORICA_PURPOSE_MANIFEST) && !key->pinned,
	   "a comma continues the list on the next line");
	key = key->next;
	ok(key && key->pinned && key->pin[0] == 'k' && key->pin[31] == 'k',
	   "a pin of digits in either case");
	ok(!key->next, "no more keys");

	ok(ast->exec && ast->exec->value == LORICA_DEFAULT_DENY, "the exec section");
	ok(at(ast->exec->rules->key.span, "b") && at(ast->exec->rules->next->key.span, "a"),
	   "rules in the order of the text");
	arena_free(&arena);
}

/* Whatever the end of a file takes away, the parser comes to an end too. */
static void cut(void)
{
	struct compile c;
	size_t n, good = 0;

	for (n = 0; n < sizeof(text) - 1; n++) {
		char *part = strndup(text, n);

		good += fixture_compile(&c, part, n);
		compile_free(&c);
		free(part);
	}
	/* Behind audit, shell and the first date, with and without a blank; without the newline. */
	ok(good == 7, "of all beginnings of a text 7 are a policy, not %zu", good);
}

static void stops(void)
{
	struct compile c;
	char many[4096] = "syntax 1\n";
	char *said;
	size_t i;

	for (i = 0; i < 100; i++)
		strcat(many, "x\n");
	fixture_compile(&c, many, strlen(many));
	ok(c.diags.count[DIAG_ERROR] == DIAG_MAX, "it stops at %d errors", DIAG_MAX);
	said = fixture_diags(&c);
	ok(strstr(said, "20 errors, stopped there\n"), "and says so");
	free(said);
	compile_free(&c);
}

int main(void)
{
	whole();
	cut();
	stops();
	return tap_done();
}
