// SPDX-License-Identifier: GPL-2.0-only
#include "key_cert.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "arena.h"
#include "cert.h"
#include "file.h"
#include "kernel/limits.h"

enum { MAX_FILE = 64 << 10 };

/* Takes the one certificate out of PEM text, where only text may surround it. */
static enum key_cert_wrong from_pem(struct arena *arena, const void *data, size_t len,
				    struct key_cert *cert, const char **why)
{
	BIO *bio = BIO_new_mem_buf(data, len);
	unsigned char *der;
	char *name, *header;
	long n;

	*why = "is neither PEM nor DER";
	while (bio && PEM_read_bio(bio, &name, &header, &der, &n)) {
		if (cert->der || strcmp(name, "CERTIFICATE")) {
			*why = "has to be in a file of its own, with nothing else in it";
			cert->len = 0;
		} else {
			cert->der = (uint8_t *)arena_string(arena, (char *)der, n);
			cert->len = n;
		}
		OPENSSL_cleanse(der, n);
		OPENSSL_free(der);
		OPENSSL_free(name);
		OPENSSL_free(header);
		if (!cert->len)
			break;
	}
	BIO_free(bio);
	return cert->len ? KEY_CERT_OK : KEY_CERT_MALFORMED;
}

static int64_t seconds(const ASN1_TIME *date)
{
	struct tm tm;

	return ASN1_TIME_to_tm(date, &tm) ? timegm(&tm) : -1;
}

static enum key_cert_wrong check_key(struct arena *arena, X509 *x509, const char **why)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);
	const char *type = key ? EVP_PKEY_get0_type_name(key) : NULL;

	if (!key) {
		*why = "has no public key that could be read";
		return KEY_CERT_MALFORMED;
	}
	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
		*why = arena_printf(arena,
				    "has a key of type %s; it has to be RSA, because Linux 6.1 has no ECDSA",
				    type ? type : "unknown");
		return KEY_CERT_KEY;
	}
	if (!cert_bits_ok(EVP_PKEY_get_bits(key))) {
		*why = arena_printf(arena, "has an RSA key of %d bits; it has to have " CERT_BITS,
				    EVP_PKEY_get_bits(key));
		return KEY_CERT_KEY;
	}
	return KEY_CERT_OK;
}

/* One encoding only: what OpenSSL reads from it and writes again is the same. */
static bool is_der(X509 *x509, const struct key_cert *cert)
{
	unsigned char *again = NULL;
	int n = i2d_X509(x509, &again);
	bool same = n > 0 && (size_t)n == cert->len && !memcmp(again, cert->der, n);

	OPENSSL_free(again);
	return same;
}

static enum key_cert_wrong from_der(struct arena *arena, struct key_cert *cert, const char **why)
{
	const unsigned char *p = cert->der;
	X509 *x509 = d2i_X509(NULL, &p, cert->len);
	enum key_cert_wrong wrong = KEY_CERT_MALFORMED;

	*why = "is neither PEM nor DER";
	if (!x509 || !is_der(x509, cert))
		goto out;
	wrong = check_key(arena, x509, why);
	if (wrong)
		goto out;
	wrong = KEY_CERT_LARGE;
	*why = arena_printf(arena, "has %zu bytes of DER; the limit is %d", cert->len,
			    LORICA_MAX_CERT);
	if (cert->len > LORICA_MAX_CERT)
		goto out;
	cert->has_key_id = cert_key_id(x509, &cert->key_id);
	cert->own_key_id = cert_own_key_id(x509);
	cert->not_before = seconds(X509_get0_notBefore(x509));
	cert->not_after = seconds(X509_get0_notAfter(x509));
	EVP_Digest(cert->der, cert->len, cert->sha256, NULL, EVP_sha256(), NULL);
	wrong = KEY_CERT_OK;
out:
	X509_free(x509);
	return wrong;
}

enum key_cert_wrong key_cert_parse(struct arena *arena, const void *data, size_t len,
				   struct key_cert *cert, const char **why)
{
	enum key_cert_wrong wrong;

	memset(cert, 0, sizeof(*cert));
	/* DER begins with a SEQUENCE; text before a PEM block may begin with anything. */
	if (len && *(const uint8_t *)data == 0x30 && !memmem(data, len, "-----BEGIN ", 11)) {
		cert->der = (uint8_t *)arena_string(arena, data, len);
		cert->len = len;
	} else {
		wrong = from_pem(arena, data, len, cert, why);
		if (wrong)
			return wrong;
	}
	return from_der(arena, cert, why);
}

enum key_cert_wrong key_cert_load_file(void *dir, struct arena *arena, const char *path,
				       struct key_cert *cert, const char **why)
{
	enum key_cert_wrong wrong;
	size_t len;
	char *data;
	int err;

	if (*path != '/')
		path = arena_printf(arena, "%s/%s", (const char *)dir, path);
	err = file_read(path, MAX_FILE, &data, &len);
	if (err) {
		*why = arena_printf(arena, "cannot be read: %s", strerror(-err));
		return KEY_CERT_UNREADABLE;
	}
	wrong = key_cert_parse(arena, data, len, cert, why);
	free(data);
	return wrong;
}
