/* SPDX-License-Identifier: GPL-2.0-only */
/* Sockets of the running system, from /proc/net. */
#ifndef LORICA_AUDIT_SOCKET_H
#define LORICA_AUDIT_SOCKET_H

#include "check.h"

/**
 * struct socket_line - one socket
 * @line: from 1
 * @text: the whole line
 * @port: its own
 * @peer: of the other side, 0: none
 * @is_listening: anybody may come
 * @is_local: it is bound to this device, or talks to it
 */
struct socket_line {
	u32 line;
	struct str text;
	u16 port;
	u16 peer;
	bool is_listening;
	bool is_local;
};

/**
 * struct socket_table - all sockets, on the way through them
 * @file: the table that the reader is in
 * @seen: the last that was there
 * @name: of the protocol
 * @lines: its lines
 * @next: which table comes next
 */
struct socket_table {
	const struct tree_file *file;
	const struct tree_file *seen;
	const char *name;
	struct lines lines;
	u32 next;
};

/**
 * socket_parse - take a line apart
 * @text: of /proc/net/tcp, tcp6, udp or udp6
 * @is_udp: it has no state of listening
 * @s: @port to @is_local are filled
 *
 * Return: false for what is no socket, such as the first line.
 */
bool socket_parse(struct str text, bool is_udp, struct socket_line *s);

/**
 * socket_start - begin with the first table
 * @t: filled
 */
void socket_start(struct socket_table *t);

/**
 * socket_next - take the next socket
 * @p: the probe
 * @r: gets an error for a table that cannot be read
 * @t: started
 * @s: the result
 *
 * Return: false behind the last one.
 */
bool socket_next(struct probe *p, struct result *r, struct socket_table *t, struct socket_line *s);

#endif
