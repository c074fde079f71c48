/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SIGN_KEY_H
#define LORICA_LIB_SIGN_KEY_H

#include <openssl/evp.h>
#include <openssl/ui.h>

#include "passphrase.h"
#include "pkcs11_uri.h"

/**
 * struct sign_key - a private key, in memory or in a token
 * @name: for messages: the file, or the URI without its PIN
 * @pass: what opens it
 * @key: the key
 * @uri: taken apart, when it is one of PKCS #11
 * @ui: how libcrypto gets @pass; a token may ask again for each signature
 * @engine: ENGINE that the token is behind, or NULL
 */
struct sign_key {
	const char *name;
	struct passphrase pass;
	EVP_PKEY *key;
	struct pkcs11_uri uri;
	UI_METHOD *ui;
	void *engine;
};

/**
 * struct sign_key_source - where a key and its passphrase come from
 * @key: a file, or a URI
 * @pass_file: the file that the passphrase is in, or NULL
 * @pass_env: the variable that the passphrase is in, or NULL
 */
struct sign_key_source {
	const char *key;
	const char *pass_file;
	const char *pass_env;
};

/**
 * sign_key_open - get a private key that the kernel can check signatures of
 * @k: filled, for sign_key_close() in any case
 * @from: with one source of a passphrase at most, the PIN in the URI included
 *
 * Asks on the terminal when a passphrase is needed and none is given. What is
 * wrong is told on stderr; a PIN is never shown.
 *
 * Return: an exit_code.
 */
int sign_key_open(struct sign_key *k, const struct sign_key_source *from);

/**
 * sign_key_close - forget a key
 * @k: opened, or all zero
 *
 * Ends the session with the token. What is left of an engine to the exit
 * handler of libcrypto may be closed after the libraries that it needs:
 * openssl(1) crashes there when it cannot load a key by libp11.
 */
void sign_key_close(struct sign_key *k);

#endif
