/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a device remembers the smallest epoch that a policy may have. */
#ifndef LORICA_LIB_EPOCH_STORE_H
#define LORICA_LIB_EPOCH_STORE_H

#include "kernel/shim.h"

enum {
	/* In the range that the TCG leaves to the owner. */
	EPOCH_STORE_INDEX = 0x018c0de1,
	/* A TPM's memory wears out: more than this at a time is a mistake in an epoch. */
	EPOCH_STORE_MAX_STEPS = 1000,
	EPOCH_STORE_DETAIL = 256,
};

/**
 * struct epoch_store - a counter in the TPM, or a file
 * @file: path of the file; NULL: the TPM
 * @tpm: as tpm_open() takes it
 */
struct epoch_store {
	const char *file;
	const char *tpm;
};

/**
 * epoch_store_read - what the device remembers
 * @store: where
 * @epoch: set
 * @detail: EPOCH_STORE_DETAIL bytes: what is wrong, in words
 *
 * Return: 0; -ENOENT: there is no TPM, no counter in it, or no file; -errno:
 * there is one that cannot be read, or is something else.
 */
int epoch_store_read(const struct epoch_store *store, u64 *epoch, char *detail);

/**
 * epoch_store_create - make it
 * @store: where
 * @password: of the TPM's owner, @len bytes
 * @len: their number
 * @detail: EPOCH_STORE_DETAIL bytes: what is wrong, in words
 *
 * What is there stays, and a counter that was never raised is. A power cut
 * leaves none, one that was never raised, or all of it.
 *
 * Return: 0, -errno.
 */
int epoch_store_create(const struct epoch_store *store, const u8 *password, size_t len,
		       char *detail);

/**
 * epoch_store_raise - remember a larger one
 * @store: where
 * @epoch: never taken back
 * @detail: EPOCH_STORE_DETAIL bytes: what is wrong, in words
 *
 * A power cut leaves what was, @epoch, or something between them.
 *
 * Return: 0, also when it was as large before; -errno as epoch_store_read();
 * -EDOM: more than EPOCH_STORE_MAX_STEPS away.
 */
int epoch_store_raise(const struct epoch_store *store, u64 epoch, char *detail);

#endif
