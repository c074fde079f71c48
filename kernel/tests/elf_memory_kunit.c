// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include <linux/elf.h>

#include "../elf_memory.h"

enum { X32_OR_NATIVE = EM_X86_64 };

/* The head of a 64-bit file with @nr program headers, whatever @claim it makes of its class. */
static void wide_head(u8 *head, u8 claim, u16 machine, u16 nr)
{
	struct elf64_hdr e = {
		.e_ident = { 0x7f, 'E', 'L', 'F', claim },
		.e_machine = machine,
		.e_phoff = 64,
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = nr,
	};

	memcpy(head, &e, sizeof(e));
}

static void narrow_head(u8 *head, u8 claim, u16 machine, u16 nr)
{
	struct elf32_hdr e = {
		.e_ident = { 0x7f, 'E', 'L', 'F', claim },
		.e_machine = machine,
		.e_phoff = 52,
		.e_phentsize = sizeof(struct elf32_phdr),
		.e_phnum = nr,
	};

	memset(head, 0, LORICA_ELF_HEAD);
	memcpy(head, &e, sizeof(e));
}

static void opens_what_a_kernel_loads(struct kunit *test)
{
	u8 head[LORICA_ELF_HEAD];
	struct lorica_elf elf;

	wide_head(head, ELFCLASS64, EM_X86_64, 7);
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, false, &elf));
	KUNIT_ASSERT_TRUE(test, lorica_elf_open(head, true, &elf));
	KUNIT_EXPECT_EQ(test, elf.nr, 7U);
	KUNIT_EXPECT_TRUE(test, elf.offset == 64 && lorica_elf_entry(&elf) == 56);
	wide_head(head, ELFCLASS64, EM_AARCH64, 1);
	KUNIT_EXPECT_TRUE(test, lorica_elf_open(head, true, &elf));
	narrow_head(head, ELFCLASS32, EM_386, 3);
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, true, &elf));
	KUNIT_ASSERT_TRUE(test, lorica_elf_open(head, false, &elf));
	KUNIT_EXPECT_EQ(test, elf.nr, 3U);
	KUNIT_EXPECT_TRUE(test, elf.offset == 52 && lorica_elf_entry(&elf) == 32);
	narrow_head(head, ELFCLASS32, X32_OR_NATIVE, 3);
	KUNIT_EXPECT_TRUE(test, lorica_elf_open(head, false, &elf));
}

/* The kernel goes by the machine, so a lie about the class hides nothing. */
static void the_class_hides_nothing(struct kunit *test)
{
	static const u16 narrow[] = { EM_386, EM_ARM }, wide[] = { EM_X86_64, EM_AARCH64 };
	u8 head[LORICA_ELF_HEAD];
	struct lorica_elf elf;
	int claim, i;

	for (claim = 0; claim < 256; claim++) {
		for (i = 0; i < 2; i++) {
			wide_head(head, claim, wide[i], 1);
			KUNIT_EXPECT_TRUE(test, lorica_elf_open(head, true, &elf) && elf.wide);
			narrow_head(head, claim, narrow[i], 1);
			KUNIT_EXPECT_TRUE(test, lorica_elf_open(head, false, &elf) && !elf.wide);
		}
		narrow_head(head, claim, X32_OR_NATIVE, 1);
		KUNIT_EXPECT_TRUE(test, lorica_elf_open(head, false, &elf) && !elf.wide);
	}
}

static void what_no_kernel_loads_has_no_program_headers(struct kunit *test)
{
	u8 head[LORICA_ELF_HEAD] = "#!/bin/sh";
	struct lorica_elf elf;
	int i;

	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, true, &elf));
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, false, &elf));
	for (i = 0; i < SELFMAG; i++) {
		wide_head(head, ELFCLASS64, EM_X86_64, 1);
		head[i] ^= 1;
		KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, true, &elf));
	}
	/* A program header of another size is one that no kernel reads. */
	wide_head(head, ELFCLASS64, EM_X86_64, 1);
	head[54]++;
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, true, &elf));
	narrow_head(head, ELFCLASS32, EM_386, 1);
	head[42]++;
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, false, &elf));
	/* The section headers of a 64-bit file at 2 MiB are no program headers of 32 bits. */
	wide_head(head, ELFCLASS64, EM_X86_64, 1);
	head[42] = sizeof(struct elf32_phdr);
	KUNIT_EXPECT_FALSE(test, lorica_elf_open(head, false, &elf));
}

static struct lorica_elf_memory add(bool wide, u32 type, u32 flags, u32 in_file, u32 in_memory)
{
	const struct elf64_phdr p64 = {
		.p_type = type, .p_flags = flags, .p_filesz = in_file, .p_memsz = in_memory
	};
	const struct elf32_phdr p32 = {
		.p_type = type, .p_flags = flags, .p_filesz = in_file, .p_memsz = in_memory
	};
	const struct lorica_elf elf = { .wide = wide, .nr = 1 };
	struct lorica_elf_memory memory = {};

	lorica_elf_add(&elf, wide ? (const u8 *)&p64 : (const u8 *)&p32, &memory);
	return memory;
}

static void finds_memory_behind_code(struct kunit *test)
{
	int wide;

	for (wide = 0; wide < 2; wide++) {
		KUNIT_EXPECT_TRUE(test, add(wide, PT_LOAD, PF_R | PF_X, 4096, 4097).behind_code);
		KUNIT_EXPECT_TRUE(test, add(wide, PT_LOAD, PF_X, 0, 1).behind_code);
		KUNIT_EXPECT_FALSE(test, add(wide, PT_LOAD, PF_R | PF_X, 4096, 4096).behind_code);
		KUNIT_EXPECT_FALSE(test, add(wide, PT_LOAD, PF_R | PF_W, 4096, 9000).behind_code);
		KUNIT_EXPECT_FALSE(test, add(wide, PT_NOTE, PF_X, 0, 4096).behind_code);
	}
}

static void finds_an_executable_stack(struct kunit *test)
{
	int wide;

	for (wide = 0; wide < 2; wide++) {
		const struct lorica_elf elf = { .wide = wide };
		struct lorica_elf_memory memory = {};

		/* 64-bit programs that say nothing have a plain one. */
		KUNIT_EXPECT_EQ(test, lorica_elf_stack(&elf, &memory), !wide);
		memory = add(wide, PT_GNU_STACK, PF_R | PF_W, 0, 0);
		KUNIT_EXPECT_FALSE(test, lorica_elf_stack(&elf, &memory));
		memory = add(wide, PT_GNU_STACK, PF_R | PF_W | PF_X, 0, 0);
		KUNIT_EXPECT_TRUE(test, lorica_elf_stack(&elf, &memory));
	}
}

static struct kunit_case elf_memory_cases[] = {
	KUNIT_CASE(opens_what_a_kernel_loads),
	KUNIT_CASE(the_class_hides_nothing),
	KUNIT_CASE(what_no_kernel_loads_has_no_program_headers),
	KUNIT_CASE(finds_memory_behind_code),
	KUNIT_CASE(finds_an_executable_stack),
	{},
};

static struct kunit_suite elf_memory_suite = {
	.name = "lorica_elf_memory",
	.test_cases = elf_memory_cases,
};

kunit_test_suite(elf_memory_suite);
