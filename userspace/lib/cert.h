/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_CERT_H
#define LORICA_LIB_CERT_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * cert_load - read a certificate
 * @path: a file with one X.509 certificate, PEM or DER, "-" for standard input
 *
 * An error is reported on stderr.
 *
 * Return: the certificate, for X509_free(), or NULL.
 */
X509 *cert_load(const char *path);

/**
 * cert_parse - read a certificate from memory
 * @der: @len bytes of DER
 * @len: their number
 *
 * Return: the certificate, for X509_free(), or NULL when the bytes are not
 * one certificate from the first to the last.
 */
X509 *cert_parse(const unsigned char *der, size_t len);

/* What cert_bits_ok() takes, in messages. */
#define CERT_BITS "2048, 3072 or 4096"

/**
 * cert_bits_ok - does the kernel take RSA keys of this size?
 * @bits: of the modulus
 *
 * rsa_check_key_length() in the kernel's crypto/rsa.c knows some sizes and no
 * others; smaller ones than ours are not safe.
 *
 * Return: true when it does.
 */
bool cert_bits_ok(int bits);

/**
 * cert_usable - can the kernel check signatures with this certificate?
 * @cert: any certificate
 *
 * It needs an RSA key of a size that cert_bits_ok() takes.
 *
 * Return: true when it can.
 */
bool cert_usable(const X509 *cert);

/**
 * cert_key_id - which id do signatures of files by this key carry?
 * @cert: any certificate
 * @key_id: set on success
 *
 * Return: false when it has no SubjectKeyIdentifier.
 */
bool cert_key_id(const X509 *cert, uint32_t *key_id);

/**
 * cert_own_key_id - which id does evmctl give a key whose certificate it has not?
 * @cert: any certificate
 *
 * Return: the tail of the SHA-1 of the public key.
 */
uint32_t cert_own_key_id(const X509 *cert);

/**
 * cert_subject - the subject of a certificate for people
 * @cert: any certificate
 *
 * Return: one line as in RFC 2253, for free(), or NULL when memory is short.
 */
char *cert_subject(const X509 *cert);

/**
 * cert_warn_dates - warn on stderr about a certificate out of its dates
 * @cert: any certificate
 * @what: whose it is, for the message
 *
 * The kernel does not look at the dates: a device may have no clock.
 */
void cert_warn_dates(const X509 *cert, const char *what);

/**
 * cert_say_openssl - report a failed libcrypto call on stderr
 * @what: the act and the object, as in "cannot read 'x'"
 */
void cert_say_openssl(const char *what);

#endif
