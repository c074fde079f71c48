/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's measurement list is going to say of statements. */
#ifndef LORICA_LIB_MEASURE_RECORDS_H
#define LORICA_LIB_MEASURE_RECORDS_H

#include <stddef.h>
#include <stdio.h>

/**
 * measure_records - tell the entries of the list beforehand
 * @paths: of @nr policies or manifests, in any form that input_open() takes
 * @nr: their number, at most MEASURE_MAX_FILES
 * @to: an open stream; nothing is written when a file is refused
 *
 * Two entries for each: before the seal, and at the seal. Of a policy with a
 * boot section they say that the boot is as it expects.
 *
 * Return: EXIT_OK, or as input_open().
 */
int measure_records(const char *const *paths, size_t nr, FILE *to);

#endif
