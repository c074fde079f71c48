/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program does with the network, as events have it and as people say it. */
#ifndef LORICA_LIB_NET_OBJECT_H
#define LORICA_LIB_NET_OBJECT_H

#include <stdbool.h>

#include "kernel/net_match.h"
#include "kernel/uapi/lorica.h"

struct arena;
struct value_net;

/**
 * net_object_read - read the object of an event
 * @type: of the event
 * @text: "tcp 127.0.0.1:80", "udp [::1]:53", "raw", "packet", "family can"; without an address
 *	"tcp 80", for one that no rule names, and with the port "any" for all ports; "tcp" alone
 *	when the kernel could not read the address
 * @query: what it says
 *
 * Return: false when it is anything else.
 */
bool net_object_read(enum lorica_event_type type, const char *text, struct lorica_net_query *query);

/**
 * net_object_is_unreadable - is it an event of which the kernel could not read the address?
 * @query: from net_object_read()
 *
 * Return: true when it is; what the query says means nothing then.
 */
bool net_object_is_unreadable(const struct lorica_net_query *query);

/**
 * net_object_text - the object of an event
 * @arena: for the text
 * @proto: enum lorica_net_proto
 * @port: 0: all ports
 * @address: one address, NULL: one that no rule names
 *
 * Return: what net_object_read() reads.
 */
const char *net_object_text(struct arena *arena, enum lorica_net_proto proto, unsigned int port,
			    const struct value_net *address);

/**
 * net_object_family - the same of a socket
 * @arena: for the text
 * @family: as a rule has it
 *
 * Return: what net_object_read() reads.
 */
const char *net_object_family(struct arena *arena, unsigned int family);

#endif
