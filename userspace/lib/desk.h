/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A desk: a policy, its manifests and a root file system, laid out as a device
 * would have them, so that events can be judged without one.
 */
#ifndef LORICA_LIB_DESK_H
#define LORICA_LIB_DESK_H

#include "input.h"
#include "root.h"
#include "trust.h"

enum { DESK_BY_SIGNER = -1 };

/**
 * struct desk_manifest - a manifest in force
 * @in: the manifest; its statement has an index
 * @key: which key of the policy signed it
 */
struct desk_manifest {
	struct input in;
	u32 key;
};

/**
 * struct desk - what is on it
 * @verb: who asks, for messages
 * @arena: for what is said of events
 * @policy: the policy
 * @trust: its keys, with the same indices, and no anchor
 * @manifests: @nr_manifests of them, in the order in which they came
 * @nr_manifests: at most LORICA_MAX_MANIFESTS
 * @root: where paths are looked up, when @has_root
 * @has_root: there is one
 */
struct desk {
	const char *verb;
	struct arena arena;
	struct input policy;
	struct trust trust;
	struct desk_manifest manifests[LORICA_MAX_MANIFESTS];
	u32 nr_manifests;
	struct root root;
	bool has_root;
};

/**
 * desk_open - lay out a policy
 * @desk: to be filled, for desk_close() whatever is returned
 * @verb: who asks, for messages
 * @path: as for input_open()
 *
 * Return: as of input_open_policy().
 */
int desk_open(struct desk *desk, const char *verb, const char *path);

/**
 * desk_key - look up a key of the policy
 * @desk: with its policy
 * @name: of the key
 *
 * Return: its index, -1 when there is none.
 */
int desk_key(const struct desk *desk, const char *name);

/**
 * desk_near_key - which key was probably meant?
 * @desk: with its policy
 * @name: what was written
 *
 * Return: the name of a key, NULL when none is near.
 */
const char *desk_near_key(const struct desk *desk, const char *name);

/**
 * desk_add_manifest - put a manifest in force
 * @desk: with its policy
 * @path: a manifest, signed or not
 * @key: the key that signed it, or is going to; DESK_BY_SIGNER: whichever did
 *
 * The signature of a signed one is checked against the keys of the policy,
 * and purpose and epoch of either are, as on loading. What a device knows by
 * itself, its clock and its id, is not asked. What goes wrong is told on
 * stderr.
 *
 * Return: EXIT_OK, EXIT_FAILED: it cannot be read; EXIT_USAGE: nobody signed it
 * and @key does not tell who will; EXIT_REJECTED: a device would refuse it,
 * or it would replace another one on the desk.
 */
int desk_add_manifest(struct desk *desk, const char *path, int key);

/**
 * desk_add_named - put a manifest in force that a command line names
 * @desk: with its policy
 * @arg: FILE, or FILE:KEY unless there is a file of that name
 *
 * Return: as desk_add_manifest(); EXIT_USAGE for a key that the policy does not
 * have.
 */
int desk_add_named(struct desk *desk, const char *arg);

/**
 * desk_set_root - look up paths in a tree
 * @desk: the desk
 * @dir: its top
 *
 * Return: EXIT_OK or, with a message, EXIT_FAILED.
 */
int desk_set_root(struct desk *desk, const char *dir);

/**
 * desk_close - clear it
 * @desk: opened, or all zero
 */
void desk_close(struct desk *desk);

#endif
