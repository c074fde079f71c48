/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_EVENT_H
#define LORICA_EVENT_H

#include <linux/types.h>

#include "uapi/lorica.h"

struct file;
struct poll_table_struct;
struct task_struct;

/**
 * struct lorica_report - what a caller knows about an event
 * @type: what happened
 * @verdict: what was decided
 * @reason: why
 * @code: errno (positive) or lockdown reason
 * @rule: rule that decided, ~0 when none did
 * @has_rule: for lorica_refusal_add(): @rule is the one that denied
 * @tier: the strongest evidence that was looked at
 * @policy_serial: of the policy that decided
 * @file: the object when it is a file, else NULL
 * @object: the object when it is not a file, else NULL
 * @label: path of the acting program, NULL when it is not known
 * @digest: 32 bytes, NULL when the object was not hashed
 * @task: whom it is about, NULL: who runs
 */
struct lorica_report {
	enum lorica_event_type type;
	enum lorica_verdict verdict;
	enum lorica_reason reason;
	u32 code;
	u32 rule;
	bool has_rule;
	enum lorica_tier tier;
	u64 policy_serial;
	struct file *file;
	const char *object;
	const char *label;
	const u8 *digest;
	struct task_struct *task;
};

/**
 * lorica_event_add - put a record into the ring
 * @report: what happened
 *
 * Never fails and never sleeps: a full ring overwrites its oldest record,
 * which readers see as a gap in the sequence numbers. What root did and what
 * other users did is kept apart. Context: any but NMI.
 */
void lorica_event_add(const struct lorica_report *report);

/**
 * lorica_event_get - the oldest record at or after a sequence number
 * @seq: the first one wanted
 * @event: filled on success
 *
 * Return: true, or false when there is none yet.
 */
bool lorica_event_get(u64 seq, struct lorica_event *event);

/**
 * struct lorica_event_counts - how much was reported so far
 * @last: sequence number of the newest record
 * @overwritten: records that the rings no longer have
 * @denied: records with a deny verdict
 * @audited: records that audit mode let pass
 */
struct lorica_event_counts {
	u64 last;
	u64 overwritten;
	u64 denied;
	u64 audited;
};

/**
 * lorica_event_counts - the counters of this moment
 * @counts: filled
 */
void lorica_event_counts(struct lorica_event_counts *counts);

/**
 * lorica_event_wait - sleep until a record is there
 * @seq: its sequence number
 *
 * Return: 0, -ERESTARTSYS when a signal came first.
 */
int lorica_event_wait(u64 seq);

/**
 * lorica_event_poll - register for a wake-up
 * @file: as poll got it
 * @wait: as poll got it
 */
void lorica_event_poll(struct file *file, struct poll_table_struct *wait);

/** lorica_event_exit - wait for wake-ups under way */
void lorica_event_exit(void);

#endif
