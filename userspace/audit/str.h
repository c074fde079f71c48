/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of a text that somebody else holds. */
#ifndef LORICA_AUDIT_STR_H
#define LORICA_AUDIT_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/shim.h"

/**
 * struct str - a part of a text
 * @p: @n bytes, without a NUL behind them
 * @n: their number
 */
struct str {
	const char *p;
	size_t n;
};

/* For printf: "%.*s" */
#define STR_ARG(s) (int)(s).n, (s).p

/**
 * str_of - a NUL terminated string as a part
 * @text: the string
 *
 * Return: all of it.
 */
struct str str_of(const char *text);

/**
 * str_is - is it this word?
 * @s: a part
 * @word: NUL terminated
 *
 * Return: true when every byte is the same.
 */
bool str_is(struct str s, const char *word);

/**
 * str_is_like - str_is() without regard to case
 * @s: a part
 * @word: NUL terminated
 *
 * Return: as str_is().
 */
bool str_is_like(struct str s, const char *word);

/**
 * str_starts - does it begin with this?
 * @s: a part
 * @start: NUL terminated
 *
 * Return: true when it does.
 */
bool str_starts(struct str s, const char *start);

/**
 * str_ends - does it end with this?
 * @s: a part
 * @end: NUL terminated
 *
 * Return: true when it does.
 */
bool str_ends(struct str s, const char *end);

/**
 * str_has - is this somewhere in it?
 * @s: a part
 * @what: NUL terminated, not empty
 *
 * Return: true when it is.
 */
bool str_has(struct str s, const char *what);

/**
 * str_trim - without the blanks around it
 * @s: a part
 *
 * Return: what is left.
 */
struct str str_trim(struct str s);

/**
 * str_unquote - without the quotes around it
 * @s: a part
 *
 * Return: what is between two equal quotes, or @s.
 */
struct str str_unquote(struct str s);

/**
 * str_field - take the next field
 * @rest: what is left; @p is NULL behind the last field
 * @sep: between two fields
 * @field: the result, may be empty
 *
 * Return: false behind the last field.
 */
bool str_field(struct str *rest, char sep, struct str *field);

/**
 * str_word - take the next word
 * @rest: what is left
 * @word: the result, not empty
 *
 * Return: false when only blanks are left.
 */
bool str_word(struct str *rest, struct str *word);

/**
 * str_number - read a number that counts something
 * @s: decimal digits and nothing else
 * @value: the result
 *
 * Return: false for anything else, and for more than 64 bits.
 */
bool str_number(struct str s, u64 *value);

/**
 * str_in - is a word in a list?
 * @list: with @sep between its words
 * @sep: which
 * @word: NUL terminated
 *
 * Return: true when it is; blanks and case do not count.
 */
bool str_in(struct str list, char sep, const char *word);

/**
 * struct lines - a text on its way through a reader
 * @rest: what is left
 * @nr: of the line that was taken last, from 1
 */
struct lines {
	struct str rest;
	u32 nr;
};

/**
 * lines_next - take the next line
 * @lines: @rest is the text, @nr 0 at first
 * @line: the result, without its newline and a carriage return
 *
 * Return: false at the end of the text; a newline at the end begins no line.
 */
bool lines_next(struct lines *lines, struct str *line);

/**
 * lines_next_used - take the next line that says something
 * @lines: as there
 * @line: the result, without blanks around it
 * @comments: characters that begin a comment at the start of a line
 *
 * Return: as lines_next(); empty lines and comments are passed over.
 */
bool lines_next_used(struct lines *lines, struct str *line, const char *comments);

#endif
