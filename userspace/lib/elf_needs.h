/* SPDX-License-Identifier: GPL-2.0-only */
/* What an ELF file asks the kernel and the dynamic loader for. */
#ifndef LORICA_LIB_ELF_NEEDS_H
#define LORICA_LIB_ELF_NEEDS_H

#include <stddef.h>

struct arena;

/* A name that the file asks for. */
struct elf_need {
	struct elf_need *next;
	const char *name;
};

/**
 * struct elf_needs - of one file
 * @class: ELFCLASS32 or ELFCLASS64, 0 for what is no ELF file
 * @machine: e_machine
 * @interp: the dynamic loader, NULL when it names none
 * @runpath: directories with ':' between them, where it looks for libraries
 *	first; NULL when it names none
 * @libraries: DT_NEEDED, in the order of the file
 */
struct elf_needs {
	unsigned int class;
	unsigned int machine;
	const char *interp;
	const char *runpath;
	struct elf_need *libraries;
};

/**
 * elf_needs_read - look into a file
 * @fd: a regular file
 * @arena: for the names
 * @needs: filled; what is broken in the file is as if it was not there
 */
void elf_needs_read(int fd, struct arena *arena, struct elf_needs *needs);

#endif
