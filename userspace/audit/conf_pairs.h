/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of a key and a value on a line, with and without sections. */
#ifndef LORICA_AUDIT_CONF_PAIRS_H
#define LORICA_AUDIT_CONF_PAIRS_H

#include "check.h"

/**
 * struct pair - a key and what it is set to
 * @file: where it stands, NULL: nowhere
 * @line: from 1
 * @text: the whole line
 * @section: "[Journal]" without its brackets, empty before the first
 * @key: left of the separator
 * @value: right of it, without quotes
 */
struct pair {
	const struct tree_file *file;
	u32 line;
	struct str text;
	struct str section;
	struct str key;
	struct str value;
};

/* How key and value are written. */
enum pair_form {
	PAIR_WORDS, /* KEY VALUE: login.defs */
	PAIR_EQUALS, /* KEY = VALUE, [section]; # and ; begin comments: sysctl.conf, journald.conf */
};

/**
 * struct pairs - a text on its way through the reader
 * @lines: its lines
 * @form: how they are written
 * @section: the one that the reader is in
 */
struct pairs {
	struct lines lines;
	enum pair_form form;
	struct str section;
};

/**
 * pairs_next - take the next pair
 * @pairs: @lines.rest is the text, @form is set, the rest zero at first
 * @pair: the result; @file is left alone
 *
 * A key alone has an empty value.
 *
 * Return: false at the end of the text.
 */
bool pairs_next(struct pairs *pairs, struct pair *pair);

/**
 * pairs_find - look up a key in one file
 * @p: the probe
 * @r: gets an error for a file that cannot be read
 * @path: the file
 * @form: how it is written
 * @section: in which section, NULL: in any
 * @key: case does not count
 * @pair: the last one; @file stays as it is when there is none
 *
 * Return: false after an error.
 */
bool pairs_find(struct probe *p, struct result *r, const char *path, enum pair_form form,
		const char *section, const char *key, struct pair *pair);

/**
 * pairs_find_words - pairs_find() in a file of PAIR_WORDS
 * @p: as there
 * @r: as there
 * @path: as there
 * @key: as there
 * @pair: as there
 *
 * Return: as there.
 */
bool pairs_find_words(struct probe *p, struct result *r, const char *path, const char *key,
		      struct pair *pair);

/**
 * pairs_find_conf - look up a key in a file of systemd's kind and its drop-ins
 * @p: the probe
 * @r: gets an error for a file that cannot be read
 * @name: as "systemd/journald.conf", below /usr/lib and /etc; those of NAME.d come after it
 * @section: in which section, NULL: in any
 * @key: case does not count
 * @pair: the last one; @file is NULL when there is none
 *
 * Return: false after an error.
 */
bool pairs_find_conf(struct probe *p, struct result *r, const char *name, const char *section,
		     const char *key, struct pair *pair);

#endif
