/* SPDX-License-Identifier: GPL-2.0-only */
/* How a program was linked. */
#ifndef LORICA_AUDIT_ELF_LOOK_H
#define LORICA_AUDIT_ELF_LOOK_H

#include "tree.h"

/**
 * struct elf_look - of one program
 * @broken: it is cut off, or leads out of itself
 * @pie: it can be anywhere
 * @dynamic: the loader has work with it
 * @stack: it says of its stack that it is no code
 * @relro: what the loader fills becomes read-only
 * @now: all of it, at once
 * @rpath: it looks for libraries in places of its own
 */
struct elf_look {
	bool broken;
	bool pie;
	bool dynamic;
	bool stack;
	bool relro;
	bool now;
	bool rpath;
};

/**
 * elf_look - look at the head of a program
 * @data: its bytes
 * @look: filled
 *
 * Return: false for what is no ELF file of 32 or 64 bits in the order of this machine.
 */
bool elf_look(struct str data, struct elf_look *look);

/**
 * elf_look_file - elf_look() for a file
 * @tree: the tree
 * @path: of the file; not kept, as programs are many
 * @look: filled
 *
 * Return: as there; false for what cannot be read.
 */
bool elf_look_file(struct tree *tree, const char *path, struct elf_look *look);

/**
 * elf_look_wrong - what is wrong with it?
 * @look: filled
 *
 * Return: a static text, NULL when nothing is.
 */
const char *elf_look_wrong(const struct elf_look *look);

#endif
