/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy says of one event, and why. */
#ifndef LORICA_LIB_RULING_H
#define LORICA_LIB_RULING_H

#include "kernel/limits.h"
#include "kernel/match.h"
#include "source.h"

struct desk;
struct desk_manifest;
struct json;
struct lorica_usb_facts;

/**
 * struct ruling_event - the question
 * @type: what happens
 * @path: of the file, NULL when it is not known
 * @object: what is shown when @path is NULL, may be NULL as well
 * @program: path of the acting program, NULL when it is not known
 * @usb: the device, NULL when it is not known
 * @has_digest: @digest is that of the file
 * @digest: SHA-256
 * @has_verity: @verity is that of the file
 * @verity: fs-verity digest
 */
struct ruling_event {
	enum lorica_event_type type;
	const char *path;
	const char *object;
	const char *program;
	const struct lorica_usb_facts *usb;
	bool has_digest;
	u8 digest[32];
	bool has_verity;
	u8 verity[32];
};

/* Where the digest of a file comes from. */
enum ruling_source {
	RULING_UNKNOWN, /* no manifest lists its path, and there is no tree */
	RULING_GIVEN, /* with the event */
	RULING_HASHED, /* from the tree */
	RULING_LISTED, /* from a manifest that lists its path */
};

/**
 * struct ruling_rule - a rule, or a default, and what became of it
 * @text: as the canonical text has it
 * @source: the file that it stands in, NULL when it stands nowhere
 * @at: where
 * @why: why it did not decide
 */
struct ruling_rule {
	const char *text;
	const struct source *source;
	struct position at;
	const char *why;
};

/* Every rule, every default, and what holds without a section. */
enum { RULING_MAX_RULES = LORICA_MAX_EXEC_RULES + 2 };

/**
 * struct ruling - the answer
 * @event: the question, with what was found out
 * @section: that decides about such events, NULL when none does
 * @outside: what decides then
 * @unmanaged: the section, or its line about such events, is not there
 * @by_program: what counts is the acting program, and no file
 * @by_device: what counts is a device, and no file
 * @source: where the digest comes from
 * @kind: enum lorica_file_kind as the manifest has it, 0: not listed
 * @real: of a file in the root whose signature was asked for: its path without
 *	symbolic links
 * @is_asked: the signature of the file was looked at
 * @is_signed: and is good, whatever its key is for
 * @signer: the key then
 * @rules: bit n: rule n takes the signature
 * @sealed: it is allowed by its fs-verity digest alone, so only when it is sealed
 * @decision: what the kernel's matcher says
 * @verdict: the same, with the mode
 * @decided_by: the rule that decided
 * @lost: @nr_lost others
 * @nr_lost: their number
 * @open: verdicts that only a running kernel can come to, up to LORICA_OK; they
 *	would go before an allow
 */
struct ruling {
	struct ruling_event event;
	const char *section;
	const char *outside;
	bool unmanaged;
	bool by_program;
	bool by_device;
	enum ruling_source source;
	u8 kind;
	char real[LORICA_MAX_PATH];
	bool is_asked;
	bool is_signed;
	u32 signer;
	u64 rules;
	bool sealed;
	struct lorica_decision decision;
	enum lorica_verdict verdict;
	struct ruling_rule decided_by;
	struct ruling_rule lost[RULING_MAX_RULES];
	u32 nr_lost;
	const enum lorica_reason *open;
};

/**
 * ruling_make - judge an event
 * @desk: what it is judged by
 * @event: the question
 * @ruling: the answer; its strings live as long as @desk
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when the file cannot be read.
 */
int ruling_make(struct desk *desk, const struct ruling_event *event, struct ruling *ruling);

/**
 * ruling_place - say where a rule stands
 * @desk: with the policy that has it
 * @span: its place; of a constant's value where the constant stands
 * @rule: gets it
 */
void ruling_place(const struct desk *desk, struct span span, struct ruling_rule *rule);

/**
 * ruling_needs_object - has such an event to tell what it is about?
 * @type: of the events
 *
 * Return: true when it is not judged else.
 */
bool ruling_needs_object(enum lorica_event_type type);

/**
 * ruling_print - tell a ruling to people, on stdout
 * @desk: that it was made with
 * @ruling: the answer
 */
void ruling_print(const struct desk *desk, const struct ruling *ruling);

/**
 * ruling_print_line - its first line, without a newline
 * @ruling: the answer
 */
void ruling_print_line(const struct ruling *ruling);

/**
 * ruling_json - write the members of an open object
 * @desk: that it was made with
 * @ruling: the answer
 * @j: with an open object
 */
void ruling_json(const struct desk *desk, const struct ruling *ruling, struct json *j);

#endif
