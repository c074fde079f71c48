/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EVENT_READ_H
#define LORICA_LIB_EVENT_READ_H

struct event_line;

/**
 * struct event_reader - who takes events
 * @verb: who asks, for messages
 * @take: gets each event, which is gone when it returns; returns NULL, or what is
 *	wrong with it
 * @context: for @take
 */
struct event_reader {
	const char *verb;
	const char *(*take)(void *context, const struct event_line *line);
	void *context;
};

/**
 * event_read_file - read events as `lorica events -j` prints them
 * @reader: who takes them
 * @path: the file, "-" for standard input
 *
 * Each line that is wrong is told on stderr, and the others are read all the same.
 *
 * Return: EXIT_OK; EXIT_FAILED when the file cannot be read; EXIT_REJECTED when
 * a line was wrong.
 */
int event_read_file(const struct event_reader *reader, const char *path);

/**
 * event_read_kernel - read the events that the running kernel has
 * @reader: who takes them
 *
 * Return: as there; EXIT_UNSUPPORTED when the kernel has no Lorica.
 */
int event_read_kernel(const struct event_reader *reader);

#endif
