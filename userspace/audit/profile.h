/* SPDX-License-Identifier: GPL-2.0-only */
/* What the maker of a device declares of it: lorica-audit(8) has the language. */
#ifndef LORICA_AUDIT_PROFILE_H
#define LORICA_AUDIT_PROFILE_H

#include "catalogue.h"
#include "str.h"

struct arena;

enum profile_kind { PROFILE_NOTAPPLICABLE, PROFILE_WAIVE, PROFILE_EVIDENCE };

/**
 * struct profile_entry - one statement about a control
 * @next: the one before it in the file
 * @kind: enum profile_kind
 * @control: CTL_*, and all below it
 * @line: where it stands
 * @reason: of what is waived or not applicable
 * @owner: who answers for it; NULL of what is not applicable
 * @date: of evidence, as written; until when something is waived
 * @until: the end of a waiver, seconds since 1970
 * @file: of evidence, as written
 * @sha256: of evidence, as declared
 * @wrong: of evidence: why it is not what is declared; NULL: it is, or its file is not here
 * @seen: of evidence: its file is here, and has that hash
 */
struct profile_entry {
	struct profile_entry *next;
	enum profile_kind kind;
	u16 control;
	u32 line;
	const char *reason;
	const char *owner;
	const char *date;
	u64 until;
	const char *file;
	u8 sha256[32];
	const char *wrong;
	bool seen;
};

/**
 * struct profile_word - a word of a list
 * @next: the one before it in the file
 * @text: the word
 */
struct profile_word {
	struct profile_word *next;
	const char *text;
};

/**
 * struct profile - all of it
 * @path: its file
 * @sha256: of the file
 * @device: what it is for, NULL: it does not say
 * @anchor: certificate of the trust anchor, NULL: none
 * @setuid: programs that may have the setuid or setgid bit
 * @entries: what it says of controls
 */
struct profile {
	const char *path;
	u8 sha256[32];
	const char *device;
	const char *anchor;
	struct profile_word *setuid;
	struct profile_entry *entries;
};

/**
 * profile_parse - read the text of a profile
 * @profile: filled
 * @arena: for what it says
 * @text: the text
 * @at: on failure the line
 *
 * Opens no file.
 *
 * Return: NULL, or what is wrong.
 */
const char *profile_parse(struct profile *profile, struct arena *arena, struct str text, u32 *at);

/**
 * profile_open - read a profile, and the evidence that it names
 * @profile: filled
 * @arena: for what it says
 * @path: its file
 *
 * Files of evidence and the anchor are looked for beside the file. What goes wrong is told on stderr.
 *
 * Return: true when it is good.
 */
bool profile_open(struct profile *profile, struct arena *arena, const char *path);

/**
 * profile_find - what does it say of a control?
 * @profile: NULL: there is none
 * @kind: what kind of statement
 * @control: CTL_*
 *
 * Return: the statement about the control, or about the nearest heading above it that has one; NULL.
 */
const struct profile_entry *profile_find(const struct profile *profile, enum profile_kind kind,
					 u16 control);

/**
 * profile_has_setuid - is a program declared?
 * @profile: NULL: there is none
 * @path: of the program
 *
 * Return: true when it is.
 */
bool profile_has_setuid(const struct profile *profile, const char *path);

#endif
