/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_FILEKIND_H
#define LORICA_LIB_FILEKIND_H

#include <stdbool.h>

#include "kernel/shim.h"
#include "kernel/uapi/lorica.h"

/* What the content of a file says, before its name is looked at. */
enum filekind_shape {
	FILEKIND_NO_CODE,
	FILEKIND_PROGRAM, /* ET_EXEC, or ET_DYN with PT_INTERP */
	FILEKIND_LIBRARY, /* any other ET_DYN */
	FILEKIND_RELOCATABLE, /* ET_REL: an object file or a kernel module */
	FILEKIND_SCRIPT,
	FILEKIND_COMPRESSED, /* gzip, xz or zstd */
};

/**
 * filekind_probe - look at the content of a file
 * @fd: a regular file; its offset stays
 * @size: bytes it has
 * @shape: filled on success
 *
 * Reads ELF of both classes and byte orders. What claims to be ELF but has
 * headers outside the file, or of a wrong size, is no code: no kernel and no
 * dynamic loader would take it.
 *
 * Return: 0, or the negative errno of pread(2).
 */
int filekind_probe(int fd, u64 size, enum filekind_shape *shape);

/**
 * filekind_of - the kind of a file for the manifest
 * @shape: what its content says
 * @path: what it is called
 * @all: take what is no code as well
 *
 * Return: enum lorica_file_kind, 0 for a file that is not taken.
 */
u8 filekind_of(enum filekind_shape shape, const char *path, bool all);

/**
 * filekind_name - a kind in one word
 * @kind: enum lorica_file_kind
 *
 * Return: a static string.
 */
const char *filekind_name(u8 kind);

#endif
