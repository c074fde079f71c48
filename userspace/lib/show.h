/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SHOW_H
#define LORICA_LIB_SHOW_H

#include "input.h"

/**
 * show_policy - print a policy
 * @s: a policy; of a text, what its statement would show is printed
 * @extract: directory for the certificates, or NULL
 *
 * Return: an exit_code.
 */
int show_policy(const struct input *s, const char *extract);

/**
 * show_manifest - print what a manifest lists
 * @s: a manifest
 *
 * One line for each file: digest, kind and path between two spaces. In a path,
 * backslash, control characters and bytes that are not UTF-8 become \xHH.
 *
 * Return: an exit_code.
 */
int show_manifest(const struct input *s);

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
void show_head(const struct input *s, struct json *j);

#endif
