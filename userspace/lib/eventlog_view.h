/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EVENTLOG_VIEW_H
#define LORICA_LIB_EVENTLOG_VIEW_H

#include <stdio.h>

#include "kernel/replay.h"

enum eventlog_match {
	EVENTLOG_UNCHECKED,
	EVENTLOG_MATCH,
	EVENTLOG_DIFFERS,
	EVENTLOG_UNLOGGED, /* the log says nothing of it, and something extended it */
};

/**
 * struct eventlog_view - a log, what it leads to, and what of it is shown
 * @verb: who is reading it, for messages
 * @path: where it came from, "-" for standard input
 * @log: opened, unless @error was met at its start
 * @error: LORICA_EVENTLOG_OK, or what is wrong
 * @error_at: offset of that
 * @nr: events before that
 * @banks: PCRs; meaningless after an error
 * @nr_banks: how many
 * @locality: of startup, -1 when the log does not tell
 * @pcrs: a bit for each PCR that is shown
 * @algs: the algorithms that are shown
 * @nr_algs: 0 shows all
 * @tpm: what the TPM has, in the order of @banks; @extended tells which
 *	PCRs were read
 * @is_checked: @tpm is filled
 */
struct eventlog_view {
	const char *verb;
	const char *path;
	struct lorica_eventlog log;
	enum lorica_eventlog_error error;
	size_t error_at;
	u32 nr;
	struct lorica_pcr_bank banks[LORICA_MAX_BANKS];
	u32 nr_banks;
	int locality;
	u32 pcrs;
	u16 algs[LORICA_MAX_BANKS];
	u32 nr_algs;
	struct lorica_pcr_bank tpm[LORICA_MAX_BANKS];
	bool is_checked;
};

/* The hashes of libcrypto. */
extern const struct lorica_replay_hash eventlog_view_hash;

/**
 * eventlog_view_open - read and replay a log
 * @view: @path, @pcrs, @algs and @nr_algs are set; the rest is filled
 * @data: the log; has to live as long as @view
 * @len: its bytes
 *
 * Return: true; false when it is malformed, as @view->error tells.
 */
bool eventlog_view_open(struct eventlog_view *view, const u8 *data, size_t len);

/**
 * eventlog_view_check - read PCRs of a TPM
 * @view: opened
 * @dir: has pcr-ALG/N, as the kernel's directory of a TPM
 *
 * Tells on stderr what differs, and what cannot be compared.
 *
 * Return: EXIT_OK; EXIT_CHECK_NO; EXIT_FAILED: no bank could be compared, or
 * something is there and cannot be read.
 */
int eventlog_view_check(struct eventlog_view *view, const char *dir);

/**
 * eventlog_view_match - how a PCR of the log compares with that of the TPM
 * @view: opened
 * @bank: index of a bank
 * @pcr: index of a PCR
 *
 * Return: EVENTLOG_UNCHECKED when it was not read.
 */
enum eventlog_match eventlog_view_match(const struct eventlog_view *view, u32 bank, u32 pcr);

/**
 * eventlog_view_match_name - the stable word for a comparison
 * @match: which
 *
 * Return: a static string; NULL for EVENTLOG_UNCHECKED.
 */
const char *eventlog_view_match_name(enum eventlog_match match);

/**
 * eventlog_view_shows - is a PCR shown?
 * @view: opened
 * @bank: index of its bank
 * @pcr: its index
 *
 * Return: true when it is asked for, and the log or the TPM says something of it.
 */
bool eventlog_view_shows(const struct eventlog_view *view, u32 bank, u32 pcr);

/**
 * eventlog_view_wants_alg - is an algorithm shown?
 * @view: with what is asked for
 * @alg: number of it
 *
 * Return: true when it is asked for.
 */
bool eventlog_view_wants_alg(const struct eventlog_view *view, u16 alg);

/**
 * eventlog_view_next - the next event that is shown
 * @view: opened and rewound
 * @m: filled
 *
 * Return: false when there is none, or what follows is malformed.
 */
bool eventlog_view_next(struct eventlog_view *view, struct lorica_measurement *m);

/**
 * eventlog_view_detail - what an event tells, in some words
 * @to: an open stream
 * @log: which it is an event of
 * @m: the event
 *
 * Writes printable ASCII without a newline; may write nothing.
 */
void eventlog_view_detail(FILE *to, const struct lorica_eventlog *log,
			  const struct lorica_measurement *m);

/**
 * eventlog_view_text - write a log for people
 * @view: opened, or with an error
 * @to: an open stream
 */
void eventlog_view_text(struct eventlog_view *view, FILE *to);

/**
 * eventlog_view_json - write a log as policy/schema/eventlog.json says
 * @view: opened, or with an error
 * @to: an open stream
 */
void eventlog_view_json(struct eventlog_view *view, FILE *to);

/**
 * eventlog_view_yaml - write a log as `tpm2_eventlog --eventlog-version=1` does
 * @view: opened, or with an error
 * @to: an open stream
 */
void eventlog_view_yaml(struct eventlog_view *view, FILE *to);

#endif
