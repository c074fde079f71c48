// SPDX-License-Identifier: GPL-2.0-only
#include "cert.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "kernel/imasig.h"
#include "kernel/limits.h"
#include "kernel/shim.h"

/* A PEM file may tell a lot about its certificate in front of it. */
enum { MAX_CERT_FILE = 16 * LORICA_MAX_CERT };

void cert_say_openssl(const char *what)
{
	unsigned long err = ERR_peek_last_error();
	const char *reason = err ? ERR_reason_error_string(err) : NULL;

	fprintf(stderr, "lorica: %s: %s\n", what, reason ? reason : "unknown error of libcrypto");
	ERR_clear_error();
}

X509 *cert_parse(const unsigned char *der, size_t len)
{
	const unsigned char *p = der;
	X509 *cert = len <= LORICA_MAX_CERT ? d2i_X509(NULL, &p, len) : NULL;

	ERR_clear_error();
	if (!cert || p == der + len)
		return cert;
	X509_free(cert);
	return NULL;
}

static X509 *parse_pem(const char *text, size_t len)
{
	BIO *bio = BIO_new_mem_buf(text, len);
	X509 *cert = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	X509 *second = cert ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;

	BIO_free(bio);
	ERR_clear_error();
	if (!second)
		return cert;
	/* Which of the two would be trusted must not be a guess. */
	X509_free(second);
	X509_free(cert);
	return NULL;
}

X509 *cert_load(const char *path)
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	X509 *cert;
	size_t len;
	char *data;
	int err;

	err = file_read(path, MAX_CERT_FILE, &data, &len);
	if (err) {
		fprintf(stderr, "lorica: cannot read '%s': %s\n", name, strerror(-err));
		return NULL;
	}
	cert = len && data[0] == 0x30 ? cert_parse((unsigned char *)data, len) :
					parse_pem(data, len);
	free(data);
	if (!cert)
		fprintf(stderr, "lorica: '%s' is not one X.509 certificate in PEM or DER\n", name);
	return cert;
}

bool cert_bits_ok(int bits)
{
	static const int sizes[] = { 2048, 3072, 4096 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		if (sizes[i] == bits)
			return true;
	return false;
}

bool cert_usable(const X509 *cert)
{
	EVP_PKEY *key = X509_get0_pubkey(cert);

	/* RSA-PSS has a type of its own, and the kernel no support for it. */
	return key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	       cert_bits_ok(EVP_PKEY_get_bits(key));
}

bool cert_key_id(const X509 *cert, uint32_t *key_id)
{
	/* It is read into a cache inside, and so not const. */
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id((X509 *)cert);

	return id &&
	       lorica_imasig_key_id(ASN1_STRING_get0_data(id), ASN1_STRING_length(id), key_id);
}

uint32_t cert_own_key_id(const X509 *cert)
{
	unsigned char sha1[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	uint32_t key_id = 0;

	if (X509_pubkey_digest(cert, EVP_sha1(), sha1, &len))
		lorica_imasig_key_id(sha1, len, &key_id);
	return key_id;
}

char *cert_subject(const X509 *cert)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text, *copy = NULL;
	long len;

	if (bio && X509_NAME_print_ex(bio, X509_get_subject_name(cert), 0, XN_FLAG_RFC2253) >= 0) {
		len = BIO_get_mem_data(bio, &text);
		copy = len > 0 ? strndup(text, len) : strdup("");
	}
	BIO_free(bio);
	return copy;
}

void cert_warn_dates(const X509 *cert, const char *what)
{
	const char *why = NULL;

	if (X509_cmp_current_time(X509_get0_notBefore(cert)) > 0)
		why = "is not valid yet";
	else if (X509_cmp_current_time(X509_get0_notAfter(cert)) < 0)
		why = "has expired";
	if (why)
		fprintf(stderr,
			"lorica: warning: the certificate of %s %s; the kernel does not look\n",
			what, why);
}
