/* SPDX-License-Identifier: GPL-2.0-only */
/* fs-verity of one file, by the two ioctls of the kernel. */
#ifndef LORICA_LIB_SEAL_FILE_H
#define LORICA_LIB_SEAL_FILE_H

#include <stdbool.h>

#include "kernel/shim.h"

/* What became of a file. */
enum seal_file {
	SEAL_FILE_DONE, /* fs-verity is enabled now; in a dry run: would be */
	SEAL_FILE_ALREADY, /* it was before */
	SEAL_FILE_OTHER_DIGEST, /* it has fs-verity, and another digest than it should */
	SEAL_FILE_OTHER_FORM, /* it has fs-verity by another algorithm than SHA-256 */
	SEAL_FILE_FAILED, /* errno of what failed is in @error */
};

/**
 * struct seal_file_result - and what is known of it
 * @outcome: what became of it
 * @error: positive errno for SEAL_FILE_FAILED
 * @digest: its fs-verity digest, when @has_digest
 * @has_digest: it has one
 */
struct seal_file_result {
	enum seal_file outcome;
	int error;
	u8 digest[32];
	bool has_digest;
};

/**
 * seal_file - enable fs-verity on a file, unless it has it
 * @fd: a regular file, open for reading
 * @want: the digest that it should have, NULL for any
 * @dry_run: only look
 * @result: filled
 *
 * The kernel computes the digest, and it is asked for it afterwards. fs-verity
 * cannot be taken off a file again: what has another digest than it should is
 * left with that.
 */
void seal_file(int fd, const u8 *want, bool dry_run, struct seal_file_result *result);

/**
 * seal_file_why - why it is not as it should be
 * @result: of seal_file()
 *
 * Return: words for people, NULL when nothing is wrong.
 */
const char *seal_file_why(const struct seal_file_result *result);

#endif
