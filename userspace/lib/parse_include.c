// SPDX-License-Identifier: GPL-2.0-only
/* The production include-line of policy/lorica.ebnf, and what it brings in. */
#include <errno.h>
#include <string.h>

#include "kernel/limits.h"
#include "parser.h"

/* A file that is being read, and what it has included so far. */
struct included {
	struct included *next;
	const struct source *source;
	struct span span;
};

struct file {
	const struct source_reader *reader;
	struct source *source;
	struct included *included;
	unsigned int depth;
};

static void read_file(const struct parser *parent, const struct source_reader *reader,
		      struct source *source, unsigned int depth);

/* What no part of a text is; the rest of the compiler need not care about it. */
static bool is_text(struct parser *p, const struct source *source)
{
	const char *text = source->text, *end = text + source->len, *line, *next;
	const char *nul = memchr(text, '\0', source->len);
	struct span span;

	if (nul) {
		span.start = source->base + (nul - text);
		span.end = span.start + 1;
		diag_report(p->lex.diags, DIAG_NOT_TEXT, span,
			    "a policy is a text, and this is a NUL byte");
		return false;
	}
	for (line = text; line < end; line = next + 1) {
		next = memchr(line, '\n', end - line) ?: end;
		if (next - line <= SOURCES_MAX_LINE)
			continue;
		span.start = source->base + (line - text);
		span.end = span.start + 1;
		diag_report(p->lex.diags, DIAG_LIMIT, span,
			    "the line has %zu bytes; the limit is %d", (size_t)(next - line),
			    SOURCES_MAX_LINE);
		return false;
	}
	return true;
}

/* Was the file named before, here or on the way to here? */
static bool is_allowed(struct parser *p, struct file *file, const struct source *known,
		       struct span span)
{
	const struct included *i;
	const struct source *s;

	for (s = file->source; s && s != known; s = s->parent)
		;
	if (s) {
		diag_report(p->lex.diags, DIAG_INCLUDE_CYCLE, span, "'%s' would include itself",
			    known->name);
		for (s = file->source; s != known; s = s->parent)
			diag_related(p->lex.diags, s->include, "by way of '%s'", s->name);
		return false;
	}
	for (i = file->included; i && i->source != known; i = i->next)
		;
	if (i) {
		diag_report(p->lex.diags, DIAG_DUPLICATE_INCLUDE, span, "'%s' is included twice",
			    known->name);
		diag_related(p->lex.diags, i->span, "first included here");
	}
	return !i;
}

static void remember(struct parser *p, struct file *file, const struct source *source,
		     struct span span)
{
	struct included *included = arena_alloc(p->lex.arena, sizeof(*included));

	*included = (struct included){ file->included, source, span };
	file->included = included;
}

static void cannot_read(struct parser *p, struct span span, const char *path, int err)
{
	p->ast->partial = true;
	if (err == -EFBIG)
		diag_report(p->lex.diags, DIAG_LIMIT, span, "'%s' has more than %d bytes", path,
			    LORICA_MAX_TEXT);
	else if (err == -ENOTSUP)
		diag_report(p->lex.diags, DIAG_INCLUDE_UNREADABLE, span,
			    "'%s' is not a regular file", path);
	else
		diag_report(p->lex.diags, DIAG_INCLUDE_UNREADABLE, span, "'%s' cannot be read: %s",
			    path, strerror(-err));
}

static struct source *add(struct parser *p, const struct file *file, struct source *source)
{
	struct source *added;
	int err = file->reader->read(file->reader->context, p->lex.arena, source);

	if (err) {
		cannot_read(p, source->include, source->name, err);
		return NULL;
	}
	added = sources_add(p->sources, source);
	if (added)
		return added;
	p->ast->partial = true;
	diag_report(p->lex.diags, DIAG_LIMIT, source->include,
		    "a policy has at most %d files with %d bytes in all", SOURCES_MAX,
		    SOURCES_MAX_BYTES);
	return NULL;
}

static void include(struct parser *p, struct file *file, const char *path, struct span span)
{
	struct source source = { .parent = file->source, .include = span }, *known;
	int err;

	source.path = sources_path(p->sources, file->source, path);
	if (!file->reader->find) {
		p->ast->partial = true;
		diag_report(p->lex.diags, DIAG_INCLUDE_UNREADABLE, span,
			    "'%s' cannot be read: the text of a statement includes no files",
			    source.path);
		return;
	}
	err = file->reader->find(file->reader->context, p->lex.arena, &source);
	if (err) {
		cannot_read(p, span, source.name, err);
		return;
	}
	known = sources_known(p->sources, source.id);
	if (known && !is_allowed(p, file, known, span))
		return;
	if (!known && file->depth == SOURCES_MAX_DEPTH) {
		p->ast->partial = true;
		diag_report(p->lex.diags, DIAG_LIMIT, span,
			    "files include one another more than %d deep", SOURCES_MAX_DEPTH);
		return;
	}
	if (!known) {
		known = add(p, file, &source);
		if (known)
			read_file(p, file->reader, known, file->depth + 1);
	}
	if (known)
		remember(p, file, known, span);
}

/* include-line = "include", path ; */
static bool include_line(struct parser *p, struct file *file)
{
	struct token path = p->token;

	if (path.kind != TOKEN_STRING)
		return parser_expected(p, "the path of a file in quotes");
	parser_take(p);
	include(p, file, path.text, path.span);
	return true;
}

static void statement(struct parser *p, struct file *file)
{
	bool is_include = parser_is(p, "include"), good = false;

	if (is_include || parser_is(p, "define")) {
		p->lex.quiet = false;
		parser_take(p);
		good = is_include ? include_line(p, file) : parse_define(p);
		good = good && parser_end_of_statement(p);
		p->lex.quiet = true;
	}
	/* In a section that has no end there may be a definition. */
	if (!good && !parser_skip_statement(p))
		p->ast->constants->partial = true;
}

/* What another version of the language means by its words is not ours to judge. */
static bool syntax_line(struct parser *p)
{
	if (!parser_is(p, "syntax"))
		return true;
	parser_take(p);
	return p->token.kind != TOKEN_WORD || !strcmp(p->token.text, "1");
}

static void read_file(const struct parser *parent, const struct source_reader *reader,
		      struct source *source, unsigned int depth)
{
	struct file file = { .reader = reader, .source = source, .depth = depth };
	struct parser p = *parent;

	source->unread = !is_text(&p, source);
	if (!source->unread) {
		parser_start(&p, source, true);
		parser_newlines(&p);
	}
	if (source->unread || !syntax_line(&p)) {
		p.ast->partial = true;
		return;
	}
	while (p.token.kind != TOKEN_END) {
		statement(&p, &file);
		if (p.token.kind != TOKEN_END)
			parser_take(&p);
	}
}

void parse_includes(const struct parser *p, const struct source_reader *reader)
{
	read_file(p, reader, p->sources->list[0], 0);
	p->ast->constants->partial |= p->ast->partial;
	p->ast->constants->max = p->sources->next > CONSTANT_MAX_VALUES ? p->sources->next :
									  CONSTANT_MAX_VALUES;
	constants_resolve(p->ast->constants, p->lex.diags, p->lex.arena);
}
