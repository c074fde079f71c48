/* SPDX-License-Identifier: GPL-2.0-only */
/* The events of the language of expectations; for expect.c. */
#ifndef LORICA_LIB_EXPECT_EVENT_H
#define LORICA_LIB_EXPECT_EVENT_H

#include "expect.h"
#include "parser.h"

/* Events that the language may have, and lines that one of them may stand for. */
enum { EXPECT_MAX_EVENTS = 32, EXPECT_MAX_LINES = 1 << 16 };

/**
 * struct expect_reading - what is being read
 * @p: the parser
 * @expect: gets the lines
 * @lines: their end
 */
struct expect_reading {
	struct parser p;
	struct expect *expect;
	struct expect_line **lines;
};

/**
 * expect_event_word - the word that an event begins with
 * @which: of the events, from 0
 *
 * Return: NULL when there are no more.
 */
const char *expect_event_word(size_t which);

/**
 * expect_event - the rest of an event
 * @r: behind its first word
 * @which: as of expect_event_word()
 * @head: where the first word stands
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool expect_event(struct expect_reading *r, size_t which, struct span head);

#endif
