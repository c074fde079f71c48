/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SUBMIT_H
#define LORICA_LIB_SUBMIT_H

#include <stddef.h>

/* Of several results the highest tells most. */
enum submit_result {
	SUBMIT_OK,
	SUBMIT_NOT_NEWER, /* it, or one with a higher serial, is in force already */
	SUBMIT_FAILED, /* it never reached the kernel */
	SUBMIT_UNSUPPORTED, /* nor could any other: the kernel has no Lorica */
	SUBMIT_REFUSED, /* the kernel looked at it and said no */
};

/**
 * submit_file - hand a signed statement to the module
 * @path: of the statement
 * @detail: what to tell the user, whatever the outcome
 * @size: of @detail
 *
 * Return: an enum submit_result.
 */
enum submit_result submit_file(const char *path, char *detail, size_t size);

#endif
