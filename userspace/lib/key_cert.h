/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_KEY_CERT_H
#define LORICA_LIB_KEY_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum key_cert_wrong {
	KEY_CERT_OK,
	KEY_CERT_UNREADABLE,
	KEY_CERT_MALFORMED,
	KEY_CERT_KEY, /* not a key that the kernel can use */
	KEY_CERT_LARGE,
};

/**
 * struct key_cert - a certificate that a policy may name
 * @der: @len bytes
 * @len: their number, at most LORICA_MAX_CERT
 * @sha256: of @der
 * @not_before: seconds since 1970 UTC
 * @not_after: seconds since 1970 UTC
 * @has_key_id: it has a SubjectKeyIdentifier
 * @key_id: the tail of that, as signatures of files carry it
 * @own_key_id: what it is when it was made from the key, as it usually is
 */
struct key_cert {
	const uint8_t *der;
	size_t len;
	uint8_t sha256[32];
	int64_t not_before;
	int64_t not_after;
	bool has_key_id;
	uint32_t key_id;
	uint32_t own_key_id;
};

/**
 * struct key_cert_loader - where the certificates of a policy come from
 * @load: fills @cert, with memory of @arena, from what @path names; or says
 *	in @why, with what words, it can not
 * @context: first argument of @load
 */
struct key_cert_loader {
	enum key_cert_wrong (*load)(void *context, struct arena *arena, const char *path,
				    struct key_cert *cert, const char **why);
	void *context;
};

/**
 * key_cert_parse - read a certificate
 * @arena: for the DER and for @why
 * @data: PEM or DER; exactly one certificate
 * @len: its bytes
 * @cert: filled on success
 * @why: on failure, what is wrong, to follow "certificate 'x' "
 *
 * Return: KEY_CERT_OK, KEY_CERT_MALFORMED, KEY_CERT_KEY or KEY_CERT_LARGE.
 */
enum key_cert_wrong key_cert_parse(struct arena *arena, const void *data, size_t len,
				   struct key_cert *cert, const char **why);

/**
 * key_cert_load_file - a loader that reads files
 * @dir: const char *, where relative paths start
 * @arena: for the DER and for @why
 * @path: from the policy
 * @cert: filled on success
 * @why: filled on failure
 *
 * Return: any enum key_cert_wrong.
 */
enum key_cert_wrong key_cert_load_file(void *dir, struct arena *arena, const char *path,
				       struct key_cert *cert, const char **why);

#endif
