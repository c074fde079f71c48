/* SPDX-License-Identifier: GPL-2.0-only */
/* An audit: checks that have run, and the answers of the controls. */
#ifndef LORICA_AUDIT_AUDIT_H
#define LORICA_AUDIT_AUDIT_H

#include "check.h"

/* Of `lorica audit` alone. */
enum audit_exit {
	AUDIT_EXIT_PASS = 0, /* all pass, are waived or do not apply */
	AUDIT_EXIT_FAIL = 1,
	AUDIT_EXIT_ERROR = 2,
	AUDIT_EXIT_MANUAL = 3, /* what is left is for people */
};

/**
 * struct answer - what is known of a control
 * @status: its own, or of a heading the worst below it; of a control with more below it the worst of both
 * @text: why, in one line
 * @note: what the profile has to say besides, or NULL
 * @nr_checks: that answer it
 * @is_selected: it was asked for
 * @is_unchecked: it is not O, and has no check yet
 * @entry: waiver, or declaration that it does not apply, when that decided; or the evidence of an O control
 */
struct answer {
	enum audit_status status;
	const char *text;
	const char *note;
	u32 nr_checks;
	bool is_selected;
	bool is_unchecked;
	const struct profile_entry *entry;
};

/**
 * struct audit_check - a check that was asked for
 * @check: it
 * @result: what it said
 */
struct audit_check {
	const struct check *check;
	struct result result;
};

/**
 * struct audit - all of it
 * @probe: what it looks at
 * @answers: by CTL_*; that of CTL_NONE is not used
 * @checks: @nr_checks of them
 * @nr_checks: those that some selected control needs
 * @count: selected controls by status, headings not counted
 * @headings: selected headings by status
 * @unchecked: selected controls without a check yet
 */
struct audit {
	struct probe probe;
	struct answer answers[NR_CONTROLS + 1];
	struct audit_check *checks;
	size_t nr_checks;
	u32 count[NR_AUDIT_STATUS];
	u32 headings[NR_AUDIT_STATUS];
	u32 unchecked;
};

/**
 * audit_run - run the checks and answer the controls
 * @audit: @probe is set, and @is_selected of what is asked for
 */
void audit_run(struct audit *audit);

/**
 * audit_exit_code - what the command says of it
 * @audit: has run
 *
 * Return: enum audit_exit.
 */
int audit_exit_code(const struct audit *audit);

/**
 * audit_answers - does a check answer a control?
 * @check: it
 * @control: CTL_*
 *
 * Return: true when it does.
 */
bool audit_answers(const struct check *check, u16 control);

#endif
