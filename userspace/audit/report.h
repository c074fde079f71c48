/* SPDX-License-Identifier: GPL-2.0-only */
/* What is told of an audit. */
#ifndef LORICA_AUDIT_REPORT_H
#define LORICA_AUDIT_REPORT_H

#include <stdio.h>

#include "audit.h"

/**
 * struct report - an audit, and where it was made
 * @audit: has run
 * @root: the tree as the user named it, "/" for the running system
 * @time: when, as 2026-11-24T12:00:00Z
 * @kernel: release of the running kernel, NULL for a tree
 * @boot: id of the boot, NULL for a tree
 */
struct report {
	const struct audit *audit;
	const char *root;
	const char *time;
	const char *kernel;
	const char *boot;
};

/**
 * report_text - for people
 * @report: what is told
 * @to: an open stream
 * @color: with colours
 * @all: also what passes; without it only what needs somebody
 */
void report_text(const struct report *report, FILE *to, bool color, bool all);

/**
 * report_json - all of it, as policy/schema/audit.json has it
 * @report: what is told
 * @to: an open stream
 */
void report_json(const struct report *report, FILE *to);

/**
 * report_tap - a line for each control
 * @report: what is told
 * @to: an open stream
 */
void report_tap(const struct report *report, FILE *to);

/**
 * report_sarif - SARIF 2.1.0, with the catalogue as a taxonomy
 * @report: what is told
 * @to: an open stream
 */
void report_sarif(const struct report *report, FILE *to);

/**
 * report_html - one page that needs nothing else
 * @report: what is told
 * @to: an open stream
 */
void report_html(const struct report *report, FILE *to);

/**
 * report_list - the catalogue and the checks, without an audit
 * @to: an open stream
 * @json: as JSON; else for people
 */
void report_list(FILE *to, bool json);

/**
 * report_verdict - one sentence on the whole
 * @audit: has run
 *
 * Return: a static text.
 */
const char *report_verdict(const struct audit *audit);

#endif
