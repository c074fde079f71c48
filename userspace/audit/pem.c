// SPDX-License-Identifier: GPL-2.0-only
#include "pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

bool pem_is_key(struct str text)
{
	return str_has(text, "PRIVATE KEY-----");
}

bool pem_is_cert(struct str text)
{
	return str_has(text, "-----BEGIN CERTIFICATE-----");
}

static void judge(const X509 *x509, time_t now, struct pem_cert *cert)
{
	int digest = NID_undef, days = 0, seconds = 0;
	ASN1_TIME *at = ASN1_TIME_set(NULL, now);
	EVP_PKEY *key = X509_get0_pubkey(x509);

	cert->bits = key ? EVP_PKEY_get_security_bits(key) : 0;
	/* What cannot be compared has ended. */
	cert->days = -1;
	cert->early = true;
	if (at && ASN1_TIME_diff(&days, &seconds, at, X509_get0_notAfter(x509)))
		cert->days = days < 0 || seconds < 0 ? (days < 0 ? days : -1) : days;
	if (at && ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(x509), at))
		cert->early = days < 0 || seconds < 0;
	ASN1_TIME_free(at);
	X509_get_signature_info((X509 *)x509, &digest, NULL, NULL, NULL);
	cert->old_digest = digest == NID_md5 || digest == NID_sha1 || digest == NID_md4;
	cert->self_signed = X509_get_extension_flags((X509 *)x509) & EXFLAG_SS;
}

bool pem_read_cert(struct str text, time_t now, struct pem_cert *cert)
{
	BIO *bio = BIO_new_mem_buf(text.p, text.n);
	X509 *x509 = bio ? PEM_read_bio_X509(bio, NULL, NULL, (void *)"") : NULL;

	BIO_free(bio);
	ERR_clear_error();
	memset(cert, 0, sizeof(*cert));
	if (!x509)
		return false;
	judge(x509, now, cert);
	X509_free(x509);
	return true;
}
