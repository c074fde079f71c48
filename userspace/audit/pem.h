/* SPDX-License-Identifier: GPL-2.0-only */
/* Certificates and keys in files. */
#ifndef LORICA_AUDIT_PEM_H
#define LORICA_AUDIT_PEM_H

#include <time.h>

#include "str.h"

/**
 * struct pem_cert - the first certificate of a file
 * @days: until it ends, less than 0: it has ended
 * @early: it is not good yet
 * @bits: security of its key: 112 for RSA of 2048 bits
 * @old_digest: it is signed with MD5 or SHA-1
 * @self_signed: by its own key; its digest proves nothing then
 */
struct pem_cert {
	long days;
	bool early;
	int bits;
	bool old_digest;
	bool self_signed;
};

/**
 * pem_is_key - does a file have a private key?
 * @text: its bytes
 *
 * Return: true when it says so.
 */
bool pem_is_key(struct str text);

/**
 * pem_is_cert - does a file have a certificate?
 * @text: its bytes
 *
 * Return: true when it says so.
 */
bool pem_is_cert(struct str text);

/**
 * pem_read_cert - read the first certificate of a file
 * @text: its bytes
 * @now: seconds since 1970
 * @cert: filled
 *
 * Return: false when there is none that can be read.
 */
bool pem_read_cert(struct str text, time_t now, struct pem_cert *cert);

#endif
