/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_NET_H
#define LORICA_LIB_RULING_NET_H

struct desk;
struct ruling;

/* Rules that did not decide, of which an answer tells at most. */
enum { RULING_NET_LOST = 32 };

/**
 * ruling_net - judge a use of the network, by the net section
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * A program that a manifest of the desk lists has all the names that its content has there,
 * as in the kernel.
 *
 * Return: EXIT_OK, or EXIT_REJECTED with a message when the object is none.
 */
int ruling_net(struct desk *desk, struct ruling *ruling);

#endif
