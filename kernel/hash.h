/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_HASH_H
#define LORICA_HASH_H

#include <linux/types.h>

struct file;

/**
 * lorica_hash_init - get SHA-256 from the crypto API
 *
 * The best driver that is loaded at this moment is taken, so an initramfs
 * loads the one for its CPU first.
 *
 * Return: 0, -ENOENT without SHA-256, -ENOMEM.
 */
int lorica_hash_init(void);

/** lorica_hash_exit - give it back */
void lorica_hash_exit(void);

/**
 * lorica_hash_driver - which driver computes
 *
 * Return: the crypto API's driver name.
 */
const char *lorica_hash_driver(void);

/**
 * lorica_hash_file - SHA-256 of a file's content
 * @file: open for reading
 * @digest: 32 bytes, filled on success
 *
 * Reads through the page cache. Context: may sleep, no locks that a read of
 * this file needs.
 *
 * Return: 0, -ENOMEM, -EIO when the file ends before its size, -EINTR when a
 * fatal signal came, or what the file system returned.
 */
int lorica_hash_file(struct file *file, u8 *digest);

/**
 * lorica_hash_data - SHA-256 of bytes in memory
 * @data: the bytes
 * @len: how many
 * @digest: 32 bytes, filled on success
 *
 * Context: any but hard interrupts.
 *
 * Return: 0, or what the crypto API returned.
 */
int lorica_hash_data(const void *data, size_t len, u8 *digest);

#endif
