// SPDX-License-Identifier: GPL-2.0-only
#include "sign_key.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cert.h"
#include "engine.h"
#include "userspace/cmd.h"

static int take_uri(struct sign_key *k, const char *key)
{
	int err;

	k->name = key;
	if (!pkcs11_uri_is(key))
		return EXIT_OK;
	err = pkcs11_uri_split(key, &k->uri);
	k->name = k->uri.bare;
	if (!err)
		return EXIT_OK;
	if (err == -ENOMEM) {
		fprintf(stderr, "lorica: cannot read the URI of the key: out of memory\n");
		return EXIT_FAILED;
	}
	return cmd_usage("sign", "the URI of --key %s",
			 err == -EEXIST	    ? "has more than one PIN" :
			 err == -EOPNOTSUPP ? "has a pin-source that is not a local file" :
					      "has a PIN that is empty or not well written");
}

/* Everything but the terminal is read before the key, which may be far away. */
static int take_passphrase(struct sign_key *k, const struct sign_key_source *from)
{
	const char *file = from->pass_file ? from->pass_file : k->uri.pin_source;
	bool ok = true;

	if (!!from->pass_file + !!from->pass_env + !!k->uri.pin_source + !!k->uri.pin_value > 1)
		return cmd_usage("sign", "more than one passphrase or PIN is given");
	k->pass.what = k->name;
	if (file)
		ok = passphrase_from_file(&k->pass, file);
	else if (from->pass_env)
		ok = passphrase_from_env(&k->pass, from->pass_env);
	else if (k->uri.pin_value)
		ok = passphrase_from_text(&k->pass, k->uri.pin_value, "the URI");
	return ok ? EXIT_OK : EXIT_FAILED;
}

static void load_from_store(struct sign_key *k)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open(k->name, k->ui, &k->pass, NULL, NULL);

	if (!store)
		return;
	OSSL_STORE_expect(store, OSSL_STORE_INFO_PKEY);
	while (!k->key && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (!info)
			break;
		if (OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
			k->key = OSSL_STORE_INFO_get1_PKEY(info);
		OSSL_STORE_INFO_free(info);
	}
	/* Looking for the format of a file leaves errors of all the others. */
	if (!k->key && !k->uri.bare)
		ERR_clear_error();
	OSSL_STORE_close(store);
}

/* The oldest error says what happened, the later ones what could not be done for it. */
static const char *oldest_error(void)
{
	unsigned long err = ERR_peek_error();

	if (!err)
		return NULL;
	return ERR_SYSTEM_ERROR(err) ? strerror(ERR_GET_REASON(err)) : ERR_reason_error_string(err);
}

static const char *why_not(const struct sign_key *k)
{
	const char *error = oldest_error();

	if (k->pass.why)
		return k->pass.why;
	if (!k->uri.bare) {
		if (k->pass.asked)
			return "the passphrase does not decrypt it";
		/* What is no file may be a URI that some provider knows. */
		if (!strchr(k->name, ':') && access(k->name, R_OK))
			return strerror(errno);
		return error ? error : "there is none in it";
	}
	if (ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_UI)
		return "the token takes no PIN of this length";
	/* Nobody is asked for the PIN before the token is found. */
	if (!error || !strcmp(error, "object not found"))
		return k->pass.asked ? "the token has no such key" :
				       "there is no such token, or more than one";
	return error;
}

static int load(struct sign_key *k)
{
	ERR_clear_error();
	k->ui = UI_UTIL_wrap_read_pem_callback(passphrase_give, 0);
	/* The provider may be in openssl.cnf already; then this changes nothing. */
	if (!k->uri.bare || OSSL_PROVIDER_try_load(NULL, "pkcs11", 1)) {
		load_from_store(k);
	} else if (engine_open(k)) {
		ERR_clear_error();
		engine_load(k);
	} else {
		fprintf(stderr,
			"lorica: OpenSSL has neither a provider nor an engine 'pkcs11'; "
			"Debian has them in pkcs11-provider and libengine-pkcs11-openssl\n");
		return EXIT_FAILED;
	}
	if (!k->key)
		fprintf(stderr, "lorica: cannot read a private key from '%s': %s\n", k->name,
			why_not(k));
	ERR_clear_error();
	return k->key ? EXIT_OK : EXIT_FAILED;
}

static int check(const struct sign_key *k)
{
	if (!EVP_PKEY_is_a(k->key, "RSA") || !cert_bits_ok(EVP_PKEY_get_bits(k->key))) {
		fprintf(stderr, "lorica: the key '%s' is not RSA of " CERT_BITS " bits\n", k->name);
		return EXIT_FAILED;
	}
	/* Somebody believes that the key is protected. */
	if (k->pass.known && !k->pass.asked)
		fprintf(stderr, "lorica: warning: '%s' did not need the passphrase\n", k->name);
	return EXIT_OK;
}

int sign_key_open(struct sign_key *k, const struct sign_key_source *from)
{
	int ret;

	memset(k, 0, sizeof(*k));
	ret = take_uri(k, from->key);
	if (!ret)
		ret = take_passphrase(k, from);
	if (!ret)
		ret = load(k);
	return ret ? ret : check(k);
}

void sign_key_close(struct sign_key *k)
{
	EVP_PKEY_free(k->key);
	k->key = NULL;
	engine_close(k);
	UI_destroy_method(k->ui);
	k->ui = NULL;
	passphrase_forget(&k->pass);
	pkcs11_uri_free(&k->uri);
}
