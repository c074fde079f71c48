// SPDX-License-Identifier: GPL-2.0-only
#include "filekind.h"

#include <elf.h>
#include <unistd.h>

enum { FIRST_BYTES = 4096 };

/* The few fields of an ELF header that decide, at their offsets by class. */
struct elf_layout {
	size_t header;
	size_t phoff, phoff_size;
	size_t phentsize;
	size_t phnum;
	size_t phdr;
};

static const struct elf_layout layouts[] = {
	[ELFCLASS32] = {
		.header = sizeof(Elf32_Ehdr),
		.phoff = offsetof(Elf32_Ehdr, e_phoff), .phoff_size = 4,
		.phentsize = offsetof(Elf32_Ehdr, e_phentsize),
		.phnum = offsetof(Elf32_Ehdr, e_phnum),
		.phdr = sizeof(Elf32_Phdr),
	},
	[ELFCLASS64] = {
		.header = sizeof(Elf64_Ehdr),
		.phoff = offsetof(Elf64_Ehdr, e_phoff), .phoff_size = 8,
		.phentsize = offsetof(Elf64_Ehdr, e_phentsize),
		.phnum = offsetof(Elf64_Ehdr, e_phnum),
		.phdr = sizeof(Elf64_Phdr),
	},
};

struct elf {
	const struct elf_layout *at;
	bool big_endian;
	int fd;
	u64 size;
};

static u64 get(const struct elf *elf, const u8 *p, size_t n)
{
	u64 value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value << 8 | p[elf->big_endian ? i : n - 1 - i];
	return value;
}

static int read_at(int fd, u8 *buf, size_t len, u64 offset, size_t *got)
{
	size_t n = 0;

	while (n < len) {
		ssize_t r = pread(fd, buf + n, len - n, offset + n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -errno;
		if (!r)
			break;
		n += r;
	}
	*got = n;
	return 0;
}

/* The table can have 65534 entries anywhere in the file: a page at a time. */
static int find_interp(const struct elf *elf, u64 offset, u64 end, enum filekind_shape *shape)
{
	u8 page[FIRST_BYTES];
	size_t entry = elf->at->phdr, step = sizeof(page) / entry * entry, got = 0, i;
	int err;

	*shape = FILEKIND_LIBRARY;
	for (; offset < end; offset += step) {
		size_t want = end - offset < step ? end - offset : step;

		err = read_at(elf->fd, page, want, offset, &got);
		if (err)
			return err;
		for (i = 0; i + entry <= got; i += entry) {
			if (get(elf, page + i, 4) == PT_INTERP) {
				*shape = FILEKIND_PROGRAM;
				return 0;
			}
		}
	}
	return 0;
}

static int probe_dyn(const struct elf *elf, const u8 *head, enum filekind_shape *shape)
{
	u64 phoff = get(elf, head + elf->at->phoff, elf->at->phoff_size);
	u64 phnum = get(elf, head + elf->at->phnum, 2);
	u64 bytes = phnum * elf->at->phdr;

	if (!phnum || phnum == PN_XNUM || get(elf, head + elf->at->phentsize, 2) != elf->at->phdr ||
	    phoff > elf->size || bytes > elf->size - phoff)
		return 0;
	return find_interp(elf, phoff, phoff + bytes, shape);
}

static int probe_elf(int fd, u64 size, const u8 *head, size_t len, enum filekind_shape *shape)
{
	u8 class = head[EI_CLASS], order = head[EI_DATA];
	struct elf elf = { .big_endian = order == ELFDATA2MSB, .fd = fd, .size = size };

	if ((class != ELFCLASS32 && class != ELFCLASS64) ||
	    (order != ELFDATA2LSB && order != ELFDATA2MSB) || head[EI_VERSION] != EV_CURRENT)
		return 0;
	elf.at = &layouts[class];
	if (len < elf.at->header)
		return 0;
	switch (get(&elf, head + offsetof(Elf64_Ehdr, e_type), 2)) {
	case ET_EXEC:
		*shape = FILEKIND_PROGRAM;
		return 0;
	case ET_REL:
		*shape = FILEKIND_RELOCATABLE;
		return 0;
	case ET_DYN:
		return probe_dyn(&elf, head, shape);
	default:
		return 0;
	}
}

static bool starts_with(const u8 *head, size_t len, const char *magic, size_t n)
{
	return len >= n && !memcmp(head, magic, n);
}

static bool is_compressed(const u8 *head, size_t len)
{
	static const char gzip[] = { 0x1f, '\x8b' };
	static const char xz[] = { '\xfd', '7', 'z', 'X', 'Z', 0 };
	static const char zstd[] = { 0x28, '\xb5', 0x2f, '\xfd' };

	return starts_with(head, len, gzip, sizeof(gzip)) ||
	       starts_with(head, len, xz, sizeof(xz)) || starts_with(head, len, zstd, sizeof(zstd));
}

int filekind_probe(int fd, u64 size, enum filekind_shape *shape)
{
	u8 head[sizeof(Elf64_Ehdr)];
	size_t len = 0;
	int err;

	*shape = FILEKIND_NO_CODE;
	err = read_at(fd, head, sizeof(head), 0, &len);
	if (err)
		return err;
	if (starts_with(head, len, ELFMAG, SELFMAG) && len >= EI_NIDENT)
		return probe_elf(fd, size, head, len, shape);
	if (starts_with(head, len, "#!", 2))
		*shape = FILEKIND_SCRIPT;
	else if (is_compressed(head, len))
		*shape = FILEKIND_COMPRESSED;
	return 0;
}

static bool ends_with(const char *path, const char *suffix)
{
	size_t n = strlen(path), s = strlen(suffix);

	return n > s && !strcmp(path + n - s, suffix);
}

/* Where the kernel looks for it; no look at the content tells firmware from data. */
static bool is_firmware(const char *path)
{
	static const char *const dirs[] = { "/lib/firmware/", "/usr/lib/firmware/" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		if (!strncmp(path, dirs[i], strlen(dirs[i])))
			return true;
	return false;
}

u8 filekind_of(enum filekind_shape shape, const char *path, bool all)
{
	u8 otherwise = all ? LORICA_FILE_OTHER : 0;
	bool module;

	if (is_firmware(path))
		return LORICA_FILE_FIRMWARE;
	switch (shape) {
	case FILEKIND_PROGRAM:
		return LORICA_FILE_ELF;
	case FILEKIND_LIBRARY:
		return LORICA_FILE_LIBRARY;
	case FILEKIND_SCRIPT:
		return LORICA_FILE_SCRIPT;
	case FILEKIND_RELOCATABLE:
		return ends_with(path, ".ko") ? LORICA_FILE_MODULE : otherwise;
	case FILEKIND_COMPRESSED:
		module = ends_with(path, ".ko.xz") || ends_with(path, ".ko.gz") ||
			 ends_with(path, ".ko.zst");
		return module ? LORICA_FILE_MODULE : otherwise;
	case FILEKIND_NO_CODE:
		break;
	}
	return otherwise;
}

const char *filekind_name(u8 kind)
{
	/* clang-format off */
	static const char *const names[] = {
		[LORICA_FILE_ELF] = "elf",
		[LORICA_FILE_LIBRARY] = "library",
		[LORICA_FILE_SCRIPT] = "script",
		[LORICA_FILE_MODULE] = "module",
		[LORICA_FILE_OTHER] = "other",
		[LORICA_FILE_FIRMWARE] = "firmware",
	};
	/* clang-format on */

	return kind < ARRAY_SIZE(names) && names[kind] ? names[kind] : "unknown";
}
