// SPDX-License-Identifier: GPL-2.0-only
#include "elf_look.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAX_SEGMENTS = 128, MAX_DYNAMIC = 4096 };

/* The same for both classes. */
struct segment {
	u32 type;
	u32 flags;
	u64 offset;
	u64 size;
};

static bool is_inside(struct str data, u64 at, u64 n)
{
	return at <= data.n && n <= data.n - at;
}

static void look_at_dynamic(struct str data, const struct segment *s, bool is_64,
			    struct elf_look *look)
{
	u64 size = is_64 ? sizeof(Elf64_Dyn) : sizeof(Elf32_Dyn), i, tag, value;
	Elf64_Dyn d64;
	Elf32_Dyn d32;

	look->dynamic = true;
	for (i = 0; i < MAX_DYNAMIC && i < s->size / size; i++) {
		if (!is_inside(data, s->offset + i * size, size)) {
			look->broken = true;
			return;
		}
		if (is_64) {
			memcpy(&d64, data.p + s->offset + i * size, size);
			tag = d64.d_tag;
			value = d64.d_un.d_val;
		} else {
			memcpy(&d32, data.p + s->offset + i * size, size);
			tag = (u32)d32.d_tag;
			value = d32.d_un.d_val;
		}
		if (tag == DT_NULL)
			return;
		look->rpath |= tag == DT_RPATH || tag == DT_RUNPATH;
		look->now |= tag == DT_BIND_NOW || (tag == DT_FLAGS && value & DF_BIND_NOW) ||
			     (tag == DT_FLAGS_1 && value & DF_1_NOW);
	}
}

static void look_at(struct str data, const struct segment *s, bool is_64, struct elf_look *look)
{
	if (s->type == PT_GNU_STACK)
		look->stack = !(s->flags & PF_X);
	else if (s->type == PT_GNU_RELRO)
		look->relro = true;
	else if (s->type == PT_DYNAMIC)
		look_at_dynamic(data, s, is_64, look);
}

static bool read_segment(struct str data, u64 at, bool is_64, struct segment *s)
{
	Elf64_Phdr p64;
	Elf32_Phdr p32;

	if (!is_inside(data, at, is_64 ? sizeof(p64) : sizeof(p32)))
		return false;
	if (is_64) {
		memcpy(&p64, data.p + at, sizeof(p64));
		*s = (struct segment){ p64.p_type, p64.p_flags, p64.p_offset, p64.p_filesz };
	} else {
		memcpy(&p32, data.p + at, sizeof(p32));
		*s = (struct segment){ p32.p_type, p32.p_flags, p32.p_offset, p32.p_filesz };
	}
	return true;
}

bool elf_look(struct str data, struct elf_look *look)
{
	bool is_64;
	Elf64_Ehdr h64;
	Elf32_Ehdr h32;
	struct segment s;
	u64 at, each;
	u32 type, nr, i;

	memset(look, 0, sizeof(*look));
	if (data.n < EI_NIDENT || memcmp(data.p, ELFMAG, SELFMAG) ||
	    (data.p[EI_CLASS] != ELFCLASS64 && data.p[EI_CLASS] != ELFCLASS32))
		return false;
	/* All targets that there are have their lowest byte first. */
	if (data.p[EI_DATA] != ELFDATA2LSB)
		return false;
	is_64 = data.p[EI_CLASS] == ELFCLASS64;
	if (data.n < (is_64 ? sizeof(h64) : sizeof(h32))) {
		look->broken = true;
		return true;
	}
	if (is_64) {
		memcpy(&h64, data.p, sizeof(h64));
		type = h64.e_type, at = h64.e_phoff, each = h64.e_phentsize, nr = h64.e_phnum;
	} else {
		memcpy(&h32, data.p, sizeof(h32));
		type = h32.e_type, at = h32.e_phoff, each = h32.e_phentsize, nr = h32.e_phnum;
	}
	look->pie = type == ET_DYN;
	for (i = 0; i < nr && !look->broken; i++) {
		if (i == MAX_SEGMENTS || at > data.n ||
		    !read_segment(data, at + i * each, is_64, &s)) {
			look->broken = true;
			break;
		}
		look_at(data, &s, is_64, look);
	}
	return true;
}

bool elf_look_file(struct tree *tree, const char *path, struct elf_look *look)
{
	int fd = root_open(&tree->root, path, O_RDONLY | O_NOFOLLOW);
	struct stat st;
	bool found = false;
	void *map;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size >= EI_NIDENT) {
		char head[SELFMAG];

		/* Scripts are most of what is no ELF file; and a mapping costs more than a look. */
		if (pread(fd, head, sizeof(head), 0) == sizeof(head) &&
		    !memcmp(head, ELFMAG, SELFMAG)) {
			map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
			if (map != MAP_FAILED) {
				found = elf_look((struct str){ map, st.st_size }, look);
				munmap(map, st.st_size);
			}
		}
	}
	close(fd);
	return found;
}

const char *elf_look_wrong(const struct elf_look *look)
{
	if (look->broken)
		return "cut off or damaged";
	if (!look->pie)
		return "not position independent";
	if (!look->stack)
		return "its stack is executable";
	if (!look->relro)
		return "no RELRO";
	if (look->dynamic && !look->now)
		return "RELRO is not full: it binds late";
	if (look->rpath)
		return "it looks for libraries in places of its own";
	return NULL;
}
