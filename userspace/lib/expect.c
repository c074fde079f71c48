// SPDX-License-Identifier: GPL-2.0-only
/* One function per production of the grammar in lorica-test(8), with the same names. */
#include "expect.h"

#include <string.h>

#include "kernel/shim.h"
#include "parser.h"

/* What is being read, and the ends of its lists. */
struct reading {
	struct parser p;
	struct expect *expect;
	struct expect_manifest **manifests;
	struct expect_line **lines;
	const struct event_row *row;
	bool broken;
};

/*
 * The events of the language: a section that is new has a row here for each
 * of its events, and a function that reads the object of one.
 */
struct event_row {
	enum lorica_event_type type;
	bool (*object)(struct reading *r, const struct event_row *row);
};

static struct expect_line *add_line(struct reading *r, const struct ast_word *object)
{
	struct expect_line *line = arena_alloc(r->p.lex.arena, sizeof(*line));

	line->type = r->row->type;
	line->object = *object;
	*r->lines = line;
	r->lines = &line->next;
	r->expect->nr++;
	return line;
}

static void add_path(void *context, const struct ast_word *path)
{
	struct reading *r = context;

	add_line(r, path);
	if (*path->text == '/')
		return;
	diag_report(r->p.lex.diags, DIAG_BAD_STRING, path->span,
		    "the path of a file on the device begins with '/'");
}

static void add_digest(void *context, const struct ast_word *digest)
{
	struct reading *r = context;
	struct expect_line *line = add_line(r, digest);
	struct value_wrong wrong;

	line->has_digest = true;
	if (!value_digest(digest->text, line->digest, &wrong))
		parser_wrong(&r->p, DIAG_BAD_HEX, digest, &wrong);
}

/* file = paths | "sha256", digests ; */
static bool file(struct reading *r, const struct event_row *row)
{
	r->row = row;
	if (!parser_is(&r->p, "sha256"))
		return parser_values(&r->p, CONSTANT_PATH, "'sha256', or the path of a file",
				     add_path, r);
	parser_take(&r->p);
	return parser_values(&r->p, CONSTANT_DIGEST, "64 hex digits", add_digest, r);
}

static const struct event_row event_rows[] = {
	{ LORICA_EVENT_EXEC, file },   { LORICA_EVENT_MMAP, file },
	{ LORICA_EVENT_MODULE, file }, { LORICA_EVENT_FIRMWARE, file },
	{ LORICA_EVENT_SCRIPT, file },
};

/* expectation = event, file, ( "allow" | "deny" | "audit" ) ; */
static bool expectation(struct reading *r, const struct event_row *row)
{
	struct expect_line **first = r->lines, *line;
	uint32_t verdict;

	if (!row->object(r, row) ||
	    !parser_choice(&r->p, &words_verdict, "'allow', 'deny' or 'audit'", &verdict, NULL))
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
		return parser_value(&r->p, type, what, value);
	diag_report(r->p.lex.diags, DIAG_DUPLICATE_CLAUSE, head, "%s is given twice", what);
	diag_related(r->p.lex.diags, value->span, "first given here");
	return parser_value(&r->p, type, what, &again);
}

/* policy-line = "policy", path ; */
static bool policy_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_PATH, &r->expect->policy, head, "the path of the policy");
}

/* root-line = "root", path ; */
static bool root_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_PATH, &r->expect->root, head, "the path of the root file system");
}

/* volume-line = "volume", name ; */
static bool volume_line(struct reading *r, struct span head)
{
	return once(r, CONSTANT_NAME, &r->expect->volume, head, "the name of a volume");
}

/* manifest-line = "manifest", path, [ "by", name ] ; */
static bool manifest_line(struct reading *r, struct span head)
{
	struct expect_manifest *manifest = arena_alloc(r->p.lex.arena, sizeof(*manifest));

	(void)head;
	if (!parser_value(&r->p, CONSTANT_PATH, "the path of a manifest", &manifest->path))
		return false;
	*r->manifests = manifest;
	r->manifests = &manifest->next;
	if (!parser_is(&r->p, "by"))
		return true;
	parser_take(&r->p);
	return parser_value(&r->p, CONSTANT_NAME, "the name of a key", &manifest->key);
}

enum statement {
	POLICY,
	MANIFEST,
	ROOT,
	VOLUME,
	NR_SETTINGS,
	INCLUDE = NR_SETTINGS,
	DEFINE,
	EVENTS, /* and an index into event_rows */
	NR_WORDS = EVENTS + ARRAY_SIZE(event_rows),
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
	for (i = 0; i < ARRAY_SIZE(event_rows); i++) {
		list[EVENTS + i].name = words_name(&words_event_type, event_rows[i].type);
		list[EVENTS + i].value = EVENTS + i;
	}
	return (struct words){ list, NR_WORDS };
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
	struct word list[NR_WORDS];
	const struct words words = statement_words(list);
	struct span head;
	uint32_t which;
	bool good;

	if (!parser_choice(&r->p, &words, "a setting or an event", &which, &head))
		return false;
	if (which == INCLUDE || which == DEFINE)
		return pass_over(&r->p);
	if (which < NR_SETTINGS)
		good = settings[which](r, head);
	else
		good = expectation(r, &event_rows[which - EVENTS]);
	return good && parser_end_of_statement(&r->p);
}

static bool is_statement(const struct parser *p)
{
	struct word list[NR_WORDS];
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
	parser_skip_statement(&r->p);
	if (r->p.token.kind == TOKEN_CLOSE)
		parser_take(&r->p);
}

static void read_file(struct reading *r, const struct source *source)
{
	bool foreign = source->unread;

	if (!foreign) {
		parser_start(&r->p, source, false);
		parser_newlines(&r->p);
		if (!syntax_line(&r->p, &foreign))
			skip(r);
	}
	r->broken |= foreign;
	while (!foreign) {
		parser_newlines(&r->p);
		if (r->p.token.kind == TOKEN_END)
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
		.p.lex = { .diags = diags, .arena = arena },
		.p.ast = arena_alloc(arena, sizeof(struct ast)),
		.p.sources = sources,
		.expect = arena_alloc(arena, sizeof(struct expect)),
	};
	unsigned int i;

	r.manifests = &r.expect->manifests;
	r.lines = &r.expect->lines;
	r.p.ast->constants = arena_alloc(arena, sizeof(*r.p.ast->constants));
	parse_includes(&r.p, reader);
	for (i = 0; i < sources->nr; i++)
		read_file(&r, sources->list[i]);
	if (!r.broken && !r.p.ast->partial)
		expect_check(r.expect, end, diags, arena);
	return r.expect;
}
