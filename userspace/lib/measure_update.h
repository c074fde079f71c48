/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy has to accept while one release takes the place of another. */
#ifndef LORICA_LIB_MEASURE_UPDATE_H
#define LORICA_LIB_MEASURE_UPDATE_H

#include <stdio.h>

struct measure;

/**
 * measure_update - write a boot section that takes both releases
 * @path: the present policy, in any form that input_open() takes
 * @next: what the next release measures
 * @to: an open stream; nothing is written on failure
 *
 * Values of @next are added where the policy names values of the same thing.
 * What it does not speak of is not added: the present release may be another
 * there. The rest of its section stays.
 *
 * Return: EXIT_OK; EXIT_CHECK_NO after a message: the next release would not
 * pass all the same; EXIT_REJECTED: the policy has no boot section, or the
 * result is beyond a limit; or as input_open().
 */
int measure_update(const char *path, const struct measure *next, FILE *to);

#endif
