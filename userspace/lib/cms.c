// SPDX-License-Identifier: GPL-2.0-only
#include "cms.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "cert.h"
#include "kernel/envelope.h"
#include "kernel/limits.h"

static enum lorica_reason copy_out(const struct lorica_bytes *from, u8 **to, size_t *len)
{
	*to = malloc(from->len ? from->len : 1);
	if (!*to)
		return LORICA_R_MEMORY;
	memcpy(*to, from->data, from->len);
	*len = from->len;
	return LORICA_OK;
}

enum lorica_reason cms_content(const u8 *env, size_t len, u8 **content, size_t *content_len)
{
	struct lorica_envelope parts;
	enum lorica_reason reason = lorica_envelope_open(env, len, &parts);

	return reason ? reason : copy_out(&parts.content, content, content_len);
}

static bool same_bytes(const struct lorica_bytes *a, const u8 *der, int len)
{
	return len >= 0 && a->len == (size_t)len && !memcmp(a->data, der, len);
}

/* Compares DER, as the kernel does, and not names by meaning. */
static bool names_cert(const struct lorica_envelope *parts, const X509 *cert)
{
	u8 *issuer = NULL, *serial = NULL;
	int issuer_len = i2d_X509_NAME(X509_get_issuer_name(cert), &issuer);
	int serial_len = i2d_ASN1_INTEGER(X509_get0_serialNumber(cert), &serial);
	bool same = same_bytes(&parts->issuer, issuer, issuer_len) &&
		    same_bytes(&parts->serial, serial, serial_len);

	OPENSSL_free(issuer);
	OPENSSL_free(serial);
	return same;
}

static bool made_by(const struct lorica_envelope *parts, const u8 *digest, size_t digest_len,
		    X509 *cert)
{
	EVP_PKEY *key = X509_get0_pubkey(cert);
	EVP_PKEY_CTX *ctx;
	bool ok;

	if (!cert_usable(cert))
		return false;
	ctx = EVP_PKEY_CTX_new(key, NULL);
	ok = ctx && EVP_PKEY_verify_init(ctx) > 0 &&
	     EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	     EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) > 0 &&
	     EVP_PKEY_verify(ctx, parts->signature.data, parts->signature.len, digest,
			     digest_len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static enum lorica_reason check_signature(const struct lorica_envelope *parts, X509 *cert)
{
	u8 digest[EVP_MAX_MD_SIZE];
	unsigned int len;

	if (!EVP_Digest(parts->content.data, parts->content.len, digest, &len, EVP_sha256(), NULL))
		return LORICA_R_MEMORY;
	return made_by(parts, digest, len, cert) ? LORICA_OK : LORICA_R_SIGNATURE;
}

enum lorica_reason cms_verify(const u8 *env, size_t len, X509 *const *certs, size_t nr,
			      size_t *which, u8 **content, size_t *content_len)
{
	struct lorica_envelope parts;
	enum lorica_reason reason = lorica_envelope_open(env, len, &parts);
	size_t i = 0;

	if (reason)
		return reason;
	while (i < nr && !names_cert(&parts, certs[i]))
		i++;
	if (i == nr)
		return LORICA_R_UNKNOWN_SIGNER;
	*which = i;
	reason = check_signature(&parts, certs[i]);
	return reason ? reason : copy_out(&parts.content, content, content_len);
}

static CMS_ContentInfo *make_cms(const u8 *content, size_t len, EVP_PKEY *key, X509 *cert)
{
	unsigned int flags = CMS_BINARY | CMS_NOATTR | CMS_NOCERTS | CMS_PARTIAL;
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
	BIO *bio = BIO_new_mem_buf(content, len);

	if (cms && bio && CMS_add1_signer(cms, cert, key, EVP_sha256(), flags) &&
	    CMS_final(cms, bio, NULL, flags)) {
		BIO_free(bio);
		return cms;
	}
	BIO_free(bio);
	CMS_ContentInfo_free(cms);
	return NULL;
}

/* A token that signs with another key than its certificate says is found here. */
static enum lorica_reason check_own(const u8 *env, size_t len, X509 *cert)
{
	u8 *content;
	size_t which, content_len;
	enum lorica_reason reason;

	reason = cms_verify(env, len, &cert, 1, &which, &content, &content_len);
	if (!reason)
		free(content);
	return reason;
}

enum lorica_reason cms_sign(const u8 *content, size_t content_len, EVP_PKEY *key, X509 *cert,
			    u8 **env, size_t *len)
{
	enum lorica_reason reason;
	CMS_ContentInfo *cms;
	int n;

	if (content_len > LORICA_MAX_STATEMENT - LORICA_MAX_ENVELOPE)
		return LORICA_R_OVERSIZED;
	cms = make_cms(content, content_len, key, cert);
	*env = NULL;
	n = cms ? i2d_CMS_ContentInfo(cms, env) : -1;
	CMS_ContentInfo_free(cms);
	if (n < 0) {
		cert_say_openssl("cannot sign");
		return LORICA_R_KEY;
	}
	*len = n;
	reason = check_own(*env, *len, cert);
	if (reason) {
		OPENSSL_free(*env);
		fprintf(stderr, "lorica: the signature that the key made is not good\n");
	}
	return reason;
}
