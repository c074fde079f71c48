// SPDX-License-Identifier: GPL-2.0-only
/* One function per production of the grammar in lorica-test(8), with the same names. */
#include "expect.h"

#include <string.h>

#include "kernel/shim.h"
#include "expect_event.h"

/* What is being read, and the ends of its lists. */
struct reading {
	struct expect_reading e;
	struct expect_manifest **manifests;
	bool broken;
};

/* expectation = event, ( "allow" | "deny" | "audit" ) ; */
static bool expectation(struct reading *r, size_t which, struct span head)
{
	struct expect_line **first = r->e.lines, *line;
	uint32_t verdict;

	if (!expect_event(&r->e, which, head) ||
	    !parser_choice(&r->e.p, &words_verdict, "'allow', 'deny' or 'audit'", &verdict, NULL))
		return false;
	for (line = *first; line; line = line->next)
		line->verdict = verdict;
	return true;
}

/* Takes a value that may be given once, in all files. */
static bool once(struct reading *r, unsigned int type, struct ast_word *value, struct span head,
		 const char *what)
{
	struct ast_word again;

	if (!value->text)
		return parser_value(&r->e.p, type, what, value);
	diag_report(r->e.p.lex.diags, DIAG_DUPLICATE_CLAUSE, head, "%s is given twice", what);
	diag_related(r->e.p.lex.diags, value->span, "first given here");
	return parser_value(&r->e.p, type, what, &again);
}

/* policy-line = "policy", path ; */
static bool policy_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_PATH, &r->e.expect->policy, head, "the path of the policy");
}

/* root-line = "root", path ; */
static bool root_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_PATH, &r->e.expect->root, head, "the path of the root file system");
}

/* volume-line = "volume", name ; */
static bool volume_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_NAME, &r->e.expect->volume, head, "the name of a volume");
}

/* manifest-line = "manifest", path, [ "by", name ] ; */
static bool manifest_line(struct reading *r, struct span head)
{
	struct expect_manifest *manifest = arena_alloc(r->e.p.lex.arena, sizeof(*manifest));

	(void)head;
	if (!parser_value(&r->e.p, CONSTANT_PATH, "the path of a manifest", &manifest->path))
		return false;
	*r->manifests = manifest;
	r->manifests = &manifest->next;
	if (!parser_is(&r->e.p, "by"))
		return true;
	parser_take(&r->e.p);
	return parser_value(&r->e.p, CONSTANT_NAME, "the name of a key", &manifest->key);
}

enum statement {
	POLICY,
	MANIFEST,
	ROOT,
	VOLUME,
	NR_SETTINGS,
	INCLUDE = NR_SETTINGS,
	DEFINE,
	EVENTS, /* and which one, see expect_event() */
	MAX_WORDS = EVENTS + EXPECT_MAX_EVENTS,
};

static bool (*const settings[NR_SETTINGS])(struct reading *r, struct span head) = {
	[POLICY] = policy_line,
	[MANIFEST] = manifest_line,
	[ROOT] = root_line,
	[VOLUME] = volume_line,
};

static const struct word setting_words[EVENTS] = {
	[POLICY] = { "policy", POLICY },    [MANIFEST] = { "manifest", MANIFEST },
	[ROOT] = { "root", ROOT },	    [VOLUME] = { "volume", VOLUME },
	[INCLUDE] = { "include", INCLUDE }, [DEFINE] = { "define", DEFINE },
};

/* Fills @list with what a statement may begin with. */
static struct words statement_words(struct word *list)
{
	size_t i;

	memcpy(list, setting_words, sizeof(setting_words));
	for (i = 0; expect_event_word(i); i++) {
		list[EVENTS + i].name = expect_event_word(i);
		list[EVENTS + i].value = EVENTS + i;
	}
	return (struct words){ list, EVENTS + i };
}

/* The first pass has read them. */
static bool pass_over(struct parser *p)
{
	p->lex.quiet = true;
	parser_skip_statement(p);
	p->lex.quiet = false;
	return true;
}

/*
 * statement = include-line | define-line | policy-line | manifest-line | root-line | volume-line
 *	| expectation ;
 */
