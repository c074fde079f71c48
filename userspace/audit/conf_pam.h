/* SPDX-License-Identifier: GPL-2.0-only */
/* Stacks of pam.conf(5), with what they include. */
#ifndef LORICA_AUDIT_CONF_PAM_H
#define LORICA_AUDIT_CONF_PAM_H

#include "check.h"

/**
 * struct pam_line - one module of a stack
 * @next: the one after it
 * @file: where it stands
 * @line: from 1
 * @text: the whole line
 * @type: auth, account, password or session, without a '-'
 * @control: required, or what is between the brackets
 * @module: its file name, without directories
 * @args: its arguments
 */
struct pam_line {
	struct pam_line *next;
	const struct tree_file *file;
	u32 line;
	struct str text;
	struct str type;
	struct str control;
	struct str module;
	struct str args;
};

/**
 * struct pam_stack - of one service
 * @exists: it has a file
 * @lines: its modules, of all types
 * @last: the last of them
 * @depth: of includes
 */
struct pam_stack {
	bool exists;
	struct pam_line *lines;
	struct pam_line *last;
	unsigned int depth;
};

/**
 * pam_split - take a line apart
 * @text: without blanks around it
 * @line: @type to @args are filled
 *
 * Return: NULL, or what is wrong with it.
 */
const char *pam_split(struct str text, struct pam_line *line);

/**
 * pam_read - read the stack of a service
 * @p: the probe
 * @r: gets an error for what cannot be read or understood
 * @service: as sshd
 * @stack: filled
 *
 * Return: false after an error.
 */
bool pam_read(struct probe *p, struct result *r, const char *service, struct pam_stack *stack);

/**
 * pam_module - find a module of a stack
 * @stack: read
 * @type: of its line
 * @module: as pam_faillock.so
 *
 * Return: its first line, NULL when there is none.
 */
const struct pam_line *pam_module(const struct pam_stack *stack, const char *type,
				  const char *module);

/**
 * pam_arg - find an argument
 * @line: of a module
 * @name: as deny
 * @value: set to what stands behind "=", empty when nothing does
 *
 * Return: false when it is not there.
 */
bool pam_arg(const struct pam_line *line, const char *name, struct str *value);

#endif
