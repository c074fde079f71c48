// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

#include <stdarg.h>

#include "arena.h"
#include "lint.h"
#include "sources.h"

void diag_start(struct diags *d, const struct sources *sources, struct arena *arena)
{
	*d = (struct diags){ .sources = sources, .arena = arena };
	d->tail = &d->list;
}

void diag_report(struct diags *d, enum diag_kind kind, struct span span, const char *fmt, ...)
{
	struct diag *diag = arena_alloc(d->arena, sizeof(*diag));
	struct span written;
	bool constant = sources_used(d->sources, &span, &written);
	va_list ap;

	diag->kind = kind;
	diag->span = span;
	diag->related_tail = &diag->related;
	va_start(ap, fmt);
	diag->message = arena_vprintf(d->arena, fmt, ap);
	va_end(ap);
	d->last = diag;
	if (constant)
		diag_related(d, written, "the value stands here");
	if (d->lints && d->lints->off[kind])
		return;
	if (d->count[diag_kind_level(kind)]++ >= DIAG_MAX)
		return;
	*d->tail = diag;
	d->tail = &diag->next;
}

void diag_related(struct diags *d, struct span span, const char *fmt, ...)
{
	struct diag_related *related = arena_alloc(d->arena, sizeof(*related));
	struct span written;
	va_list ap;

	sources_used(d->sources, &span, &written);

	related->span = span;
	va_start(ap, fmt);
	related->message = arena_vprintf(d->arena, fmt, ap);
	va_end(ap);
	*d->last->related_tail = related;
	d->last->related_tail = &related->next;
}

bool diag_full(const struct diags *d)
{
	return d->count[DIAG_ERROR] >= DIAG_MAX;
}

bool diag_failed(const struct diags *d)
{
	return d->count[DIAG_ERROR] || (d->lints && d->lints->strict && d->count[DIAG_WARNING]);
}

enum diag_level diag_level(const struct diags *d, const struct diag *diag)
{
	enum diag_level level = diag_kind_level(diag->kind);

	if (level == DIAG_WARNING && d->lints && d->lints->strict)
		return DIAG_ERROR;
	return level;
}

/* A stable insertion sort: DIAG_MAX of each level at most, often in order. */
void diag_sort(struct diags *d)
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
