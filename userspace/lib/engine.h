/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_ENGINE_H
#define LORICA_LIB_ENGINE_H

#include <stdbool.h>

struct sign_key;

/**
 * engine_open - make the engine "pkcs11" of libp11 ready
 * @k: its @engine is filled on success
 *
 * Return: true, or false when OpenSSL has no such engine.
 */
bool engine_open(struct sign_key *k);

/**
 * engine_load - get a key of a token
 * @k: with @engine, @uri and @ui; its @key is filled on success
 *
 * Return: true, or false with the reason in the error queue of libcrypto.
 */
bool engine_load(struct sign_key *k);

/**
 * engine_close - let go of the engine
 * @k: in any state; its @key is gone
 */
void engine_close(struct sign_key *k);

#endif
