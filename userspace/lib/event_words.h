/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EVENT_WORDS_H
#define LORICA_LIB_EVENT_WORDS_H

#include <stdbool.h>

struct arena;
struct expect_line;

/**
 * event_words_are - is an event given in words, and not by its type and its object?
 * @argc: number of words
 * @argv: the words
 *
 * Return: true for `listen tcp 1883 by /usr/bin/mqttd`, `usb 0403:6001`, and all of it in one
 * argument; false for `exec /bin/true`.
 */
bool event_words_are(int argc, char **argv);

/**
 * event_words_read - read an event in words
 * @argc: number of words
 * @argv: the words; what is a path or follows a word for a string needs no quotes
 * @arena: for the result
 *
 * Return: one event, or several for lists; NULL, with a report on stderr, when it is none.
 */
const struct expect_line *event_words_read(int argc, char **argv, struct arena *arena);

#endif
