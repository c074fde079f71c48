/* SPDX-License-Identifier: GPL-2.0-only */
/* What the verbs that judge and compare are given: a statement, or the text of a policy. */
#ifndef LORICA_LIB_INPUT_H
#define LORICA_LIB_INPUT_H

#include "kernel/manifest.h"
#include "recheck.h"

/* Where the kernel shows the policy that is active. */
#define INPUT_RUNNING "/sys/kernel/security/" LORICA_SECURITYFS "/policy"

/**
 * struct input - a policy or a manifest, whatever form it came in
 * @path: where it came from, "-" for standard input
 * @is_signed: it came in an envelope
 * @signed_len: bytes of @envelope
 * @envelope: what came, when it is signed
 * @data: the statement; of a text, what it compiles to
 * @len: its bytes
 * @view: the statement, decoded
 * @policy: of a policy, pointing into @data
 * @text: of a policy, the run over its text, with the places of its rules:
 *	over the text itself, or over the canonical text in the statement.
 *	Keys have the same index there as in @policy
 * @manifest: of a manifest, without an index
 */
struct input {
	const char *path;
	bool is_signed;
	size_t signed_len;
	u8 *envelope;
	u8 *data;
	size_t len;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	struct recheck text;
	struct lorica_manifest manifest;
};

/**
 * input_open - read a policy or a manifest
 * @in: to be filled, for input_close() whatever is returned
 * @verb: who asks, for messages
 * @path: a policy text, a statement, or a signed one; "-" for standard input;
 *	INPUT_RUNNING for the policy that is active
 *
 * A text is compiled. A policy in a statement is compiled again from its text,
 * and refused when that is not what its tables say. The signature of a signed
 * statement is not checked. What goes wrong is told on stderr, and with -j on
 * stdout as the verbs check and verify do.
 *
 * Return: EXIT_OK; EXIT_FAILED: it cannot be read; EXIT_REJECTED;
 * EXIT_UNSUPPORTED: the kernel has no Lorica.
 */
int input_open(struct input *in, const char *verb, const char *path);

/**
 * input_open_policy - input_open() for what has to be a policy
 * @in: as there
 * @verb: as there
 * @path: as there
 *
 * Return: as there; EXIT_REJECTED for a manifest.
 */
int input_open_policy(struct input *in, const char *verb, const char *path);

/**
 * input_is_policy - is it a policy?
 * @in: opened
 *
 * Return: true for a policy, false for a manifest.
 */
bool input_is_policy(const struct input *in);

/**
 * input_close - forget it
 * @in: opened, or all zero
 */
void input_close(struct input *in);

#endif
