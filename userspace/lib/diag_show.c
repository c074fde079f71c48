// SPDX-License-Identifier: GPL-2.0-only
/* A collection of reports, for people and for programs. */
#include "diag.h"
#include "json.h"
#include "lint.h"
#include "sources.h"
#include "utf8.h"

/* Characters of a line that are shown before a report, and of the whole line. */
enum { BEFORE = 80, SHOWN = 200 };

static const struct {
	const char *word;
	const char *color;
} levels[DIAG_NR_LEVELS] = {
	[DIAG_ERROR] = { "error", "\033[1;31m" },
	[DIAG_WARNING] = { "warning", "\033[1;35m" },
	[DIAG_NOTE] = { "note", "\033[1;36m" },
};

/* The part of a line that fits, and whether something is left out at its ends. */
struct excerpt {
	uint32_t start;
	uint32_t end;
	bool cut_before;
	bool cut_behind;
};

static uint32_t char_len(const struct source *s, uint32_t at, uint32_t end)
{
	size_t n = utf8_char(s->text + at, end - at);

	return n ? n : 1;
}

static struct excerpt cut(const struct source *s, const struct position *pos)
{
	struct excerpt e = { pos->line_start, pos->line_end, false, false };
	uint32_t n, before = pos->column - 1;

	if (source_columns(s, e.start, e.end) <= SHOWN)
		return e;
	for (; before > BEFORE; before--)
		e.start += char_len(s, e.start, e.end);
	for (e.end = e.start, n = 0; n < SHOWN && e.end < pos->line_end; n++)
		e.end += char_len(s, e.end, pos->line_end);
	e.cut_before = e.start > pos->line_start;
	e.cut_behind = e.end < pos->line_end;
	return e;
}

/* The text as it is, but nothing in it may talk to the terminal. */
static void print_line(const struct source *s, struct excerpt e, FILE *to)
{
	uint32_t i, n;

	fputs(e.cut_before ? "..." : "", to);
	for (i = e.start; i < e.end; i += n) {
		n = utf8_char(s->text + i, e.end - i);
		if (!n || (s->text[i] != '\t' && utf8_hidden(s->text + i, n))) {
			n = n ? n : 1;
			putc('?', to);
		} else {
			fwrite(s->text + i, 1, n, to);
		}
	}
	fputs(e.cut_behind ? "...\n" : "\n", to);
}

static void print_caret(const struct source *s, struct excerpt e, uint32_t start, uint32_t end,
			FILE *to)
{
	uint32_t i, n;

	end = end < e.end ? end : e.end;
	fputs(e.cut_before ? "   " : "", to);
	for (i = e.start; i < start; i += char_len(s, i, e.end))
		putc(s->text[i] == '\t' ? '\t' : ' ', to);
	putc('^', to);
	for (n = source_columns(s, start, end); n > 1; n--)
		putc('~', to);
}

static void print_one(const struct diags *d, FILE *to, bool color, enum diag_level level,
		      struct span span, const char *message, const char *kind)
{
	const struct source *s = sources_find(d->sources, span.start);
	uint32_t start = span.start - s->base, end = span.end - s->base;
	struct position pos = source_locate(s, start);
	struct excerpt e = cut(s, &pos);

	fprintf(to, "%s%s:%u:%u:%s ", color ? "\033[1m" : "", s->name, pos.line, pos.column,
		color ? "\033[0m" : "");
	fprintf(to, "%s%s:%s %s", color ? levels[level].color : "", levels[level].word,
		color ? "\033[0m" : "", message);
	if (kind)
		fprintf(to, " [%s]", kind);
	putc('\n', to);
	if (pos.line_start == pos.line_end)
		return;
	print_line(s, e, to);
	fputs(color ? "\033[1;32m" : "", to);
	print_caret(s, e, start, end, to);
	fputs(color ? "\033[0m\n" : "\n", to);
}

/* How a file came to be included, the nearest file first. */
static void print_chain(const struct diags *d, const struct source *s, FILE *to, bool color)
{
	for (; s->parent; s = s->parent)
		print_one(d, to, color, DIAG_NOTE, s->include, "included from here", NULL);
}

void diag_print(struct diags *d, FILE *to, bool color, bool quiet)
{
	const struct source *s, *last = NULL;
	const struct diag_related *r;
	const struct diag *diag;

	diag_sort(d);
	for (diag = d->list; diag; diag = diag->next) {
		enum diag_level level = diag_level(d, diag);

		if (quiet && level != DIAG_ERROR)
			continue;
		print_one(d, to, color, level, diag->span, diag->message,
			  diag_kind_name(diag->kind));
		for (r = diag->related; r; r = r->next)
			print_one(d, to, color, DIAG_NOTE, r->span, r->message, NULL);
		s = sources_find(d->sources, diag->span.start);
		if (s != last)
			print_chain(d, s, to, color);
		last = s;
	}
	if (diag_full(d))
		fprintf(to, "%s: %d errors, stopped there\n", d->sources->list[0]->name, DIAG_MAX);
}

static void json_place(const struct source *s, struct json *j, const char *key, uint32_t offset)
{
	struct position pos = source_locate(s, offset);

	json_open(j, key, '{');
	json_number(j, "line", pos.line);
	json_number(j, "column", pos.column);
	json_number(j, "offset", offset);
	json_close(j, '}');
}

static void json_span(const struct diags *d, struct json *j, struct span span)
{
	const struct source *s = sources_find(d->sources, span.start);

	json_text(j, "file", s->name);
	json_place(s, j, "start", span.start - s->base);
	json_place(s, j, "end", span.end - s->base);
}

static void json_one(const struct diags *d, const struct diag *diag, struct json *j)
{
	const struct source *s = sources_find(d->sources, diag->span.start);
	const struct diag_related *r;

	json_open(j, NULL, '{');
	json_text(j, "level", levels[diag_level(d, diag)].word);
	json_text(j, "kind", diag_kind_name(diag->kind));
	json_text(j, "message", diag->message);
	json_span(d, j, diag->span);
	json_open(j, "related", '[');
	for (r = diag->related; r; r = r->next) {
		json_open(j, NULL, '{');
		json_text(j, "message", r->message);
		json_span(d, j, r->span);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_open(j, "included_from", '[');
	for (; s->parent; s = s->parent) {
		json_open(j, NULL, '{');
		json_span(d, j, s->include);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

void diag_json(struct diags *d, struct json *j)
{
	unsigned int errors = d->count[DIAG_ERROR], warnings = d->count[DIAG_WARNING];
	const struct diag *diag;

	if (d->lints && d->lints->strict) {
		errors += warnings;
		warnings = 0;
	}
	diag_sort(d);
	json_text(j, "file", d->sources->list[0]->name);
	json_number(j, "errors", errors);
	json_number(j, "warnings", warnings);
	json_open(j, "diagnostics", '[');
	for (diag = d->list; diag; diag = diag->next)
		json_one(d, diag, j);
	json_close(j, ']');
}
