/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_AUTHENTICODE_H
#define LORICA_LIB_AUTHENTICODE_H

#include <stdbool.h>

#include "kernel/shim.h"

/**
 * authenticode_sha256 - the digest that UEFI firmware measures of a program
 * @data: a PE file, as kernels with an EFI stub and unified kernel images are
 * @len: its bytes
 * @digest: 32 bytes for the result
 *
 * Without the checksum, the entry of the certificate table, and that table, so
 * that a signature does not change it.
 *
 * Return: true; false when it is no PE file, or sizes in it lead out of it.
 */
bool authenticode_sha256(const u8 *data, size_t len, u8 *digest);

#endif
