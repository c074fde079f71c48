/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of passwd(5) and shadow(5). */
#ifndef LORICA_AUDIT_CONF_ACCOUNT_H
#define LORICA_AUDIT_CONF_ACCOUNT_H

#include "str.h"

/* What stands in the place of a password; see crypt(5). */
enum hash_kind {
	HASH_EMPTY, /* none is asked for */
	HASH_NO_LOGIN, /* nothing can be typed that is right */
	HASH_WEAK, /* DES, MD5, SHA-1, SHA-256 */
	HASH_STRONG,
	HASH_UNKNOWN, /* no method that crypt(5) has */
};

/**
 * struct account - a line of passwd
 * @name: of the account
 * @password: "x": in shadow
 * @uid: user number
 * @gid: group number
 * @shell: what a log-in starts
 */
struct account {
	struct str name;
	struct str password;
	u64 uid;
	u64 gid;
	struct str shell;
};

/**
 * struct shadow - a line of shadow
 * @name: of the account
 * @hash: of its password
 * @changed: days since 1970 of the last change; 0: has to be changed at the next log-in
 * @has_changed: there is such a day
 * @max: days after which it has to be changed
 * @has_max: there is such a number
 */
struct shadow {
	struct str name;
	struct str hash;
	u64 changed;
	bool has_changed;
	u64 max;
	bool has_max;
};

/**
 * account_parse - read a line of passwd
 * @line: without its newline
 * @account: filled
 *
 * Return: NULL, or what is wrong with it.
 */
const char *account_parse(struct str line, struct account *account);

/**
 * shadow_parse - read a line of shadow
 * @line: without its newline
 * @shadow: filled
 *
 * Return: NULL, or what is wrong with it.
 */
const char *shadow_parse(struct str line, struct shadow *shadow);

/**
 * hash_judge - what is in the place of a password?
 * @hash: the field
 * @method: set to its name
 *
 * Return: its kind.
 */
enum hash_kind hash_judge(struct str hash, const char **method);

#endif
