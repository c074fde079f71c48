/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The log of measured boot, as firmware and boot loaders leave it: the TCG's
 * crypto-agile form, and the older one with SHA-1 alone. Whoever wrote it is
 * not trusted: what it says counts when its replay gives the PCRs of the TPM.
 */
#ifndef LORICA_EVENTLOG_H
#define LORICA_EVENTLOG_H

#include "limits.h"
#include "statement.h"

enum lorica_eventlog_error {
	LORICA_EVENTLOG_OK,
	LORICA_EVENTLOG_END, /* no mistake: there are no more events */
	LORICA_EVENTLOG_EMPTY,
	LORICA_EVENTLOG_LIMIT,
	LORICA_EVENTLOG_HEADER,
	LORICA_EVENTLOG_SPEC,
	LORICA_EVENTLOG_ALGORITHMS,
	LORICA_EVENTLOG_ALGORITHM_TWICE,
	LORICA_EVENTLOG_DIGEST_SIZE,
	LORICA_EVENTLOG_PCR,
	LORICA_EVENTLOG_COUNT,
	LORICA_EVENTLOG_DIGEST,
	LORICA_EVENTLOG_ALGORITHM,
	LORICA_EVENTLOG_DIGEST_TWICE,
	LORICA_EVENTLOG_DATA,
	LORICA_EVENTLOG_PADDING,
	LORICA_EVENTLOG_LOCALITY,
	LORICA_EVENTLOG_FINAL,
	LORICA_EVENTLOG_HASH,
	LORICA_EVENTLOG_NR_ERRORS,
};

/* The TCG's numbers of hash algorithms. */
enum lorica_eventlog_alg_id {
	LORICA_ALG_SHA1 = 0x0004,
	LORICA_ALG_SHA256 = 0x000b,
	LORICA_ALG_SHA384 = 0x000c,
	LORICA_ALG_SHA512 = 0x000d,
};

/* The type of event that is never extended; this file knows no other. */
enum { LORICA_EV_NO_ACTION = 3 };

/**
 * struct lorica_eventlog_alg - an algorithm that the log announces
 * @id: the TCG's number of it
 * @size: bytes of its digests
 */
struct lorica_eventlog_alg {
	u16 id;
	u16 size;
};

/**
 * struct lorica_eventlog - a log, and how far it is read
 * @data: all of it
 * @len: its bytes
 * @is_agile: crypto-agile, with a Spec ID event; else SHA-1 alone
 * @nr_algs: at most LORICA_MAX_EVENTLOG_ALGS
 * @algs: what each event can have a digest of, in the order of the log
 * @spec: body of the Spec ID event; of a log without one NULL
 * @vendor: what the firmware's maker wrote there, may be empty
 * @at: offset of the next event
 * @nr: events read
 * @is_final: not a log, but a table of final events
 * @left: events that follow in such a table, if it has room for them
 * @error_at: offset of what is wrong, when an error was returned
 */
struct lorica_eventlog {
	const u8 *data;
	size_t len;
	bool is_agile;
	u32 nr_algs;
	struct lorica_eventlog_alg algs[LORICA_MAX_EVENTLOG_ALGS];
	const u8 *spec;
	struct lorica_bytes vendor;
	size_t at;
	u32 nr;
	bool is_final;
	u64 left;
	size_t error_at;
};

/**
 * struct lorica_eventlog_digest - one digest of an event
 * @alg: number of its algorithm
 * @size: its bytes
 * @data: inside of the log
 */
struct lorica_eventlog_digest {
	u16 alg;
	u16 size;
	const u8 *data;
};

/**
 * struct lorica_measurement - one event, pointing into the log
 * @nr: its number, from 0
 * @offset: where it begins
 * @pcr: index of the PCR; below LORICA_MAX_PCRS unless @type is
 *	LORICA_EV_NO_ACTION
 * @type: the TCG's number of its type, any
 * @nr_digests: at most as many as the log announces; 0 only without action
 * @digests: each of another algorithm
 * @data: what the firmware says of it. It is what was hashed only with some
 *	types of events, and then only if it is hashed and compared
 */
