/* SPDX-License-Identifier: GPL-2.0-only */
/* What manifests can give. */
#ifndef LORICA_LIB_LEARN_EXEC_H
#define LORICA_LIB_LEARN_EXEC_H

#include "kernel/shim.h"
#include "kernel/uapi/lorica.h"

struct desk_manifest;
struct event_line;
struct learn;
struct learn_item;
struct learn_key;
struct lorica_digest;

/**
 * learn_exec_file - does a manifest that lists the file permit that?
 * @line: a refused execve, mapping, or load of a kernel module or of firmware
 * @key: changed when it does
 */
void learn_exec_file(const struct event_line *line, struct learn_key *key);

/**
 * learn_exec_decide_file - may a file be listed?
 * @l: the run
 * @item: of kind LEARN_FILE
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when the tree cannot be read.
 */
int learn_exec_decide_file(struct learn *l, struct learn_item *item);

/**
 * learn_exec_is_reason - is this the reason?
 * @name: of an event
 * @reason: the reason
 *
 * Return: true when it is.
 */
bool learn_exec_is_reason(const char *name, enum lorica_reason reason);

/**
 * learn_exec_name_trouble - is it known what the file or the program is called?
 * @key: of an item
 *
 * Return: NULL, or why not.
 */
const char *learn_exec_name_trouble(const struct learn_key *key);

/**
 * learn_exec_is_deleted - had the file no name any more?
 * @path: of an event
 *
 * Return: true when the kernel says so behind the path.
 */
bool learn_exec_is_deleted(const char *path);

/**
 * learn_exec_entry - look a path up
 * @m: a manifest
 * @path: as it may list it
 *
 * Return: its first entry for the path, NULL when there is none.
 */
const struct lorica_digest *learn_exec_entry(const struct desk_manifest *m, const char *path);

/**
 * learn_exec_is_text - may a policy say it, and can people read it?
 * @path: of an event
 *
 * Return: false for bytes that are no text, and for what stands for them in JSON.
 */
bool learn_exec_is_text(const char *path);

/**
 * learn_exec_settle - no path may be listed with two contents
 * @l: with every item decided
 */
void learn_exec_settle(struct learn *l);

/**
 * learn_exec_manifest - the manifest of the files that are to be listed
 * @l: decided
 * @name: of the manifest
 * @serial: of the manifest; its epoch is that of the base policy
 * @content: the statement on success, for free()
 * @len: its bytes
 *
 * Return: LORICA_OK, or as manifest_build().
 */
enum lorica_reason learn_exec_manifest(const struct learn *l, const char *name, u64 serial,
				       u8 **content, size_t *len);

#endif
