/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_TRUST_H
#define LORICA_LIB_TRUST_H

#include <openssl/x509.h>

#include "kernel/limits.h"
#include "kernel/manifest.h"
#include "kernel/policy_decode.h"

enum { TRUST_MAX_CERTS = 1 + LORICA_MAX_KEYS };

/**
 * struct trust - the keys that a device has at some moment
 * @certs: their certificates
 * @purposes: what each may sign, enum lorica_purpose bits
 * @names: as the policy calls them, "anchor" for the anchor
 * @nr: their number
 * @serial: of the active policy, 0: none
 * @epoch: of the active policy, 0: none
 * @policy: the active policy, all zero: none
 * @first_key: index of its first key
 *
 * The anchor is the first. A key that is in the list twice has the purposes
 * of its first place alone, as in the kernel: an anchor that a policy names
 * for manifests still signs none.
 */
struct trust {
	X509 *certs[TRUST_MAX_CERTS];
	u32 purposes[TRUST_MAX_CERTS];
	char names[TRUST_MAX_CERTS][LORICA_MAX_NAME];
	size_t nr;
	u64 serial;
	u64 epoch;
	struct lorica_policy policy;
	size_t first_key;
};

/**
 * struct trust_stmt - a statement whose signature and content are good
 * @content: its bytes
 * @len: their number
 * @view: its head and sections
 * @policy: of a policy
 * @manifest: of a manifest, without an index
 * @signer: index of the key that signed it
 */
struct trust_stmt {
	u8 *content;
	size_t len;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	struct lorica_manifest manifest;
	size_t signer;
};

/**
 * trust_start - trust the anchor alone, as a device without a policy does
 * @trust: to be filled
 * @anchor: may sign policies and nothing else; @trust takes it over
 *
 * Return: LORICA_OK, or LORICA_R_KEY when the kernel could not use it.
 */
enum lorica_reason trust_start(struct trust *trust, X509 *anchor);

/**
 * trust_add_policy - trust as a device does that has a policy active
 * @trust: has the anchor, and maybe another policy, which is not active any more
 * @active: the policy, opened with @trust; to be closed after it
 *
 * Return: LORICA_OK, or LORICA_R_KEY for a certificate that the kernel could
 * not use; @trust is then still to be ended.
 */
enum lorica_reason trust_add_policy(struct trust *trust, const struct trust_stmt *active);

/**
 * trust_end - forget all keys
 * @trust: started, or all zero
 */
void trust_end(struct trust *trust);

/**
 * trust_decode - check and open the content of a statement of any type
 * @stmt: has @content and @len
 *
 * Return: LORICA_OK, or what lorica_stmt_decode() and the decoder of its
 * type have against it, or LORICA_R_KEY for a policy with a certificate
 * that the kernel could not use.
 */
enum lorica_reason trust_decode(struct trust_stmt *stmt);

/**
 * trust_open - check a signed statement in the order in which the kernel does
 * @trust: the keys of the device
 * @env: the envelope
 * @len: its bytes
 * @stmt: filled on success, for trust_close()
 *
 * What the kernel asks of its clock, its device id and its other manifests is
 * not asked here.
 *
 * Return: LORICA_OK, what cms_verify(), trust_decode() or lorica_stmt_newer()
 * have against it, LORICA_R_WRONG_PURPOSE, or LORICA_R_MANIFEST_REVOKED.
 */
enum lorica_reason trust_open(const struct trust *trust, const u8 *env, size_t len,
			      struct trust_stmt *stmt);

/**
 * trust_close - free what trust_open() filled
 * @stmt: opened, or all zero
 */
void trust_close(struct trust_stmt *stmt);

#endif
