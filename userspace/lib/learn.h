/* SPDX-License-Identifier: GPL-2.0-only */
/* From what audit mode has reported to a policy and a manifest that would permit it. */
#ifndef LORICA_LIB_LEARN_H
#define LORICA_LIB_LEARN_H

#include "desk.h"
#include "event_line.h"
#include "manifest_build.h"
#include "record_log.h"
#include "tally.h"

/* What a refusal asks for. Each section has its kinds; the last one is for all others. */
enum learn_kind {
	LEARN_FILE, /* exec: a manifest that lists the file */
	LEARN_PROGRAM, /* exec: an exception from writable-code */
	LEARN_LOADER, /* exec: one from bpf */
	LEARN_HELPER, /* exec: one from kernel-helpers */
	LEARN_NET, /* net: a rule for the program */
	LEARN_NOTHING, /* no rule could give it */
	LEARN_NR_KINDS,
};

enum learn_outcome {
	LEARN_REFUSED, /* nothing was learnt; @why tells the reason */
	LEARN_PERMITTED, /* the base policy and its manifests permit it by now */
	LEARN_LEARNT,
	LEARN_MERGED, /* learnt, and told of with another item */
};

/**
 * struct learn_key - events that are one matter
 * @kind: what they ask for
 * @type: type of the events; 0 where several types ask for the same
 * @reason: as @type, NULL
 * @enforced: it was refused indeed, not only reported
 * @what: the file, or the program; NULL when it does not count
 * @label: the acting program, NULL when it does not count
 * @cut: only the end of @what is known; of LEARN_NET of @label
 * @unlisted: @label is the path of a file that was in no manifest
 * @has_digest: @digest is that of the file
 * @digest: SHA-256
 */
struct learn_key {
	enum learn_kind kind;
	enum lorica_event_type type;
	const char *reason;
	bool enforced;
	const char *what;
	const char *label;
	bool cut;
	bool unlisted;
	bool has_digest;
	u8 digest[32];
};

struct learn_place {
	size_t boot; /* from 0 */
	struct record_place record;
};

/**
 * struct learn_item - one matter, its evidence, and what becomes of it
 * @key: what it is
 * @next: of the list
 * @nr: events
 * @foreign: those that another policy than the base decided
 * @first: the first of them
 * @last: the last one
 * @how: types and reasons
 * @who: labels and names of the acting programs
 * @objects: what they acted upon, where that is not @key.what alone
 * @outcome: what becomes of it
 * @why: why nothing is learnt from it
 * @advice: what to do about it, NULL when there is nothing to say
 * @note: what else is to be known, NULL when there is nothing
 * @file_kind: of a file that is learnt, enum lorica_file_kind
 * @rule: of LEARN_NET, the rule that is learnt, but for its program
 * @said: the same, as the draft has it
 * @wide: what else the rule permits, NULL: nothing
 */
struct learn_item {
	struct learn_key key;
	struct learn_item *next;
	u64 nr;
	u64 foreign;
	struct learn_place first;
	struct learn_place last;
	struct tally how;
	struct tally who;
	struct tally objects;
	enum learn_outcome outcome;
	const char *why;
	const char *advice;
	const char *note;
	u8 file_kind;
	struct lorica_net_rule rule;
	const char *said;
	const char *wide;
};

/**
 * struct learn - a run
 * @desk: the base policy, its manifests and the tree
 * @arena: for what is learnt
 * @log: which records there were
 * @told: events that told of no refusal
 * @nr_events: events, each counted once
 * @foreign: those of a refusal that another policy than the base decided
 * @serials: serials of these policies
 * @processes: which unlisted file each process has executed
 * @processes_boot: number of boots when that was
 * @list: the items
 * @tree: the same, by key, until learn_decide()
 * @items: the same in order, after learn_decide()
 * @nr: their number
 */
struct learn {
	struct desk *desk;
	struct arena arena;
	struct record_log log;
	u64 told;
	u64 nr_events;
	u64 foreign;
	struct tally serials;
	void *processes;
	size_t processes_boot;
	struct learn_item *list;
	void *tree;
	struct learn_item **items;
	size_t nr;
};

/* Why nothing is learnt of what was not done. */
extern const char learn_enforced[];

/**
 * learn_start - begin a run
 * @l: to be filled, for learn_end()
 * @desk: with the base policy
 */
void learn_start(struct learn *l, struct desk *desk);

/**
 * learn_add - take an event in
 * @l: the run
 * @line: the event; nothing of it is kept
 *
 * Return: NULL, or why a kernel cannot have made it.
 */
const char *learn_add(struct learn *l, const struct event_line *line);

/**
 * learn_decide - find out what is to be permitted
 * @l: with all events
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when the tree cannot be read.
 */
int learn_decide(struct learn *l);

/**
 * learn_count - how many items came to that?
 * @l: decided
 * @kind: of the items
 * @outcome: what became of them
 *
 * Return: their number.
 */
size_t learn_count(const struct learn *l, enum learn_kind kind, enum learn_outcome outcome);

/**
 * learn_permitted - how many events told what the base permits by now?
 * @l: decided
 *
 * Return: their number.
 */
u64 learn_permitted(const struct learn *l);

/**
 * learn_end - forget it
 * @l: begun, or all zero
 */
void learn_end(struct learn *l);

#endif
