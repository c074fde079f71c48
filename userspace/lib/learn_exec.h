/* SPDX-License-Identifier: GPL-2.0-only */
/* What the exec section can give: files in a manifest, exceptions from writable-code. */
#ifndef LORICA_LIB_LEARN_EXEC_H
#define LORICA_LIB_LEARN_EXEC_H

#include "kernel/shim.h"
#include "kernel/uapi/lorica.h"

struct event_line;
struct learn;
struct learn_item;
struct learn_key;

/**
 * learn_exec_file - does a manifest that lists the file permit that?
 * @line: a refused execve, mapping, or load of a kernel module or of firmware
 * @key: changed when it does
 */
void learn_exec_file(const struct event_line *line, struct learn_key *key);

/**
 * learn_exec_program - does an exception for the program permit that?
 * @line: memory that can be written was to become code
 * @key: changed when it does
 */
void learn_exec_program(const struct event_line *line, struct learn_key *key);

/**
 * learn_exec_decide_file - may a file be listed?
 * @l: the run
 * @item: of kind LEARN_FILE
 *
 * Return: EXIT_OK; EXIT_FAILED, with a message, when the tree cannot be read.
 */
int learn_exec_decide_file(struct learn *l, struct learn_item *item);

/**
 * learn_exec_decide_program - may a program be excepted?
 * @l: the run
 * @item: of kind LEARN_PROGRAM
 *
 * Return: EXIT_OK.
 */
int learn_exec_decide_program(struct learn *l, struct learn_item *item);

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
