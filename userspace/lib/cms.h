/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_CMS_H
#define LORICA_LIB_CMS_H

#include <openssl/x509.h>

#include "kernel/statement.h"

/**
 * cms_content - take the content out of an envelope without any trust in it
 * @env: a signed statement
 * @len: its bytes
 * @content: the content on success, for free(); aligned for the decoders
 * @content_len: its bytes
 *
 * Return: LORICA_OK, LORICA_R_MEMORY, or what lorica_envelope_open() has against it.
 */
enum lorica_reason cms_content(const u8 *env, size_t len, u8 **content, size_t *content_len);

/**
 * cms_verify - check the signature of an envelope
 * @env: a signed statement
 * @len: its bytes
 * @certs: the certificates that may have signed it
 * @nr: their number
 * @which: index of the one that did, on success
 * @content: the content on success, for free(); aligned for the decoders
 * @content_len: its bytes
 *
 * Return: LORICA_OK, LORICA_R_MEMORY, what lorica_envelope_open() has against it,
 * LORICA_R_UNKNOWN_SIGNER when none of @certs has the issuer and serial
 * number that the envelope names, LORICA_R_SIGNATURE when the key of the first
 * one that has did not make the signature.
 */
enum lorica_reason cms_verify(const u8 *env, size_t len, X509 *const *certs, size_t nr,
			      size_t *which, u8 **content, size_t *content_len);

/**
 * cms_sign - put content into a signed envelope
 * @content: a statement
 * @content_len: its bytes
 * @key: an RSA key, in memory or in a token
 * @cert: its certificate
 * @env: the envelope on success, for OPENSSL_free()
 * @len: its bytes
 *
 * The envelope has passed cms_verify() against @cert. The same arguments
 * give the same bytes: RSA PKCS#1 v1.5 has no randomness. An error is
 * reported on stderr.
 *
 * Return: LORICA_OK, LORICA_R_OVERSIZED, LORICA_R_KEY when signing fails, or
 * what cms_verify() has against the result.
 */
enum lorica_reason cms_sign(const u8 *content, size_t content_len, EVP_PKEY *key, X509 *cert,
			    u8 **env, size_t *len);

#endif
