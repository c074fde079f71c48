// SPDX-License-Identifier: GPL-2.0-only
#include "constant.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "suggest.h"
#include "value.h"

enum { MAX_SUGGESTED = 4096 }; /* names that are compared, for the sake of time */

static const struct {
	enum constant_type type;
	const char *one;
	const char *list;
} types[] = {
	{ CONSTANT_NAME, "a name", "a list of names" },
	{ CONSTANT_NUMBER, "a number", "a list of numbers" },
	{ CONSTANT_DATE, "a date", "a list of dates" },
	{ CONSTANT_DIGEST, "a digest", "a list of digests" },
	{ CONSTANT_PATH, "a path", "a list of paths" },
};

const char *constant_type_name(enum constant_type type, bool list)
{
	size_t i;

	for (i = 0; types[i].type != type;)
		i++;
	return list ? types[i].list : types[i].one;
}

/* Or a range of them. */
static bool is_number(const char *text)
{
	static const char digits[] = "0123456789";
	size_t n = strspn(text, digits);

	if (n && text[n] == '-' && text[n + 1])
		text += n + 1;
	return !text[strspn(text, digits)];
}

/* By its looks; whether it is a good one, is for the place where it is used. */
static enum constant_type type_of(const struct constant_value *value)
{
	const char *text = value->word.text;
	uint8_t digest[VALUE_DIGEST];

	if (value->is_string)
		return CONSTANT_PATH;
	if (value_digest(text, digest, NULL))
		return CONSTANT_DIGEST;
	if (is_number(text))
		return CONSTANT_NUMBER;
	return value_is_date(text) ? CONSTANT_DATE : CONSTANT_NAME;
}

void constants_add(struct constants *c, struct constant *constant)
{
	if (!c->tail)
		c->tail = &c->list;
	*c->tail = constant;
	c->tail = &constant->next;
	c->nr++;
}

static int by_name(const void *a, const void *b)
{
	const struct constant *x = *(struct constant *const *)a, *y = *(struct constant *const *)b;
	int order = strcmp(x->name.text, y->name.text);

	if (order)
		return order;
	return x->name.span.start < y->name.span.start ? -1 : 1;
}

static int name_is(const void *name, const void *element)
{
	return strcmp(name, (*(struct constant *const *)element)->name.text);
}

struct constant *constants_find(const struct constants *c, const char *name)
{
	struct constant **found = NULL;

	if (c->nr)
		found = bsearch(name, c->sorted, c->nr, sizeof(c->sorted[0]), name_is);
	if (!found)
		return NULL;
	while (found > c->sorted && !strcmp(found[-1]->name.text, name))
		found--;
	return *found;
}

void constants_unknown(const struct constants *c, const struct ast_word *name, struct diags *diags)
{
	unsigned int i, n = c->nr < MAX_SUGGESTED ? c->nr : MAX_SUGGESTED;
	const char *names[MAX_SUGGESTED], *near;

	if (c->partial)
		return;
	for (i = 0; i < n; i++)
		names[i] = c->sorted[i]->name.text;
	near = suggest_word(name->text, names, n);
	if (near)
		diag_report(diags, DIAG_UNKNOWN_CONSTANT, name->span,
			    "'$%s' is not defined; did you mean '$%s'?", name->text, near);
	else
		diag_report(diags, DIAG_UNKNOWN_CONSTANT, name->span, "'$%s' is not defined",
			    name->text);
}

static void sort(struct constants *c, struct diags *diags, struct arena *arena)
{
	struct constant *constant, *first = NULL;
	unsigned int i = 0;

	c->sorted = arena_alloc(arena, c->nr * sizeof(c->sorted[0]));
	for (constant = c->list; constant; constant = constant->next)
		c->sorted[i++] = constant;
	if (c->nr)
		qsort(c->sorted, c->nr, sizeof(c->sorted[0]), by_name);
	for (i = 0; i < c->nr; i++) {
		if (!first || strcmp(first->name.text, c->sorted[i]->name.text)) {
			first = c->sorted[i];
			continue;
		}
		diag_report(diags, DIAG_DUPLICATE_CONSTANT, c->sorted[i]->name.span,
			    "'%s' is defined twice", first->name.text);
		diag_related(diags, first->name.span, "first defined here");
	}
}

/* What a resolution needs on its way down. */
struct resolve {
	struct constants *c;
	struct diags *diags;
	unsigned int depth;
};

static bool resolve(struct resolve *r, struct constant *constant);

/* Takes another constant into a definition; false when that is no value. */
static bool take_constant(struct resolve *r, struct constant *constant,
			  const struct constant_value *value, enum constant_type *type,
			  unsigned int *size)
{
	struct constant *other = constants_find(r->c, value->word.text);

	if (!other) {
		constants_unknown(r->c, &value->word, r->diags);
		return false;
	}
	other->used = true;
	if (other->state == CONSTANT_BUSY) {
		diag_report(r->diags, DIAG_RECURSIVE_CONSTANT, value->word.span,
			    "'$%s' is defined by itself", other->name.text);
		if (other != constant)
			diag_related(r->diags, other->name.span, "its definition begins here");
		return false;
	}
	if (r->depth == CONSTANT_MAX_DEPTH && other->state == CONSTANT_NEW) {
		diag_report(r->diags, DIAG_LIMIT, value->word.span,
			    "constants are defined by one another more than %d deep",
			    CONSTANT_MAX_DEPTH);
		return false;
	}
	if (!resolve(r, other))
		return false;
	if (other->is_list && !constant->values->next)
		constant->is_list = true;
	*type = other->type;
	*size = other->size;
	return true;
}

static bool take_value(struct resolve *r, struct constant *constant,
		       const struct constant_value *value)
{
	enum constant_type type;
	unsigned int size = 1;

	if (!value->is_constant)
		type = type_of(value);
	else if (!take_constant(r, constant, value, &type, &size))
		return false;
	if (constant->type && constant->type != type) {
		diag_report(r->diags, DIAG_CONSTANT_TYPE, value->word.span,
			    "a list has values of one type: this is %s, the first is %s",
			    constant_type_name(type, false),
			    constant_type_name(constant->type, false));
		diag_related(r->diags, constant->values->word.span, "the first value");
		return false;
	}
	constant->type = type;
	constant->size += size;
	if (constant->size <= r->c->max)
		return true;
	diag_report(r->diags, DIAG_LIMIT, constant->name.span,
		    "'$%s' stands for more than %u values", constant->name.text, r->c->max);
	return false;
}

static bool resolve(struct resolve *r, struct constant *constant)
{
	const struct constant_value *value;

	if (constant->state == CONSTANT_NEW) {
		constant->state = CONSTANT_BUSY;
		r->depth++;
		for (value = constant->values; value && !constant->broken; value = value->next)
			constant->broken = !take_value(r, constant, value);
		r->depth--;
		constant->state = CONSTANT_DONE;
	}
	return !constant->broken;
}

void constants_resolve(struct constants *c, struct diags *diags, struct arena *arena)
{
	struct resolve r = { .c = c, .diags = diags };
	struct constant *constant;

	sort(c, diags, arena);
	for (constant = c->list; constant && !diag_full(diags); constant = constant->next)
		resolve(&r, constant);
}

bool constants_each(const struct constants *c, const struct constant *constant,
		    bool (*each)(void *context, const struct constant_value *value), void *context)
{
	const struct constant_value *value;

	for (value = constant->values; value; value = value->next) {
		if (!value->is_constant && !each(context, value))
			return false;
		if (value->is_constant &&
		    !constants_each(c, constants_find(c, value->word.text), each, context))
			return false;
	}
	return true;
}
