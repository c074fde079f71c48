// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "trust.h"

#include <crypto/public_key.h>
#include <crypto/sha2.h>
#include <keys/asymmetric-type.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/verification.h>

#include "imasig.h"

extern const u8 lorica_anchor_der[], lorica_anchor_der_end[];

static struct key *anchor;

static int refuse_link(struct key *keyring, const struct key_type *type,
		       const union key_payload *payload, struct key *restriction_key)
{
	return -EPERM;
}

struct key *lorica_trust_keyring(const char *name, const u8 *der, u32 len, struct key **key)
{
	struct key_restriction *closed;
	struct key *keyring;
	key_ref_t ref;

	closed = kzalloc(sizeof(*closed), GFP_KERNEL);
	if (!closed)
		return ERR_PTR(-ENOMEM);
	closed->check = refuse_link;
	keyring = keyring_alloc(name, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, current_cred(),
				KEY_POS_VIEW | KEY_POS_READ | KEY_POS_SEARCH | KEY_POS_WRITE |
					KEY_USR_VIEW,
				KEY_ALLOC_NOT_IN_QUOTA, closed, NULL);
	if (IS_ERR(keyring)) {
		kfree(closed);
		return keyring;
	}
	ref = key_create_or_update(make_key_ref(keyring, true), "asymmetric", NULL, der, len,
				   KEY_POS_VIEW | KEY_POS_READ | KEY_POS_SEARCH | KEY_USR_VIEW,
				   KEY_ALLOC_NOT_IN_QUOTA | KEY_ALLOC_BYPASS_RESTRICTION);
	if (IS_ERR(ref)) {
		key_put(keyring);
		return ERR_CAST(ref);
	}
	if (key)
		*key = key_ref_to_ptr(ref);
	else
		key_ref_put(ref);
	return keyring;
}

bool lorica_trust_key_id(const struct key *key, u32 *id)
{
	/* The second of the three is the SubjectKeyIdentifier. */
	const struct asymmetric_key_id *subject = asymmetric_key_ids(key)->id[1];

	return subject && lorica_imasig_key_id(subject->data, subject->len, id);
}

enum lorica_reason lorica_trust_verify(struct key *keyring, const u8 *cms, size_t cms_len,
				       const void *content, size_t len)
{
	switch (verify_pkcs7_signature(content, len, cms, cms_len, keyring,
				       VERIFYING_UNSPECIFIED_SIGNATURE, NULL, NULL)) {
	case 0:
		return LORICA_OK;
	case -ENOMEM:
		return LORICA_R_MEMORY;
	case -ENOKEY:
		return LORICA_R_UNKNOWN_SIGNER;
	case -EKEYREJECTED:
		return LORICA_R_SIGNATURE;
	case -ENOPKG:
		return LORICA_R_ALGORITHM;
	default:
		return LORICA_R_ENVELOPE;
	}
}

enum lorica_reason lorica_trust_verify_digest(const struct key *key, const u8 *digest,
					      const u8 *sig, u32 len)
{
	const struct public_key_signature signature = {
		.s = (u8 *)sig,
		.s_size = len,
		.digest = (u8 *)digest,
		.digest_size = SHA256_DIGEST_SIZE,
		.pkey_algo = "rsa",
		.hash_algo = "sha256",
		.encoding = "pkcs1",
	};

	switch (verify_signature(key, &signature)) {
	case 0:
		return LORICA_OK;
	case -ENOMEM:
		return LORICA_R_NO_MEMORY;
	default:
		return LORICA_R_SIG_WRONG;
	}
}

int lorica_trust_init(void)
{
	anchor = lorica_trust_keyring(".lorica", lorica_anchor_der,
				      lorica_anchor_der_end - lorica_anchor_der, NULL);
	if (IS_ERR(anchor))
		pr_err("the anchor certificate cannot be used: error %ld\n", PTR_ERR(anchor));
	return PTR_ERR_OR_ZERO(anchor);
}

void lorica_trust_exit(void)
{
	key_put(anchor);
}

struct key *lorica_trust_anchor(void)
{
	return anchor;
}