struct lorica_measurement {
	u32 nr;
	size_t offset;
	u32 pcr;
	u32 type;
	u32 nr_digests;
	struct lorica_eventlog_digest digests[LORICA_MAX_EVENTLOG_ALGS];
	struct lorica_bytes data;
};

/**
 * lorica_eventlog_open - begin to read a log
 * @log: filled on success; points into @data
 * @data: the log, any alignment
 * @len: its bytes
 *
 * A log whose first event is no "Spec ID Event03" is one of SHA-1.
 *
 * Return: LORICA_EVENTLOG_OK, EMPTY, LIMIT, HEADER, DATA, SPEC, ALGORITHMS,
 * ALGORITHM_TWICE or DIGEST_SIZE; @log->error_at tells where.
 */
enum lorica_eventlog_error lorica_eventlog_open(struct lorica_eventlog *log, const u8 *data,
						size_t len);

/**
 * lorica_eventlog_open_final - begin to read a table of final events
 * @final: filled on success; points into @data
 * @log: an open log of the same boot, which announces the algorithms
 * @data: a table as EFI configuration tables have it: version, number of
 *	events, events
 * @len: its bytes, not all of which need to be in use
 *
 * The table begins when the log is first asked for, so events can be in both:
 * who has both has to know how many. What the kernel shows in securityfs is
 * the log with the rest of the table behind it, and needs no such care.
 *
 * Return: LORICA_EVENTLOG_OK, HEADER; FINAL: an unknown version, or the log
 * is of SHA-1.
 */
enum lorica_eventlog_error lorica_eventlog_open_final(struct lorica_eventlog *final,
						      const struct lorica_eventlog *log,
						      const u8 *data, size_t len);

/**
 * lorica_eventlog_next - read an event
 * @log: opened
 * @m: filled on success
 *
 * Zero bytes up to the end are no event: some firmware pads. After an error
 * every further call gives it again.
 *
 * Return: LORICA_EVENTLOG_OK; END, with @log->at at the padding; HEADER, PCR,
 * COUNT, DIGEST, ALGORITHM, DIGEST_TWICE, DATA or PADDING.
 */
enum lorica_eventlog_error lorica_eventlog_next(struct lorica_eventlog *log,
						struct lorica_measurement *m);

/**
 * lorica_eventlog_rewind - go back to the first event
 * @log: opened; not a table of final events
 */
void lorica_eventlog_rewind(struct lorica_eventlog *log);

/**
 * lorica_eventlog_digest - the digest that extends a bank
 * @m: an event
 * @alg: number of an algorithm
 *
 * Return: its digest; NULL when the event extends nothing there.
 */
const u8 *lorica_eventlog_digest(const struct lorica_measurement *m, u16 alg);

/**
 * lorica_eventlog_locality - does an event tell where TPM2_Startup came from?
 * @m: an event
 * @locality: set when it does
 *
 * Return: true for a StartupLocality event, whose locality may be any.
 */
bool lorica_eventlog_locality(const struct lorica_measurement *m, u8 *locality);

/**
 * lorica_eventlog_known - the size of an algorithm that can be replayed
 * @alg: number of an algorithm
 *
 * Return: bytes of its digests, at most LORICA_MAX_DIGEST; 0 for all others.
 */
u16 lorica_eventlog_known(u16 alg);

/**
 * lorica_eventlog_wrong - note where a log is wrong
 * @log: opened
 * @at: offset
 * @error: what is wrong there
 *
 * Return: @error.
 */
enum lorica_eventlog_error lorica_eventlog_wrong(struct lorica_eventlog *log, size_t at,
						 enum lorica_eventlog_error error);

/**
 * lorica_eventlog_error_name - the stable word for an error
 * @error: any value
 *
 * Return: a static string of [a-z0-9-], never NULL.
 */
const char *lorica_eventlog_error_name(enum lorica_eventlog_error error);

/**
 * lorica_eventlog_error_text - an error in words, without a full stop
 * @error: any value
 *
 * Return: a static string, never NULL.
 */
const char *lorica_eventlog_error_text(enum lorica_eventlog_error error);

#endif
