/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_DIAG_H
#define LORICA_LIB_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "source.h"

struct arena;
struct json;
struct lints;
struct sources;

/* What can be said about a policy; names and levels are in diag_kind.c. */
enum diag_kind {
	/* Text */
	DIAG_BAD_CHARACTER,
	DIAG_BAD_STRING,
	DIAG_EXPECTED,
	DIAG_UNKNOWN_WORD,
	DIAG_DUPLICATE_SECTION,
	DIAG_DUPLICATE_CLAUSE,
	DIAG_DUPLICATE_PURPOSE,
	DIAG_SYNTAX_FIRST,
	DIAG_SYNTAX_VERSION,
	DIAG_BAD_NAME,
	DIAG_BAD_NUMBER,
	DIAG_BAD_HEX,
	DIAG_BAD_DATE,
	DIAG_BAD_PATH,
	DIAG_BAD_PORT,
	DIAG_BAD_ADDRESS,
	DIAG_BAD_USB,
	/* Files and limits */
	DIAG_NOT_TEXT,
	DIAG_LIMIT,
	DIAG_INCLUDE_UNREADABLE,
	DIAG_INCLUDE_CYCLE,
	DIAG_DUPLICATE_INCLUDE,
	/* Constants */
	DIAG_UNKNOWN_CONSTANT,
	DIAG_DUPLICATE_CONSTANT,
	DIAG_RECURSIVE_CONSTANT,
	DIAG_CONSTANT_TYPE,
	DIAG_CONSTANT_UNUSED,
	/* Meaning */
	DIAG_MISSING_POLICY,
	DIAG_MISSING_CLAUSE,
	DIAG_MISSING_DEFAULT,
	DIAG_CONTRADICTION,
	DIAG_ZERO_SERIAL,
	DIAG_ZERO_DEVICE,
	DIAG_EMPTY_VALIDITY,
	DIAG_NEEDS_CLOCK,
	DIAG_VALIDITY_OVER,
	DIAG_DUPLICATE_KEY,
	DIAG_TOO_MANY_KEYS,
	DIAG_UNKNOWN_KEY,
	DIAG_KEY_PURPOSE,
	DIAG_KEY_UNUSED,
	DIAG_DUPLICATE_RULE,
	DIAG_SHADOWED_RULE,
	DIAG_NOTHING_RUNS,
	DIAG_UNMANAGED,
	DIAG_NO_MODULES,
	DIAG_ANY_FIRMWARE,
	DIAG_NOTHING_EXPECTED,
	DIAG_TPM_OPTIONAL,
	DIAG_BAD_PCR,
	DIAG_HALTS_ON_CHANGE,
	DIAG_ROLLBACK_EPOCH,
	/* Certificates */
	DIAG_CERT_UNREADABLE,
	DIAG_CERT_MALFORMED,
	DIAG_CERT_KEY,
	DIAG_CERT_LARGE,
	DIAG_CERT_PIN,
	DIAG_CERT_DUPLICATE,
	DIAG_CERT_EXPIRED,
	DIAG_CERT_EXPIRES,
	DIAG_CERT_EARLY,
	DIAG_CERT_OUTSIDE,
	DIAG_CERT_KEY_ID,
	DIAG_CERT_GIVEN_ID,
	DIAG_EXEC_KEY_SHARED,
	/* Trees and manifests */
	DIAG_INIT_UNCOVERED,
	DIAG_UNLISTED,
	DIAG_SECOND_NAME,
	DIAG_MANIFEST_STALE,
	DIAG_MANIFEST_REFUSED,
	DIAG_REVOKED_LISTED,
	DIAG_PATH_UNMATCHED,
	DIAG_SHARED_CONTENT,
	DIAG_NR_KINDS,
};

enum diag_level {
	DIAG_ERROR,
	DIAG_WARNING,
	DIAG_NOTE,
	DIAG_NR_LEVELS,
};

enum { DIAG_MAX = 20 }; /* errors, and warnings, that one run reports */

/**
 * struct diag_related - a second place of a report
 * @next: in the order of the calls
 * @span: where
 * @message: what is there
 */
struct diag_related {
	struct diag_related *next;
	struct span span;
	const char *message;
};

/**
 * struct diag - one report
 * @next: of the list
 * @kind: what it is
 * @span: where
 * @message: one sentence
 * @related: further places
 * @related_tail: their end
 */
struct diag {
	struct diag *next;
	enum diag_kind kind;
	struct span span;
	const char *message;
	struct diag_related *related;
	struct diag_related **related_tail;
};

/**
 * struct diags - what was said about one policy
 * @sources: its files
 * @arena: holds the messages
 * @lints: what is asked for, NULL for the default
 * @list: in the order of the reports
 * @tail: end of @list
 * @last: the last report, even if it was dropped; diag_related() adds to it
 * @count: by level of their kind, including those above DIAG_MAX that were dropped
 */
struct diags {
	const struct sources *sources;
	struct arena *arena;
	const struct lints *lints;
	struct diag *list;
	struct diag **tail;
	struct diag *last;
	unsigned int count[DIAG_NR_LEVELS];
};

/**
 * diag_kind_name - the stable word for a kind
 * @kind: which
 *
 * Return: a static string of [a-z-].
 */
const char *diag_kind_name(enum diag_kind kind);

/**
 * diag_kind_level - how bad a kind is
 * @kind: which
 *
 * Return: its level.
 */
enum diag_level diag_kind_level(enum diag_kind kind);

/**
 * diag_start - begin a collection
 * @d: to be filled
 * @sources: what it will be about; files may be added later
 * @arena: for the messages
 */
void diag_start(struct diags *d, const struct sources *sources, struct arena *arena);

/**
 * diag_report - say something
 * @d: the collection
 * @kind: what it is
 * @span: where; for the value of a constant, where the constant is used, and
 *	the value itself becomes a related place
 * @fmt: one sentence without a full stop, printf style
 */
void diag_report(struct diags *d, enum diag_kind kind, struct span span, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * diag_related - point to a second place from the last report
 * @d: the collection
 * @span: where
 * @fmt: printf style
 */
void diag_related(struct diags *d, struct span span, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * diag_full - is it time to stop looking?
 * @d: the collection
 *
 * Return: true when no further error would be kept.
 */
bool diag_full(const struct diags *d);

/**
 * diag_failed - is the policy refused for what was said?
 * @d: the collection
 *
 * Return: true when there is an error, or a warning and the run is strict.
 */
bool diag_failed(const struct diags *d);

/**
 * diag_level - how bad a report is in this run
 * @d: the collection
 * @diag: in it
 *
 * Return: the level of its kind, but DIAG_ERROR for a warning when the run is strict.
 */
enum diag_level diag_level(const struct diags *d, const struct diag *diag);

/**
 * diag_sort - bring the collection into the order of the text
 * @d: the collection
 */
void diag_sort(struct diags *d);

/**
 * diag_print - write the collection for people, by position
 * @d: the collection
 * @to: an open stream
 * @color: with colours
 * @quiet: errors only
 *
 * Behind the first report about an included file stands how it came to be
 * included.
 */
void diag_print(struct diags *d, FILE *to, bool color, bool quiet);

/**
 * diag_json - write the members of an open JSON object: file, counts, diagnostics
 * @d: the collection
 * @j: the document
 */
void diag_json(struct diags *d, struct json *j);

#endif
