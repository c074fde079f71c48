/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_ELF_MEMORY_H
#define LORICA_ELF_MEMORY_H

#include "shim.h"

/*
 * What the kernel makes executable when it loads an ELF file, without asking
 * anybody: memory behind a segment of code, and a stack. It tells 64-bit from 32-bit files by
 * their machine and never looks at EI_CLASS, so neither does this.
 */

enum {
	LORICA_ELF_HEAD = 64, /* bytes of the larger of both heads */
	LORICA_ELF_WIDE_ENTRY = 56, /* bytes of a program header */
	LORICA_ELF_NARROW_ENTRY = 32,
};

/**
 * struct lorica_elf - the program headers of a file, in one of both forms
 * @wide: the form of 64-bit files
 * @nr: how many there are
 * @offset: where they begin in the file
 */
struct lorica_elf {
	bool wide;
	u32 nr;
	u64 offset;
};

/**
 * struct lorica_elf_memory - what its program headers ask for
 * @behind_code: executable memory that is in no file
 * @stack_said: there is a PT_GNU_STACK
 * @stack_exec: of which at least one wants an executable stack
 */
struct lorica_elf_memory {
	bool behind_code;
	bool stack_said;
	bool stack_exec;
};

/**
 * lorica_elf_open - would a kernel load this file in one form?
 * @head: LORICA_ELF_HEAD bytes, in the byte order of the machine; zeroes behind
 *	the end of a shorter file
 * @wide: as a 64-bit file
 * @elf: filled on success
 *
 * Pure. A file of a machine that runs in both forms (x32) is opened in both.
 *
 * Return: true when @elf has its program headers.
 */
bool lorica_elf_open(const u8 *head, bool wide, struct lorica_elf *elf);

/**
 * lorica_elf_entry - bytes of one program header
 * @elf: from lorica_elf_open()
 *
 * Return: LORICA_ELF_WIDE_ENTRY or LORICA_ELF_NARROW_ENTRY.
 */
u32 lorica_elf_entry(const struct lorica_elf *elf);

/**
 * lorica_elf_add - take one program header into account
 * @elf: from lorica_elf_open()
 * @entry: lorica_elf_entry() bytes
 * @memory: zeroed before the first one
 */
void lorica_elf_add(const struct lorica_elf *elf, const u8 *entry,
		    struct lorica_elf_memory *memory);

/**
 * lorica_elf_stack - does the program get an executable stack?
 * @elf: from lorica_elf_open()
 * @memory: after all headers
 *
 * Return: true when a header wants one, or, as i386 and 32-bit ARM do it, when
 * none says anything.
 */
bool lorica_elf_stack(const struct lorica_elf *elf, const struct lorica_elf_memory *memory);

#endif
