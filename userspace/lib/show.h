/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SHOW_H
#define LORICA_LIB_SHOW_H

#include "kernel/statement.h"

/**
 * struct shown - a statement that is to be shown
 * @path: where it came from
 * @data: its content
 * @len: its bytes
 * @is_signed: it came in an envelope, whose signature nobody checked
 * @view: decoded
 */
struct shown {
	const char *path;
	const u8 *data;
	size_t len;
	bool is_signed;
	struct lorica_stmt_view view;
};

/**
 * show_policy - print a policy
 * @s: a policy
 * @extract: directory for the certificates, or NULL
 *
 * Return: an exit_code; EXIT_REJECTED when the text in it is not what its
 * tables say.
 */
int show_policy(const struct shown *s, const char *extract);

/**
 * show_manifest - print what a manifest lists
 * @s: a manifest
 *
 * One line for each file: digest, kind and path between two spaces. In a path,
 * backslash, control characters and bytes that are not UTF-8 become \xHH.
 *
 * Return: an exit_code.
 */
int show_manifest(const struct shown *s);

/**
 * show_digest - print the digest of an entry as show_manifest() does
 * @entry: of a manifest; another digest than SHA-256 comes with its name and a colon
 */
void show_digest(const struct lorica_digest *entry);

/**
 * show_path - print a path as show_manifest() does
 * @path: NUL terminated; any bytes
 */
void show_path(const char *path);

struct json;
struct lorica_policy;

/**
 * show_net_json - write the member "net"
 * @policy: a decoded policy
 * @j: with an open object
 */
void show_net_json(const struct lorica_policy *policy, struct json *j);

/**
 * show_integrity_json - write the member "integrity"
 * @policy: a decoded policy
 * @j: with an open object
 */
void show_integrity_json(const struct lorica_policy *policy, struct json *j);

/**
 * show_interpreters_json - write the member "interpreters"
 * @policy: a decoded policy
 * @j: with an open object
 */
void show_interpreters_json(const struct lorica_policy *policy, struct json *j);

/**
 * show_head - write the members that every statement has
 * @s: the statement
 * @j: with an open object
 */
void show_head(const struct shown *s, struct json *j);

#endif
