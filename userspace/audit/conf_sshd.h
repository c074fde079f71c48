/* SPDX-License-Identifier: GPL-2.0-only */
/* sshd_config(5), with what it includes. */
#ifndef LORICA_AUDIT_CONF_SSHD_H
#define LORICA_AUDIT_CONF_SSHD_H

#include "check.h"

/**
 * struct sshd_option - one line
 * @next: the one that was read after it
 * @file: where it stands
 * @line: from 1
 * @text: the whole line
 * @key: its keyword
 * @value: the rest
 * @in_match: it stands in a Match block, and counts for some connections
 */
struct sshd_option {
	struct sshd_option *next;
	const struct tree_file *file;
	u32 line;
	struct str text;
	struct str key;
	struct str value;
	bool in_match;
};

/**
 * struct sshd - a configuration
 * @exists: there is an sshd_config
 * @options: all lines, in the order in which sshd reads them
 * @last: the last of them
 * @depth: of includes
 */
struct sshd {
	bool exists;
	struct sshd_option *options;
	struct sshd_option *last;
	unsigned int depth;
};

/**
 * sshd_split - take a line apart
 * @line: without blanks around it
 * @key: its keyword
 * @value: the rest, without quotes
 *
 * Return: false when there is no keyword.
 */
bool sshd_split(struct str line, struct str *key, struct str *value);

/**
 * sshd_read - read the configuration
 * @p: the probe
 * @r: gets an error for what cannot be read, and for includes without an end
 * @sshd: filled
 *
 * Return: false after an error.
 */
bool sshd_read(struct probe *p, struct result *r, struct sshd *sshd);

/**
 * sshd_global - what holds for connections that no Match block names
 * @sshd: read
 * @key: case does not count
 *
 * Return: the first line outside of Match blocks, as sshd has it; NULL: the default holds.
 */
const struct sshd_option *sshd_global(const struct sshd *sshd, const char *key);

#endif
