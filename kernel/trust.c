// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "trust.h"

#include <keys/asymmetric-type.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/verification.h>

extern const u8 lorica_anchor_der[], lorica_anchor_der_end[];

static struct key *anchor;

static int refuse_link(struct key *keyring, const struct key_type *type,
		       const union key_payload *payload, struct key *restriction_key)
{
	return -EPERM;
}

struct key *lorica_trust_keyring(const char *name, const u8 *der, u32 len)
{
	struct key_restriction *closed;
	struct key *keyring;
	key_ref_t key;

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
	key = key_create_or_update(make_key_ref(keyring, true), "asymmetric", NULL, der, len,
				   KEY_POS_VIEW | KEY_POS_READ | KEY_POS_SEARCH | KEY_USR_VIEW,
				   KEY_ALLOC_NOT_IN_QUOTA | KEY_ALLOC_BYPASS_RESTRICTION);
	if (IS_ERR(key)) {
		key_put(keyring);
		return ERR_CAST(key);
	}
	key_ref_put(key);
	return keyring;
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

int lorica_trust_init(void)
{
	anchor = lorica_trust_keyring(".lorica", lorica_anchor_der,
				      lorica_anchor_der_end - lorica_anchor_der);
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
