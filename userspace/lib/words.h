/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_WORDS_H
#define LORICA_LIB_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Words of the language, and of the events, that stand for a number of the ABI. */
struct word {
	const char *name;
	uint32_t value;
};

struct words {
	const struct word *list;
	size_t n;
};

extern const struct words words_mode;
extern const struct words words_on_fail;
extern const struct words words_default;
extern const struct words words_purpose;
extern const struct words words_exec_rule;
extern const struct words words_exec_kind;
extern const struct words words_degrade;
extern const struct words words_revoked;
extern const struct words words_on_revoked;
extern const struct words words_net_act;
extern const struct words words_net_proto;
extern const struct words words_boot;
extern const struct words words_boot_rule;
extern const struct words words_boot_words;
extern const struct words words_rollback;
extern const struct words words_watch;
extern const struct words words_response;
extern const struct words words_file_kind;
extern const struct words words_tier;
extern const struct words words_event_type;
extern const struct words words_verdict;

/**
 * words_name - the word for a number
 * @words: one of the tables above
 * @value: which
 *
 * Return: a static string, NULL when there is none.
 */
const char *words_name(const struct words *words, uint32_t value);

#endif
