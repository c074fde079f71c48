/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_IMASIG_H
#define LORICA_IMASIG_H

#include "limits.h"
#include "shim.h"
#include "uapi/lorica.h"

/* The attribute of a file that holds its signature. */
#define LORICA_IMASIG_XATTR "security.ima"

enum lorica_imasig_format {
	LORICA_IMASIG_TYPE = 3, /* a signature; other types are digests and MACs */
	LORICA_IMASIG_VERSION = 2, /* over the digest of the content */
	LORICA_IMASIG_SHA256 = 4, /* as the kernel numbers digest algorithms */
	LORICA_IMASIG_HEAD = 9, /* bytes in front of the signature */
	LORICA_IMASIG_MAX = LORICA_IMASIG_HEAD + LORICA_MAX_SIGNATURE,
};

/**
 * struct lorica_imasig - a signature as IMA keeps it, version 2
 * @key_id: the last four bytes of the signing key's SubjectKeyIdentifier. It is
 *	a hint where to look, and nothing rests on it
 * @data: RSA with PKCS#1 v1.5 padding, over the SHA-256 of the content
 * @len: bytes of @data, at most LORICA_MAX_SIGNATURE
 */
struct lorica_imasig {
	u32 key_id;
	const u8 *data;
	u32 len;
};

/**
 * lorica_imasig_parse - take an attribute of a file apart
 * @data: value of the attribute
 * @len: its bytes
 * @sig: filled on success; points into @data
 *
 * Return: LORICA_OK, LORICA_R_SIG_KIND: not a signature of version 2,
 * LORICA_R_SIG_HASH: over another digest than SHA-256, LORICA_R_SIG_FORMAT: its
 * lengths do not add up, or are above the limit.
 */
enum lorica_reason lorica_imasig_parse(const u8 *data, size_t len, struct lorica_imasig *sig);

/**
 * lorica_imasig_key_id - which id do the signatures of a key carry?
 * @id: SubjectKeyIdentifier of its certificate
 * @len: bytes of @id
 * @key_id: set on success
 *
 * Return: false when it is too short to have one.
 */
bool lorica_imasig_key_id(const u8 *id, size_t len, u32 *key_id);

#endif
