/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_REASON_H
#define LORICA_REASON_H

#include "uapi/lorica.h"

/**
 * lorica_reason_errno - the errno that stands for a reason
 * @reason: any value; an unknown one counts as -EUCLEAN
 *
 * Return: 0 for LORICA_OK and the reasons of an allow verdict, a negative
 * errno otherwise. Each reason to refuse a statement has an errno of its own.
 */
int lorica_reason_errno(enum lorica_reason reason);

/**
 * lorica_reason_name - the stable word for a reason, as in `status` and events
 * @reason: any value
 *
 * Return: a static string of [a-z-], never NULL.
 */
const char *lorica_reason_name(enum lorica_reason reason);

/**
 * lorica_reason_text - one sentence for people, without a full stop
 * @reason: any value
 *
 * Return: a static string, never NULL.
 */
const char *lorica_reason_text(enum lorica_reason reason);

#endif
