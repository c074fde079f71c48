/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_EXEC_H
#define LORICA_LIB_RULING_EXEC_H

#include "kernel/uapi/lorica.h"

struct desk;
struct desk_manifest;
struct ruling;

/**
 * ruling_exec - judge a file that is to be code, by the exec section
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * Return: EXIT_OK, or EXIT_FAILED with a message.
 */
int ruling_exec(struct desk *desk, struct ruling *ruling);

/**
 * ruling_script - judge a file that an interpreter of the policy reads, and that is no data
 * @desk: what it is judged by
 * @ruling: with its event; gets everything but the verdict
 *
 * Return: as ruling_exec().
 */
int ruling_script(struct desk *desk, struct ruling *ruling);

/**
 * ruling_exec_digest - find out the digest of the file of an event
 * @desk: what it is judged by
 * @ruling: with its event, which gets it
 *
 * Return: as ruling_exec().
 */
int ruling_exec_digest(struct desk *desk, struct ruling *ruling);

/**
 * ruling_exec_entry - how does a manifest list the file of an event?
 * @m: a manifest
 * @ruling: with the digests of the file
 * @tier: by which of them
 *
 * Return: the first entry, NULL when there is none, or no such digest.
 */
const struct lorica_digest *ruling_exec_entry(const struct desk_manifest *m,
					      const struct ruling *ruling, enum lorica_tier tier);

#endif
