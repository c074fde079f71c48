// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

#include <stdarg.h>

#include "arena.h"
#include "json.h"
#include "utf8.h"

struct related {
	struct related *next;
	struct span span;
	const char *message;
};

struct diag {
	struct diag *next;
	enum diag_kind kind;
	struct span span;
	const char *message;
	struct related *related;
	struct related **related_tail;
};

static const struct {
	const char *word;
	const char *color;
} levels[DIAG_NR_LEVELS] = {
	[DIAG_ERROR] = { "error", "\033[1;31m" },
	[DIAG_WARNING] = { "warning", "\033[1;35m" },
	[DIAG_NOTE] = { "note", "\033[1;36m" },
};

void diag_start(struct diags *d, const struct source *source, struct arena *arena)
{
	*d = (struct diags){ .source = source, .arena = arena };
	d->tail = &d->list;
}

static const char *format(struct diags *d, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = arena_alloc(d->arena, len + 1);
	vsnprintf(text, len + 1, fmt, ap);
	return text;
}

void diag_report(struct diags *d, enum diag_kind kind, struct span span, const char *fmt, ...)
{
	struct diag *diag = arena_alloc(d->arena, sizeof(*diag));
	va_list ap;

	diag->kind = kind;
	diag->span = span;
	diag->related_tail = &diag->related;
	va_start(ap, fmt);
	diag->message = format(d, fmt, ap);
	va_end(ap);
	d->last = diag;
	if (d->count[diag_kind_level(kind)]++ >= DIAG_MAX)
		return;
	*d->tail = diag;
	d->tail = &diag->next;
}

void diag_related(struct diags *d, struct span span, const char *fmt, ...)
{
	struct related *related = arena_alloc(d->arena, sizeof(*related));
	va_list ap;

	related->span = span;
	va_start(ap, fmt);
	related->message = format(d, fmt, ap);
	va_end(ap);
	*d->last->related_tail = related;
	d->last->related_tail = &related->next;
}

bool diag_full(const struct diags *d)
{
	return d->count[DIAG_ERROR] >= DIAG_MAX;
}

/* A stable insertion sort: DIAG_MAX of each level at most, often in order. */
static void sort(struct diags *d)
{
	struct diag *sorted = NULL, *diag, *next, **at;

	for (diag = d->list; diag; diag = next) {
		next = diag->next;
		for (at = &sorted; *at && (*at)->span.start <= diag->span.start;)
			at = &(*at)->next;
		diag->next = *at;
		*at = diag;
	}
	d->list = sorted;
	for (d->tail = &d->list; *d->tail;)
		d->tail = &(*d->tail)->next;
}

/* The line as it is, but nothing in it may talk to the terminal. */
static void print_line(const struct source *s, const struct position *pos, FILE *to)
{
	uint32_t i, n;

	for (i = pos->line_start; i < pos->line_end; i += n) {
		n = utf8_char(s->text + i, pos->line_end - i);
		if (!n || (s->text[i] != '\t' && utf8_hidden(s->text + i, n))) {
			n = n ? n : 1;
			putc('?', to);
		} else {
			fwrite(s->text + i, 1, n, to);
		}
	}
	putc('\n', to);
}

static void print_caret(const struct source *s, const struct position *pos, struct span span,
			FILE *to)
{
	uint32_t i, n, end = span.end < pos->line_end ? span.end : pos->line_end;

	for (i = pos->line_start; i < span.start; i += n) {
		n = utf8_char(s->text + i, s->len - i);
		n = n ? n : 1;
		putc(s->text[i] == '\t' ? '\t' : ' ', to);
	}
	putc('^', to);
	for (n = source_columns(s, span.start, end); n > 1; n--)
		putc('~', to);
}

static void print_one(const struct diags *d, FILE *to, bool color, enum diag_level level,
		      struct span span, const char *message, const char *kind)
{
	struct position pos = source_locate(d->source, span.start);

	fprintf(to, "%s%s:%u:%u:%s ", color ? "\033[1m" : "", d->source->name, pos.line, pos.column,
		color ? "\033[0m" : "");
	fprintf(to, "%s%s:%s %s", color ? levels[level].color : "", levels[level].word,
		color ? "\033[0m" : "", message);
	if (kind)
		fprintf(to, " [%s]", kind);
	putc('\n', to);
	if (pos.line_start == pos.line_end)
		return;
	print_line(d->source, &pos, to);
	fputs(color ? "\033[1;32m" : "", to);
	print_caret(d->source, &pos, span, to);
	fputs(color ? "\033[0m\n" : "\n", to);
}

void diag_print(struct diags *d, FILE *to, bool color, bool quiet)
{
	const struct diag *diag;
	const struct related *r;

	sort(d);
	for (diag = d->list; diag; diag = diag->next) {
		enum diag_level level = diag_kind_level(diag->kind);

		if (quiet && level != DIAG_ERROR)
			continue;
		print_one(d, to, color, level, diag->span, diag->message,
			  diag_kind_name(diag->kind));
		for (r = diag->related; r; r = r->next)
			print_one(d, to, color, DIAG_NOTE, r->span, r->message, NULL);
	}
	if (diag_full(d))
		fprintf(to, "%s: %d errors, stopped there\n", d->source->name, DIAG_MAX);
}

static void json_place(const struct diags *d, struct json *j, const char *key, uint32_t offset)
{
	struct position pos = source_locate(d->source, offset);

	json_open(j, key, '{');
	json_number(j, "line", pos.line);
	json_number(j, "column", pos.column);
	json_number(j, "offset", offset);
	json_close(j, '}');
}

static void json_span(const struct diags *d, struct json *j, struct span span)
{
	json_place(d, j, "start", span.start);
	json_place(d, j, "end", span.end);
}

void diag_json(struct diags *d, struct json *j)
{
	const struct diag *diag;
	const struct related *r;

	sort(d);
	json_text(j, "file", d->source->name);
	json_number(j, "errors", d->count[DIAG_ERROR]);
	json_number(j, "warnings", d->count[DIAG_WARNING]);
	json_open(j, "diagnostics", '[');
	for (diag = d->list; diag; diag = diag->next) {
		json_open(j, NULL, '{');
		json_text(j, "level", levels[diag_kind_level(diag->kind)].word);
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
		json_close(j, '}');
	}
	json_close(j, ']');
}
