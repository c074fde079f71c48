/* SPDX-License-Identifier: GPL-2.0-only */
/* Expectations of a policy: what `lorica test` reads. lorica-test(8) has the grammar. */
#ifndef LORICA_LIB_EXPECT_H
#define LORICA_LIB_EXPECT_H

#include "ast.h"
#include "kernel/uapi/lorica.h"

struct arena;
struct diags;
struct lorica_usb_facts;
struct ruling_event;
struct source_reader;
struct sources;

/**
 * struct expect_manifest - a manifest that is in force
 * @next: of the list
 * @path: of the file, from the directory of the main file
 * @key: who is going to sign it; its text is NULL when it is signed
 */
struct expect_manifest {
	struct expect_manifest *next;
	struct ast_word path;
	struct ast_word key;
};

/**
 * struct expect_line - one expectation
 * @next: of the list, in the order of the text
 * @type: what happens
 * @object: the path, or the hex digits of the digest; of a use of the network as its event has
 *	it; NULL text when there is none. Its span is where people look for it
 * @program: who does it, NULL: any, or it does not matter
 * @usb: the device, of LORICA_EVENT_USB
 * @has_digest: @digest is there, and @object no path
 * @digest: SHA-256 of the file
 * @said: the event in the words of the text; NULL: its type and its object
 * @verdict: what is expected
 */
struct expect_line {
	struct expect_line *next;
	enum lorica_event_type type;
	struct ast_word object;
	const char *program;
	const struct lorica_usb_facts *usb;
	bool has_digest;
	uint8_t digest[32];
	const char *said;
	enum lorica_verdict verdict;
};

/**
 * struct expect - all files together
 * @policy: path of the policy
 * @root: path of the root file system; its text is NULL without one
 * @volume: name of the volume that the files lie on; its text is NULL without one
 * @manifests: the list
 * @lines: the list
 * @nr: expectations in @lines
 */
struct expect {
	struct ast_word policy;
	struct ast_word root;
	struct ast_word volume;
	struct expect_manifest *manifests;
	struct expect_line *lines;
	unsigned int nr;
};

/**
 * expect_parse - read and judge a file of expectations
 * @sources: the main file; those that it includes are added
 * @reader: fetches them
 * @diags: where errors are reported
 * @arena: for the result
 *
 * Return: the expectations, good when there was no error.
 */
struct expect *expect_parse(struct sources *sources, const struct source_reader *reader,
			    struct diags *diags, struct arena *arena);

/**
 * expect_check - report what is missing or said twice; for expect_parse()
 * @expect: what was read
 * @end: of the main file
 * @diags: where it is reported
 * @arena: for the work
 */
void expect_check(const struct expect *expect, struct span end, struct diags *diags,
		  struct arena *arena);

/**
 * expect_parse_event - read an event without a verdict
 * @sources: it is all of the text of the main file
 * @diags: where errors are reported
 * @arena: for the result
 *
 * Return: one line, or several when the event has a list; good when there was no error.
 */
struct expect *expect_parse_event(struct sources *sources, struct diags *diags,
				  struct arena *arena);

/**
 * expect_question - what is asked
 * @line: an expectation
 * @event: to be filled; its strings are those of @line
 */
void expect_question(const struct expect_line *line, struct ruling_event *event);

#endif
