/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_NET_H
#define LORICA_LIB_RULING_NET_H

#include <stdbool.h>

#include "kernel/uapi/lorica.h"

struct desk;
struct lorica_net_query;
struct ruling;

/**
 * ruling_net - judge a use of the network, by the net section
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * Return: EXIT_OK, or EXIT_REJECTED with a message when the object is none.
 */
int ruling_net(struct desk *desk, struct ruling *ruling);

/**
 * ruling_net_object - read the object of an event
 * @type: of the event
 * @text: as in "tcp 127.0.0.1:80", "udp [::1]:53", "raw", "family can"
 * @query: what it says
 *
 * Return: false when it is anything else.
 */
bool ruling_net_object(enum lorica_event_type type, const char *text,
		       struct lorica_net_query *query);

#endif
