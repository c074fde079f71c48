// SPDX-License-Identifier: GPL-2.0-only
/*
 * Engines are deprecated since OpenSSL 3.0, and gone from some builds of it.
 * Debian 12 has no provider for PKCS #11 but this engine. This file can go
 * when every system that we build on has the provider.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "engine.h"

#include "sign_key.h"

#ifndef OPENSSL_NO_ENGINE

#include <openssl/engine.h>

bool engine_open(struct sign_key *k)
{
	ENGINE *e;

	ENGINE_load_dynamic();
	e = ENGINE_by_id("pkcs11");
	if (!e)
		return false;
	if (ENGINE_init(e))
		k->engine = e;
	ENGINE_free(e);
	return k->engine;
}

bool engine_load(struct sign_key *k)
{
	/* It talks to stderr about what it tries, and shows URIs; the queue has what failed. */
	ENGINE_ctrl_cmd_string(k->engine, "QUIET", NULL, 0);
	/* A key that has to be unlocked for each signature asks by these. */
	ENGINE_ctrl_cmd(k->engine, "SET_USER_INTERFACE", 0, k->ui, NULL, 0);
	ENGINE_ctrl_cmd(k->engine, "SET_CALLBACK_DATA", 0, &k->pass, NULL, 0);
	k->key = ENGINE_load_private_key(k->engine, k->uri.bare, k->ui, &k->pass);
	return k->key;
}

void engine_close(struct sign_key *k)
{
	if (k->engine)
		ENGINE_finish(k->engine);
	k->engine = NULL;
}

#else

bool engine_open(struct sign_key *k)
{
	(void)k;
	return false;
}

bool engine_load(struct sign_key *k)
{
	(void)k;
	return false;
}

void engine_close(struct sign_key *k)
{
	(void)k;
}

#endif
