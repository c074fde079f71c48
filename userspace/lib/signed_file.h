/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SIGNED_FILE_H
#define LORICA_LIB_SIGNED_FILE_H

#include <openssl/x509.h>

#include "kernel/imasig.h"

/**
 * struct signed_file - the signature in the security.ima of a file
 * @data: value of the attribute
 * @sig: points into @data
 */
struct signed_file {
	u8 data[LORICA_IMASIG_MAX];
	struct lorica_imasig sig;
};

/**
 * signed_file_read - read the signature of a file
 * @fd: the file, open for reading
 * @file: filled on success
 *
 * Return: LORICA_OK, LORICA_R_NOT_LISTED: it has none; LORICA_R_UNREADABLE,
 * or as lorica_imasig_parse().
 */
enum lorica_reason signed_file_read(int fd, struct signed_file *file);

/**
 * signed_file_verify - did the key of a certificate sign a file?
 * @file: its signature
 * @cert: the certificate, of an RSA key
 * @sha256: of the file's content
 *
 * As the kernel does it: a signature names its key, and what it names decides.
 *
 * Return: LORICA_OK, LORICA_R_SIG_KEY: it names another key; LORICA_R_SIG_WRONG,
 * LORICA_R_NO_MEMORY.
 */
enum lorica_reason signed_file_verify(const struct signed_file *file, const X509 *cert,
				      const u8 *sha256);

#endif
