// SPDX-License-Identifier: GPL-2.0-only
/*
 * A uprobe executes the instruction that its file had when the probe was first
 * put somewhere, in memory of its own: what the file has then is not what was
 * judged. One for each instruction is a program.
 */
#include "probe.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, STATUS = 77, MAX_INSN = 8, NR_INSN = 4 };

/* An instruction of ours, at an offset of the file. */
struct insn {
	uint64_t at;
	unsigned char code[MAX_INSN];
	size_t len;
};

#if defined(__x86_64__)
enum { SYSCALL_LEN = 2, STEP = 5 };
static const unsigned char syscall_insn[SYSCALL_LEN] = { 0x0f, 0x05 };

static void jump(struct insn *i, uint64_t at, uint64_t to)
{
	int32_t by = to - (at + STEP);

	*i = (struct insn){ .at = at, .code = { 0xe9 }, .len = STEP };
	memcpy(i->code + 1, &by, sizeof(by));
}

/* exit(STATUS), but for the system call. */
static void set_arguments(struct insn *i, uint64_t at)
{
	i[0] = (struct insn){ at, { 0xbf, STATUS }, STEP };
	i[1] = (struct insn){ at + STEP, { 0xb8, SYS_exit }, STEP };
}
#elif defined(__aarch64__)
enum { SYSCALL_LEN = 4, STEP = 4 };
static const unsigned char syscall_insn[SYSCALL_LEN] = { 0x01, 0x00, 0x00, 0xd4 };

static void put_insn(struct insn *i, uint64_t at, uint32_t code)
{
	*i = (struct insn){ .at = at, .len = STEP };
	memcpy(i->code, &code, sizeof(code));
}

static void jump(struct insn *i, uint64_t at, uint64_t to)
{
	put_insn(i, at, 0x14000000 | (((to - at) >> 2) & 0x3ffffff));
}

static void set_arguments(struct insn *i, uint64_t at)
{
	put_insn(i, at, 0xd2800000 | STATUS << 5);
	put_insn(i + 1, at + STEP, 0xd2800008 | SYS_exit << 5);
}
#endif

/* From the entry to behind the one system call, there the arguments, and back to it. */
static bool make_program(const unsigned char *elf, size_t len, struct insn *i)
{
	const Elf64_Ehdr *head = (const void *)elf;
	const Elf64_Phdr *ph = (const void *)(elf + head->e_phoff);
	uint64_t entry = 0, call;
	const unsigned char *p;
	int n;

	for (n = 0; n < head->e_phnum; n++)
		if (ph[n].p_type == PT_LOAD && ph[n].p_flags & PF_X)
			entry = head->e_entry - ph[n].p_vaddr + ph[n].p_offset;
	p = entry ? memmem(elf + entry, len - entry, syscall_insn, SYSCALL_LEN) : NULL;
	if (!p)
		return false;
	call = p - elf;
	jump(&i[0], entry, call + SYSCALL_LEN);
	set_arguments(&i[1], call + SYSCALL_LEN);
	jump(&i[3], i[2].at + STEP, call);
	return i[3].at + MAX_INSN < len;
}

static int open_uprobe(const char *path, uint64_t offset)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.config1 = (uintptr_t)path,
		.config2 = offset,
	};
	char type[16];

	if (read_text("/sys/bus/event_source/devices/uprobe/type", type, sizeof(type)) <= 0)
		return -1;
	attr.type = atoi(type);
	return syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
}

static enum result perf(void)
{
	struct insn insn[NR_INSN];
	size_t len, i;
	unsigned char *good = slurp(SIGNED "tiny", &len), *evil = slurp(SIGNED "tiny", &len);
	char path[PAGE], *map;
	struct ran ran;
	int fd;

	if (!good || !evil || !make_program(good, len, insn))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (!exists("/sys/bus/event_source/devices/uprobe/type"))
		return say(SKIPPED, "no uprobes");
	for (i = 0; i < NR_INSN; i++)
		memcpy(evil + insn[i].at, insn[i].code, insn[i].len);
	if (copy_file(SIGNED "tiny", "p") || copy_file(SIGNED "tiny", "control") ||
	    overwrite("p", evil, len) || !realpath("p", path))
		return say(WRONG, "write: %s", strerror(errno));
	ran = run("./control", NULL);
	if (ran.err || ran.status)
		return say(WRONG, "control: status %#x, %s", ran.status, strerror(ran.err));
	for (i = 0; i < NR_INSN; i++)
		if (open_uprobe(path, insn[i].at) < 0)
			return expect_errno("perf_event_open of a uprobe", -1, EACCES);
	/* Now each takes its instruction from the file. */
	fd = open("p", O_RDONLY | O_CLOEXEC);
	map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED || munmap(map, len) || close(fd) || overwrite("p", good, len))
		return say(WRONG, "restore: %s", strerror(errno));
	ran = run("./p", NULL);
	if (!ran.err && WIFEXITED(ran.status) && WEXITSTATUS(ran.status) == STATUS)
		return say(WORKED, "a listed program ran the instructions of uprobes");
	return say(WORKED, "there are uprobes in a listed program: status %#x, %s", ran.status,
		   strerror(ran.err));
}

const struct probe uprobe_probes[] = {
	{ "uprobe.perf", perf, false },
	{ NULL, NULL, false },
};
