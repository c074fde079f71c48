/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_EXEC_H
#define LORICA_LIB_RULING_EXEC_H

struct desk;
struct ruling;

/**
 * ruling_exec - judge a file that is to be code, by the exec section
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * Return: EXIT_OK, or EXIT_FAILED with a message.
 */
int ruling_exec(struct desk *desk, struct ruling *ruling);

#endif
