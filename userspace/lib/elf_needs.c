// SPDX-License-Identifier: GPL-2.0-only
#include "elf_needs.h"

#include <gelf.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"

enum { MAX_LIBRARIES = 1024 }; /* in one file; no real one comes near */

/* The string table that the dynamic section names. */
struct strings {
	const char *data;
	size_t len;
};

/* A string that ends inside its table. */
static const char *string_at(const struct strings *s, size_t at, struct arena *arena)
{
	if (at >= s->len || !memchr(s->data + at, '\0', s->len - at))
		return NULL;
	return arena_string(arena, s->data + at, strlen(s->data + at));
}

/* The dynamic section has addresses, the file has offsets. */
static bool to_offset(Elf *elf, size_t nr, GElf_Addr addr, size_t len, int64_t *offset)
{
	GElf_Phdr ph;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!gelf_getphdr(elf, i, &ph) || ph.p_type != PT_LOAD || addr < ph.p_vaddr ||
		    addr - ph.p_vaddr > ph.p_filesz || len > ph.p_filesz - (addr - ph.p_vaddr))
			continue;
		*offset = ph.p_offset + (addr - ph.p_vaddr);
		return true;
	}
	return false;
}

static bool find_strings(Elf *elf, size_t nr, Elf_Data *dynamic, struct strings *s)
{
	GElf_Addr addr = 0;
	Elf_Data *data;
	int64_t offset;
	GElf_Dyn dyn;
	int i;

	for (i = 0; gelf_getdyn(dynamic, i, &dyn) && dyn.d_tag != DT_NULL; i++) {
		if (dyn.d_tag == DT_STRTAB)
			addr = dyn.d_un.d_ptr;
		else if (dyn.d_tag == DT_STRSZ)
			s->len = dyn.d_un.d_val;
	}
	if (!s->len || !to_offset(elf, nr, addr, s->len, &offset))
		return false;
	data = elf_getdata_rawchunk(elf, offset, s->len, ELF_T_BYTE);
	s->data = data ? data->d_buf : NULL;
	return s->data;
}

static void read_dynamic(Elf *elf, size_t nr, const GElf_Phdr *ph, struct arena *arena,
			 struct elf_needs *needs)
{
	Elf_Data *dynamic = elf_getdata_rawchunk(elf, ph->p_offset, ph->p_filesz, ELF_T_DYN);
	struct elf_need **tail = &needs->libraries;
	struct strings s = { 0 };
	const char *name;
	GElf_Dyn dyn;
	int i;

	if (!dynamic || !find_strings(elf, nr, dynamic, &s))
		return;
	for (i = 0; i < MAX_LIBRARIES && gelf_getdyn(dynamic, i, &dyn) && dyn.d_tag != DT_NULL;
	     i++) {
		name = NULL;
		if (dyn.d_tag == DT_NEEDED || dyn.d_tag == DT_RUNPATH || dyn.d_tag == DT_RPATH)
			name = string_at(&s, dyn.d_un.d_val, arena);
		if (!name)
			continue;
		if (dyn.d_tag == DT_NEEDED) {
			*tail = arena_alloc(arena, sizeof(**tail));
			(*tail)->name = name;
			tail = &(*tail)->next;
		} else if (dyn.d_tag == DT_RUNPATH || !needs->runpath) {
			needs->runpath = name;
		}
	}
}

static void read_interp(Elf *elf, const GElf_Phdr *ph, struct arena *arena, struct elf_needs *needs)
{
	Elf_Data *data = elf_getdata_rawchunk(elf, ph->p_offset, ph->p_filesz, ELF_T_BYTE);
	struct strings s = { 0 };

	if (!data)
		return;
	s.data = data->d_buf;
	s.len = data->d_size;
	needs->interp = string_at(&s, 0, arena);
}

static void read_elf(Elf *elf, struct arena *arena, struct elf_needs *needs)
{
	GElf_Ehdr eh;
	GElf_Phdr ph;
	size_t i, nr;

	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &eh) || elf_getphdrnum(elf, &nr))
		return;
	needs->class = eh.e_ident[EI_CLASS];
	needs->machine = eh.e_machine;
	for (i = 0; i < nr; i++) {
		if (!gelf_getphdr(elf, i, &ph))
			continue;
		if (ph.p_type == PT_INTERP)
			read_interp(elf, &ph, arena, needs);
		else if (ph.p_type == PT_DYNAMIC)
			read_dynamic(elf, nr, &ph, arena, needs);
	}
}

void elf_needs_read(int fd, struct arena *arena, struct elf_needs *needs)
{
	Elf *elf;

	memset(needs, 0, sizeof(*needs));
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return;
	read_elf(elf, arena, needs);
	elf_end(elf);
}
