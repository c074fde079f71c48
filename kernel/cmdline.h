/* SPDX-License-Identifier: GPL-2.0-only */
/* The words of a kernel command line, as the kernel itself reads them. */
#ifndef LORICA_CMDLINE_H
#define LORICA_CMDLINE_H

#include "shim.h"

/**
 * struct lorica_cmdline - a command line, and how far it is read
 * @at: what is left of it
 * @is_for_init: what comes next stands behind "--", so the kernel hands it to
 *	process 1
 */
struct lorica_cmdline {
	const char *at;
	bool is_for_init;
};

/**
 * struct lorica_param - one word, without the quotes that the kernel takes off
 * @name: up to the "=", not NUL terminated
 * @name_len: its bytes
 * @value: behind the "="; NULL when there is none
 * @value_len: its bytes
 */
struct lorica_param {
	const char *name;
	size_t name_len;
	const char *value;
	size_t value_len;
};

/**
 * lorica_cmdline_start - begin to read
 * @line: a command line, NUL terminated
 *
 * Return: a reader.
 */
struct lorica_cmdline lorica_cmdline_start(const char *line);

/**
 * lorica_cmdline_next - take a word
 * @line: the reader
 * @param: filled
 *
 * A "--" is no word, but sets @line->is_for_init.
 *
 * Return: false when there is none left.
 */
bool lorica_cmdline_next(struct lorica_cmdline *line, struct lorica_param *param);

/**
 * lorica_cmdline_word - the word of a rule
 * @word: NAME, NAME= or NAME=VALUE, without quotes
 *
 * Return: its parts. Of "NAME=" the value has no bytes.
 */
struct lorica_param lorica_cmdline_word(const char *word);

/**
 * lorica_cmdline_word_ok - can a rule have this word?
 * @word: NUL terminated
 *
 * Return: false without a name, and for blanks or quotes in it.
 */
bool lorica_cmdline_word_ok(const char *word);

/**
 * lorica_cmdline_same_name - do two words set the same parameter?
 * @a: one
 * @b: the other
 *
 * Return: true; "-" and "_" are the same in a name.
 */
bool lorica_cmdline_same_name(const struct lorica_param *a, const struct lorica_param *b);

/**
 * lorica_cmdline_is - is a word one of those that the word of a rule means?
 * @param: from a command line
 * @word: of a rule; "NAME=" means NAME with any value, and NAME itself alone
 *	means NAME without one
 *
 * Return: true when it is.
 */
bool lorica_cmdline_is(const struct lorica_param *param, const struct lorica_param *word);

#endif
