/* SPDX-License-Identifier: GPL-2.0-only */
/* Command lines of the kernel: the one that it has, and those that boot loaders will give it. */
#ifndef LORICA_AUDIT_CMDLINE_H
#define LORICA_AUDIT_CMDLINE_H

#include "check.h"

/**
 * struct cmdline - one command line, on the way through all of them
 * @file: where it stands
 * @line: from 1
 * @text: its words
 * @nr: how many came so far
 * @place: which place comes next
 * @lines: the rest of the file that the reader is in
 * @parts: files of a directory, from @part on
 * @part: of @parts
 */
struct cmdline {
	const struct tree_file *file;
	u32 line;
	struct str text;
	u32 nr;
	u32 place;
	struct lines lines;
	struct names parts;
	size_t part;
};

/**
 * cmdline_next - take the next command line
 * @p: the probe
 * @r: gets an error for a file that cannot be read
 * @c: zeroed at first
 *
 * Return: false behind the last one.
 */
bool cmdline_next(struct probe *p, struct result *r, struct cmdline *c);

/**
 * cmdline_value - what does a command line say of a parameter?
 * @text: its words
 * @name: of the parameter
 * @value: what stands behind the last "NAME=", empty for the name alone
 *
 * Return: false when it is not there.
 */
bool cmdline_value(struct str text, const char *name, struct str *value);

#endif
