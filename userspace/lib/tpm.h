/* SPDX-License-Identifier: GPL-2.0-only */
/* A counter in the memory of a TPM 2.0, by the few commands that it takes. */
#ifndef LORICA_LIB_TPM_H
#define LORICA_LIB_TPM_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/shim.h"

enum {
	TPM_MAX_MESSAGE = 512, /* ours, and the answers to them, are shorter */
	TPM_MAX_PASSWORD = 64,
};

/* What a TPM can say, and what it means here. */
enum tpm_answer {
	TPM_RC_SUCCESS = 0,
	TPM_RC_NO_INDEX = 0x18b, /* the first handle is none */
	TPM_RC_INDEX_UNWRITTEN = 0x14a,
	TPM_RC_INDEX_DEFINED = 0x14c,
};

/**
 * struct tpm_message - bytes on their way to a TPM, or from it
 * @data: of them
 * @len: their number
 * @at: how far it is read
 * @broken: more was read than there is, or written than there is room for
 */
struct tpm_message {
	u8 data[TPM_MAX_MESSAGE];
	size_t len;
	size_t at;
	bool broken;
};

/* The device, where there is one. */
#define TPM_DEVICE "/dev/tpmrm0"

/**
 * struct tpm_index - what a TPM says of a place in its memory
 * @attributes: TPMA_NV
 * @size: of its data
 */
struct tpm_index {
	u32 attributes;
	u16 size;
};

/**
 * tpm_open - open the TPM
 * @path: of its device, or of the socket of one that is played; NULL: that of
 *	the kernel
 *
 * Return: a descriptor, -errno; -ENOENT when there is none.
 */
int tpm_open(const char *path);

/**
 * tpm_index_public - ask what is at an index
 * @fd: of tpm_open()
 * @index: its handle
 * @public: filled when the TPM says that there is something
 *
 * Return: enum tpm_answer or another code of the TPM, -errno; -EBADMSG for an
 * answer that is none.
 */
int tpm_index_public(int fd, u32 index, struct tpm_index *public);

/**
 * tpm_counter_define - make a counter that who may use the TPM can read and raise
 * @fd: of tpm_open()
 * @index: its handle
 * @password: of the owner, @len bytes
 * @len: at most TPM_MAX_PASSWORD
 *
 * Return: as tpm_index_public().
 */
int tpm_counter_define(int fd, u32 index, const u8 *password, size_t len);

/**
 * tpm_counter_is - is this an index as tpm_counter_define() makes it?
 * @public: of tpm_index_public()
 *
 * Return: true, whether it was ever raised or not.
 */
bool tpm_counter_is(const struct tpm_index *public);

/**
 * tpm_counter_raise - add one
 * @fd: of tpm_open()
 * @index: its handle
 *
 * The first time a counter gets a value above that of any that the TPM had.
 *
 * Return: as tpm_index_public().
 */
int tpm_counter_raise(int fd, u32 index);

/**
 * tpm_counter_read - ask for the value
 * @fd: of tpm_open()
 * @index: its handle
 * @value: set when the TPM tells it
 *
 * Return: as tpm_index_public().
 */
int tpm_counter_read(int fd, u32 index, u64 *value);

/**
 * tpm_answer_read - what an answer says
 * @m: the whole answer; then at what follows its head
 *
 * Return: the code of the TPM, -EBADMSG; -EPROTONOSUPPORT: a TPM 1.2 says so.
 */
int tpm_answer_read(struct tpm_message *m);

/**
 * tpm_public_read - read the answer to TPM2_NV_ReadPublic
 * @m: behind its head
 * @public: filled
 *
 * Return: 0, -EBADMSG.
 */
int tpm_public_read(struct tpm_message *m, struct tpm_index *public);

/**
 * tpm_value_read - read the answer to TPM2_NV_Read of a counter
 * @m: behind its head
 * @value: set
 *
 * Return: 0, -EBADMSG.
 */
int tpm_value_read(struct tpm_message *m, u64 *value);

#endif
