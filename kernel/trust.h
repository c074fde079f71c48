/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_TRUST_H
#define LORICA_TRUST_H

#include "statement.h"

struct key;

/**
 * lorica_trust_init - put the compiled-in anchor into its keyring
 *
 * Return: 0, -ENOMEM, or why the kernel cannot use the certificate
 * (-EBADMSG: not X.509, -ENOPKG: algorithm missing).
 */
int lorica_trust_init(void);

/** lorica_trust_exit - drop the anchor */
void lorica_trust_exit(void);

/**
 * lorica_trust_anchor - the keyring of the anchor
 *
 * Return: a keyring that lives as long as the module.
 */
struct key *lorica_trust_anchor(void);

/**
 * lorica_trust_keyring - a keyring with one certificate, closed for everybody
 * @name: shown in /proc/keys
 * @der: X.509
 * @len: bytes of @der
 * @key: NULL, or set to the key in it, to be given back with key_put()
 *
 * User space can see that it exists and nothing else: no permission to link,
 * write, search or change attributes is granted, and a restriction refuses
 * every link even from the kernel.
 *
 * Return: the keyring, to be given back with key_put(), or an ERR_PTR as for
 * lorica_trust_init().
 */
struct key *lorica_trust_keyring(const char *name, const u8 *der, u32 len, struct key **key);

/**
 * lorica_trust_key_id - which id do signatures of files by this key carry?
 * @key: from lorica_trust_keyring()
 * @id: set on success
 *
 * Return: false when its certificate has no SubjectKeyIdentifier.
 */
bool lorica_trust_key_id(const struct key *key, u32 *id);

/**
 * lorica_trust_verify - check a signature
 * @keyring: whose one key must have signed
 * @cms: CMS SignedData without content, from lorica_envelope_detach()
 * @cms_len: bytes of @cms
 * @content: what was signed
 * @len: bytes of @content
 *
 * Context: may sleep.
 *
 * Return: LORICA_OK, LORICA_R_ENVELOPE, LORICA_R_SIGNATURE, LORICA_R_ALGORITHM,
 * LORICA_R_UNKNOWN_SIGNER or LORICA_R_MEMORY.
 */
enum lorica_reason lorica_trust_verify(struct key *keyring, const u8 *cms, size_t cms_len,
				       const void *content, size_t len);

/**
 * lorica_trust_verify_digest - check a bare signature
 * @key: from lorica_trust_keyring(), that must have signed
 * @digest: SHA-256 of what was signed; neither on a stack nor from vmalloc()
 * @sig: RSA with PKCS#1 v1.5 padding; as @digest
 * @len: bytes of @sig
 *
 * Context: may sleep.
 *
 * Return: LORICA_OK, LORICA_R_SIG_WRONG, LORICA_R_NO_MEMORY.
 */
enum lorica_reason lorica_trust_verify_digest(const struct key *key, const u8 *digest,
					      const u8 *sig, u32 len);

#endif
