/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_PROGRAM_H
#define LORICA_LIB_RULING_PROGRAM_H

struct desk;
struct ruling;

/**
 * ruling_program - judge what lines of `exec` forbid all programs but some: writable code, BPF
 * @desk: what it is judged by
 * @ruling: with its event, which has a program; gets everything but the verdict
 *
 * Return: EXIT_OK.
 */
int ruling_program(struct desk *desk, struct ruling *ruling);

/**
 * ruling_helper - judge a program that the kernel starts by itself
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * It has to be one that the policy names, and to be allowed as any other.
 *
 * Return: as ruling_exec().
 */
int ruling_helper(struct desk *desk, struct ruling *ruling);

#endif
