/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_PASSPHRASE_H
#define LORICA_LIB_PASSPHRASE_H

#include <stdbool.h>
#include <stddef.h>

enum { PASSPHRASE_MAX = 1024 };

/**
 * struct passphrase - what opens a key: a passphrase, or the PIN of a token
 * @what: the key, for the prompt
 * @text: @len characters, when it is known
 * @len: their number
 * @known: it was given, or typed
 * @asked: somebody wanted it
 * @why: why it could not be handed over, or NULL
 */
struct passphrase {
	const char *what;
	char text[PASSPHRASE_MAX];
	size_t len;
	bool known;
	bool asked;
	const char *why;
};

/**
 * passphrase_from_file - read it from a file
 * @p: all zero but @what
 * @path: has one line, with or without its end; "-" for standard input
 *
 * Return: true, or false after a message on stderr.
 */
bool passphrase_from_file(struct passphrase *p, const char *path);

/**
 * passphrase_from_env - read it from the environment
 * @p: all zero but @what
 * @name: of the variable
 *
 * Return: true, or false after a message on stderr.
 */
bool passphrase_from_env(struct passphrase *p, const char *name);

/**
 * passphrase_from_text - take it as it is
 * @p: all zero but @what
 * @text: the passphrase
 * @whence: for the message
 *
 * Return: true, or false after a message on stderr.
 */
bool passphrase_from_text(struct passphrase *p, const char *text, const char *whence);

/**
 * passphrase_give - a pem_password_cb of libcrypto
 * @to: gets it, without a NUL
 * @size: room in @to
 * @rwflag: not used
 * @context: struct passphrase *
 *
 * Asks on the terminal for one that is not known. Without a terminal it
 * fails: standard input is never read for it.
 *
 * Return: the number of characters, or -1 with @why set.
 */
int passphrase_give(char *to, int size, int rwflag, void *context);

/**
 * passphrase_forget - overwrite it
 * @p: in any state
 */
void passphrase_forget(struct passphrase *p);

#endif
