/* SPDX-License-Identifier: GPL-2.0-only */
/* Named values: what `define` makes and $NAME stands for. */
#ifndef LORICA_LIB_CONSTANT_H
#define LORICA_LIB_CONSTANT_H

#include <stdbool.h>

#include "ast.h"

struct arena;
struct diags;

/* What a value looks like; a place in the text takes one or several of these. */
enum constant_type {
	CONSTANT_NAME = 1 << 0,
	CONSTANT_NUMBER = 1 << 1,
	CONSTANT_DATE = 1 << 2,
	CONSTANT_DIGEST = 1 << 3,
	CONSTANT_PATH = 1 << 4,
	CONSTANT_AS_IT_IS = 1 << 5, /* of what stands in quotes: it is no path of a file */
};

enum constant_limits {
	CONSTANT_MAX_VALUES = 4096, /* that one constant stands for, or one for each byte */
	CONSTANT_MAX_DEPTH = 16, /* constants that are defined by one another */
};

/**
 * struct constant_value - one of the values in a definition
 * @next: of the list
 * @word: the value, or the name of another constant; its span has quotes and $
 * @is_string: it stands in quotes
 * @is_constant: it is a name
 */
struct constant_value {
	struct constant_value *next;
	struct ast_word word;
	bool is_string;
	bool is_constant;
};

/**
 * struct constant - one definition
 * @next: of the list
 * @name: of the constant
 * @values: at least one, unless @broken
 * @is_list: in braces, or the name of a constant that is a list
 * @broken: something was reported, so nobody has to be told again
 * @used: it stands somewhere
 * @state: of the resolution
 * @type: of all values
 * @size: values, with those of other constants
 */
struct constant {
	struct constant *next;
	struct ast_word name;
	struct constant_value *values;
	bool is_list;
	bool broken;
	bool used;
	enum { CONSTANT_NEW, CONSTANT_BUSY, CONSTANT_DONE } state;
	enum constant_type type;
	unsigned int size;
};

/**
 * struct constants - all definitions of a policy
 * @list: in the order of the text
 * @tail: its end
 * @nr: their number
 * @sorted: by name, once they are resolved
 * @max: values that one of them may stand for
 * @partial: part of the text could not be read, so a constant may only seem to miss
 */
struct constants {
	struct constant *list;
	struct constant **tail;
	unsigned int nr;
	struct constant **sorted;
	unsigned int max;
	bool partial;
};

/**
 * constants_add - add a definition
 * @c: zero-initialised before the first one
 * @constant: with name, values and is_list, or broken
 */
void constants_add(struct constants *c, struct constant *constant);

/**
 * constants_resolve - find out what all constants stand for
 * @c: complete, or @partial; with @max
 * @diags: told about names that are unknown, given twice or defined by
 *	themselves, values of different types, and limits
 * @arena: for the index
 */
void constants_resolve(struct constants *c, struct diags *diags, struct arena *arena);

/**
 * constants_find - look up a constant
 * @c: resolved
 * @name: without $
 *
 * Return: the first definition of that name, or NULL.
 */
struct constant *constants_find(const struct constants *c, const char *name);

/**
 * constants_unknown - report a constant that is not defined
 * @c: resolved; nothing is reported when they are partial
 * @name: with the place where it stands
 * @diags: where it is reported, with the name that was probably meant
 */
void constants_unknown(const struct constants *c, const struct ast_word *name, struct diags *diags);

/**
 * constants_each - go through the values that a constant stands for
 * @c: resolved
 * @constant: not broken
 * @each: gets @context and a value that is none of a constant; false ends it
 * @context: first argument of @each
 *
 * Return: false when @each did.
 */
bool constants_each(const struct constants *c, const struct constant *constant,
		    bool (*each)(void *context, const struct constant_value *value), void *context);

/**
 * constant_type_name - a type in words
 * @type: one type
 * @list: of a list
 *
 * Return: a static string like "a number" or "a list of numbers".
 */
const char *constant_type_name(enum constant_type type, bool list);

#endif
