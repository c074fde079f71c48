/* SPDX-License-Identifier: GPL-2.0-only */
/* What a check says, and by what it is shown. */
#ifndef LORICA_AUDIT_RESULT_H
#define LORICA_AUDIT_RESULT_H

#include "tree.h"

/* In the order of what a heading takes: the worst is the last. */
enum audit_status {
	AUDIT_UNSAID,
	AUDIT_NOTAPPLICABLE,
	AUDIT_PASS,
	AUDIT_WAIVED,
	AUDIT_MANUAL,
	AUDIT_ERROR,
	AUDIT_FAIL,
	NR_AUDIT_STATUS,
};

/**
 * audit_status_name - the word for a status
 * @status: not AUDIT_UNSAID
 *
 * Return: a static string.
 */
const char *audit_status_name(enum audit_status status);

/* What a piece of evidence proves. */
enum proof {
	PROVES_RUNNING = 1 << 0, /* it is so now */
	PROVES_PERSISTENT = 1 << 1, /* storage says so, for the next start of what reads it */
	PROVES_AFTER_REBOOT = 1 << 2, /* a signature holds it: after a reboot it is so or refused */
	NR_PROOFS = 3,
};

extern const char *const proof_names[NR_PROOFS];

enum { RESULT_MAX_SHOWN = 5 }; /* findings, and pieces of evidence, that are told of */

/**
 * struct evidence - what was seen
 * @path: in the tree
 * @line: from 1, 0: all of the file
 * @excerpt: what stands there, fit for a terminal
 * @sha256: of the file, NULL when it was not read
 * @proves: enum proof bits
 */
struct evidence {
	const char *path;
	u32 line;
	const char *excerpt;
	const u8 *sha256;
	unsigned int proves;
};

/**
 * struct result - what a check says
 * @arena: for texts
 * @status: the worst that was said
 * @observed: why, with "; " between the findings
 * @nr_said: findings of @status
 * @evidence: @nr_shown of them
 * @nr_shown: at most RESULT_MAX_SHOWN
 * @nr_evidence: how many there are
 * @proves: what all evidence proves, enum proof bits
 */
struct result {
	struct arena *arena;
	enum audit_status status;
	const char *observed;
	u32 nr_said;
	struct evidence evidence[RESULT_MAX_SHOWN];
	u32 nr_shown;
	u32 nr_evidence;
	unsigned int proves;
};

/**
 * say - a finding
 * @r: the result
 * @status: what it makes of the result, unless that is worse already
 * @fmt: printf style; may have bytes of any file in it
 */
void say(struct result *r, enum audit_status status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * show - a piece of evidence
 * @r: the result
 * @file: that was read
 * @line: from 1, 0: all of it
 * @excerpt: what stands there; no secrets
 */
void show(struct result *r, const struct tree_file *file, u32 line, struct str excerpt);

/**
 * show_seen - evidence that is a file, not its content
 * @r: the result
 * @path: in the tree
 * @proves: enum proof bits
 * @fmt: what was seen of it
 */
void show_seen(struct result *r, const char *path, unsigned int proves, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * clean_text - make text from anywhere fit for a terminal
 * @arena: for the result
 * @text: @len bytes
 * @len: their number; above 400 the rest is left out
 *
 * Return: the same with what nobody can see as \xNN.
 */
const char *clean_text(struct arena *arena, const char *text, size_t len);

#endif
