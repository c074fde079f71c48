// SPDX-License-Identifier: GPL-2.0-only
#include "signed_file.h"

#include <errno.h>
#include <sys/xattr.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "cert.h"

enum { DIGEST = 32 };

enum lorica_reason signed_file_read(int fd, struct signed_file *file)
{
	ssize_t len = fgetxattr(fd, LORICA_IMASIG_XATTR, file->data, sizeof(file->data));

	if (len >= 0)
		return lorica_imasig_parse(file->data, len, &file->sig);
	switch (errno) {
	case ENODATA:
	case EOPNOTSUPP:
		return LORICA_R_NOT_LISTED;
	case ERANGE:
	case E2BIG:
		return LORICA_R_SIG_FORMAT;
	default:
		return LORICA_R_UNREADABLE;
	}
}

enum lorica_reason signed_file_verify(const struct signed_file *file, const X509 *cert,
				      const u8 *sha256)
{
	enum lorica_reason reason = LORICA_R_NO_MEMORY;
	EVP_PKEY_CTX *ctx;
	u32 key_id;

	if (!cert_key_id(cert, &key_id) || key_id != file->sig.key_id)
		return LORICA_R_SIG_KEY;
	ctx = EVP_PKEY_CTX_new(X509_get0_pubkey(cert), NULL);
	if (ctx && EVP_PKEY_verify_init(ctx) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) > 0)
		reason = EVP_PKEY_verify(ctx, file->sig.data, file->sig.len, sha256, DIGEST) == 1 ?
				 LORICA_OK :
				 LORICA_R_SIG_WRONG;
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return reason;
}