static bool statement(struct reading *r)
{
	struct word list[MAX_WORDS];
	const struct words words = statement_words(list);
	struct span head;
	uint32_t which;
	bool good;

	if (!parser_choice(&r->e.p, &words, "a setting or an event", &which, &head))
		return false;
	if (which == INCLUDE || which == DEFINE)
		return pass_over(&r->e.p);
	if (which < NR_SETTINGS)
		good = settings[which](r, head);
	else
		good = expectation(r, which - EVENTS, head);
	return good && parser_end_of_statement(&r->e.p);
}

static bool is_statement(const struct parser *p)
{
	struct word list[MAX_WORDS];
	const struct words words = statement_words(list);
	size_t i = 0;

	while (i < words.n && !parser_is(p, words.list[i].name))
		i++;
	return i < words.n;
}

/* syntax-line = "syntax", "1" ; */
static bool syntax_line(struct parser *p, bool *foreign)
{
	struct ast_word version;

	if (!parser_is(p, "syntax")) {
		diag_report(p->lex.diags, DIAG_SYNTAX_FIRST, p->token.span,
			    "a file of expectations begins with 'syntax 1'");
		return is_statement(p);
	}
	parser_take(p);
	if (!parser_word(p, "the version of the language", &version))
		return false;
	*foreign = strcmp(version.text, "1");
	if (*foreign)
		diag_report(p->lex.diags, DIAG_SYNTAX_VERSION, version.span,
			    "syntax '%s' is not known; this is a reader of syntax 1", version.text);
	return parser_end_of_statement(p);
}

static void skip(struct reading *r)
{
	r->broken = true;
	parser_skip_statement(&r->e.p);
	if (r->e.p.token.kind == TOKEN_CLOSE)
		parser_take(&r->e.p);
}

static void read_file(struct reading *r, const struct source *source)
{
	bool foreign = source->unread;

	if (!foreign) {
		parser_start(&r->e.p, source, false);
		parser_newlines(&r->e.p);
		if (!syntax_line(&r->e.p, &foreign))
			skip(r);
	}
	r->broken |= foreign;
	while (!foreign) {
		parser_newlines(&r->e.p);
		if (r->e.p.token.kind == TOKEN_END)
			break;
		if (!statement(r))
			skip(r);
	}
}

struct expect *expect_parse(struct sources *sources, const struct source_reader *reader,
			    struct diags *diags, struct arena *arena)
{
	struct span end = { sources->list[0]->len, sources->list[0]->len };
	struct reading r = {
		.e.p.lex = { .diags = diags, .arena = arena },
		.e.p.ast = arena_alloc(arena, sizeof(struct ast)),
		.e.p.sources = sources,
		.e.expect = arena_alloc(arena, sizeof(struct expect)),
	};
	unsigned int i;

	r.manifests = &r.e.expect->manifests;
	r.e.lines = &r.e.expect->lines;
	r.e.p.ast->constants = arena_alloc(arena, sizeof(*r.e.p.ast->constants));
	parse_includes(&r.e.p, reader);
	for (i = 0; i < sources->nr; i++)
		read_file(&r, sources->list[i]);
	if (!r.broken && !r.e.p.ast->partial)
		expect_check(r.e.expect, end, diags, arena);
	return r.e.expect;
}

struct expect *expect_parse_event(struct sources *sources, struct diags *diags, struct arena *arena)
{
	struct expect_reading r = {
		.p.lex = { .diags = diags, .arena = arena },
		.p.ast = arena_alloc(arena, sizeof(struct ast)),
		.p.sources = sources,
		.expect = arena_alloc(arena, sizeof(struct expect)),
	};
	const struct source_reader none = { 0 };
	struct word list[EXPECT_MAX_EVENTS];
	struct words words = { list, 0 };
	struct span head;
	uint32_t which;

	r.lines = &r.expect->lines;
	r.p.ast->constants = arena_alloc(arena, sizeof(*r.p.ast->constants));
	parse_includes(&r.p, &none);
	parser_start(&r.p, sources->list[0], false);
	for (; expect_event_word(words.n); words.n++)
		list[words.n] = (struct word){ expect_event_word(words.n), words.n };
	if (parser_choice(&r.p, &words, "an event", &which, &head) && expect_event(&r, which, head))
		parser_end_of_statement(&r.p);
	return r.expect;
}
