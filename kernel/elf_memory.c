// SPDX-License-Identifier: GPL-2.0-only
#include "elf_memory.h"

#include <linux/elf.h>

#include "uapi/lorica.h"

LORICA_ASSERT(sizeof(struct elf64_hdr) == LORICA_ELF_HEAD);
LORICA_ASSERT(sizeof(struct elf64_phdr) == LORICA_ELF_WIDE_ENTRY);
LORICA_ASSERT(sizeof(struct elf32_phdr) == LORICA_ELF_NARROW_ENTRY);

/* EM_486 of old kernels is a number that no header has any more. */
enum { OLD_486 = 6 };

static bool is_narrow_machine(u16 machine)
{
	return machine == EM_386 || machine == OLD_486 || machine == EM_ARM;
}

bool lorica_elf_open(const u8 *head, bool wide, struct lorica_elf *elf)
{
	struct elf64_hdr e64;
	struct elf32_hdr e32;

	memcpy(&e64, head, sizeof(e64));
	memcpy(&e32, head, sizeof(e32));
	if (memcmp(head, ELFMAG, SELFMAG))
		return false;
	if (wide) {
		/* The kernel refuses another size of an entry. */
		if (is_narrow_machine(e64.e_machine) || e64.e_phentsize != LORICA_ELF_WIDE_ENTRY)
			return false;
		*elf = (struct lorica_elf){ true, e64.e_phnum, e64.e_phoff };
		return true;
	}
	/* x32 has the machine of 64-bit files; in those the number is the upper half of e_shoff. */
	if (e32.e_phentsize != LORICA_ELF_NARROW_ENTRY || !e32.e_phnum)
		return false;
	*elf = (struct lorica_elf){ false, e32.e_phnum, e32.e_phoff };
	return true;
}

u32 lorica_elf_entry(const struct lorica_elf *elf)
{
	return elf->wide ? LORICA_ELF_WIDE_ENTRY : LORICA_ELF_NARROW_ENTRY;
}

void lorica_elf_add(const struct lorica_elf *elf, const u8 *entry, struct lorica_elf_memory *memory)
{
	u64 type, flags, in_file, in_memory;
	struct elf64_phdr p64;
	struct elf32_phdr p32;

	if (elf->wide) {
		memcpy(&p64, entry, sizeof(p64));
		type = p64.p_type;
		flags = p64.p_flags;
		in_file = p64.p_filesz;
		in_memory = p64.p_memsz;
	} else {
		memcpy(&p32, entry, sizeof(p32));
		type = p32.p_type;
		flags = p32.p_flags;
		in_file = p32.p_filesz;
		in_memory = p32.p_memsz;
	}
	switch (type) {
	case PT_LOAD:
		memory->behind_code |= flags & PF_X && in_memory > in_file;
		break;
	case PT_GNU_STACK:
		memory->stack_said = true;
		memory->stack_exec |= flags & PF_X;
		break;
	}
}

bool lorica_elf_stack(const struct lorica_elf *elf, const struct lorica_elf_memory *memory)
{
	return memory->stack_exec || (!elf->wide && !memory->stack_said);
}
