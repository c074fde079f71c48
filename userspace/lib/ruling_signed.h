/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_SIGNED_H
#define LORICA_LIB_RULING_SIGNED_H

#include "ruling.h"

/**
 * ruling_signed - does a file's own signature allow it?
 * @desk: what it is judged by
 * @ruling: with the decision of the manifests, which did not allow it; gets that
 *	of the signature
 *
 * As kernel/signed.c does it. Only a root has signatures: without one nothing
 * changes.
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when the file cannot be read.
 */
int ruling_signed(struct desk *desk, struct ruling *ruling);

/**
 * ruling_signed_why - why does a rule about signatures not decide?
 * @desk: what it is judged by
 * @ruling: judged
 * @rule: its index
 *
 * Return: the reason, in words.
 */
const char *ruling_signed_why(struct desk *desk, const struct ruling *ruling, u32 rule);

#endif
