/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EVENT_LINE_H
#define LORICA_LIB_EVENT_LINE_H

#include "ruling.h"

struct arena;

/**
 * struct event_line - a record as `lorica events -j` prints it
 * @event: what happened
 * @verdict: what the kernel said, NULL when the line does not tell
 * @reason: why, NULL when the line does not tell
 * @comm: the kernel's name for the thread, NULL when the line does not tell
 * @label: path of the acting program, NULL when the line does not tell, empty
 *	when the kernel did not know
 * @object_cut: only the end of the object fitted into the record
 * @label_cut: only the end of @label did
 * @has_seq: @seq and @time are there
 * @seq: number of the record
 * @time: nanoseconds since boot
 * @tgid: of the acting process, 0: the line does not tell
 * @serial: of the policy that decided, 0: none, or the line does not tell
 */
struct event_line {
	struct ruling_event event;
	const char *verdict;
	const char *reason;
	const char *comm;
	const char *label;
	bool object_cut;
	bool label_cut;
	bool has_seq;
	u64 seq;
	u64 time;
	u64 tgid;
	u64 serial;
};

/**
 * event_line_parse - read a record
 * @line: to be filled
 * @text: @len bytes, without the newline
 * @len: their number
 * @arena: for the strings
 * @at: on failure the offset of what is wrong, as far as that is one place
 *
 * Members that are not needed are passed over.
 *
 * Return: NULL, or what is wrong. No string of a good line has LORICA_MAX_PATH
 * bytes or more.
 */
const char *event_line_parse(struct event_line *line, const char *text, size_t len,
			     struct arena *arena, size_t *at);

/**
 * event_line_record - what event_line_parse() makes of the same record in JSON
 * @line: to be filled
 * @record: as the kernel gives it
 * @arena: for the strings, which may have any bytes
 *
 * Return: NULL, or what is wrong: a type that this command does not know.
 */
const char *event_line_record(struct event_line *line, const struct lorica_event *record,
			      struct arena *arena);

/**
 * event_line_type - the type of an event by its name
 * @name: the name
 * @type: the result
 * @arena: for the message
 *
 * Return: NULL, or what is wrong.
 */
const char *event_line_type(const char *name, enum lorica_event_type *type, struct arena *arena);

#endif
