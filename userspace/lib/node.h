/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_NODE_H
#define LORICA_LIB_NODE_H

#include <stdbool.h>
#include <stddef.h>

/* What to do about a node that is not there. */
#define NODE_REMEDY "load lorica.ko for this kernel and mount securityfs"

/**
 * node_exit - the exit code for a node that could not be opened
 * @err: -errno
 *
 * When there is no such node, the remedy is told on stderr as well.
 *
 * Return: EXIT_UNSUPPORTED when there is no such node: the kernel has no
 * Lorica, and no other argument would change it. EXIT_FAILED for the rest.
 */
int node_exit(int err);

/**
 * node_open - open a node of the module
 * @name: below /sys/kernel/security/lorica
 * @flags: of open(2)
 *
 * Return: a descriptor, -errno; -ENOENT without the module or securityfs.
 */
int node_open(const char *name, int flags);

/**
 * node_write - one write to a node
 * @name: of the node
 * @data: @len bytes
 * @len: their number
 *
 * Return: 0, -errno as the node gave it.
 */
int node_write(const char *name, const void *data, size_t len);

/**
 * node_word - one write of a word to a node
 * @name: of the node
 * @word: NUL terminated
 *
 * Return: as node_write().
 */
int node_word(const char *name, const char *word);

/**
 * node_read - all of a node
 * @name: of the node
 * @text: NUL terminated, to be freed
 *
 * Return: 0, -errno.
 */
int node_read(const char *name, char **text);

/**
 * node_value - the rest of the first line of `status` that begins with a key
 * @text: of the status node
 * @key: without the space
 * @value: where to
 * @size: of @value
 *
 * Return: true when there is such a line.
 */
bool node_value(const char *text, const char *key, char *value, size_t size);

#endif
