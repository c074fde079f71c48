/* SPDX-License-Identifier: GPL-2.0-only */
/* What of the running kernel is watched: what it was, and whether it still is. */
#ifndef LORICA_WATCH_H
#define LORICA_WATCH_H

#include <linux/types.h>

#include "uapi/lorica.h"

/**
 * struct lorica_look - one look at something that is watched
 * @told: gets each change that nobody was told of yet, in words
 * @rest: called between pieces of work; true when the look shall end at once
 * @context: first argument of both
 */
struct lorica_look {
	void (*told)(void *context, enum lorica_reason reason, const char *what);
	bool (*rest)(void *context);
	void *context;
};

/**
 * lorica_watch_learn - remember what something is, unless it was learnt already
 * @kind: what
 *
 * Context: one thread at a time; may sleep.
 *
 * Return: 0, -EOPNOTSUPP (this kernel does not show it), -ENOMEM.
 */
int lorica_watch_learn(enum lorica_watch_kind kind);

/** lorica_watch_learnt - was it? Any context. */
bool lorica_watch_learnt(enum lorica_watch_kind kind);

/**
 * lorica_watch_look - is it what it was?
 * @kind: what, learnt
 * @look: who wants to know
 *
 * Context: one thread at a time; may sleep. Holds no lock but that of CPU hot plug,
 * for one CPU at a time, so that it can be preempted.
 *
 * Return: how many pieces of it are not.
 */
u32 lorica_watch_look(enum lorica_watch_kind kind, const struct lorica_look *look);

/** lorica_watch_name - as the policy calls it */
const char *lorica_watch_name(enum lorica_watch_kind kind);

/** lorica_watch_forget - free all that was learnt */
void lorica_watch_forget(void);

#endif
