// SPDX-License-Identifier: GPL-2.0-only
/* execve of what no manifest lists, in every way that the kernel knows. */
#include "probe.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#define LD_SO "/lib64/ld-linux-x86-64.so.2"
#else
#define LD_SO "/lib/ld-linux-aarch64.so.1"
#endif

static char *const no_env[] = { NULL };

static enum result unsigned_elf(void)
{
	if (control("the signed program", run(SIGNED "prog", NULL)) != REFUSED)
		return said();
	return judge("the unsigned program", run(UNSIGNED "prog", NULL), EACCES);
}

static enum result flipped_elf(void)
{
	if (copy_file(SIGNED "prog", "same") || copy_flipped(SIGNED "prog", "flipped"))
		return say(WRONG, "cannot copy: %s", strerror(errno));
	if (control("the same bytes", run("./same", NULL)) != REFUSED)
		return said();
	return judge("one flipped byte", run("./flipped", NULL), EACCES);
}

static enum result script(void)
{
	struct ran ran = run("/bin/sh", "-c", "echo SIGNED", NULL);

	if (control("/bin/sh", ran) != REFUSED)
		return said();
	return judge("the script", run(UNSIGNED "script.sh", NULL), EACCES);
}

/* ld.so is a listed program: what it maps has to be refused, not what it is. */
static enum result ld_so(void)
{
	struct ran ran = run(LD_SO, UNSIGNED "dyn", NULL);

	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "ld.so started an unsigned program");
	if (run(LD_SO, SIGNED "dlopener", NULL).status)
		return say(WRONG, "control: ld.so does not start a signed program");
	if (ran.err)
		return say(WRONG, "%s: %s", LD_SO, strerror(ran.err));
	if (!ran.status)
		return say(WORKED, "ld.so ended with 0");
	return REFUSED;
}

/* The ctx of a start function: a descriptor, or a directory and a name. */
struct at {
	int fd;
	const char *name;
	int flags;
};

static void start_at(void *ctx)
{
	struct at *at = ctx;
	char *const argv[] = { "prog", NULL };

	syscall(SYS_execveat, at->fd, at->name, argv, no_env, at->flags);
}

static void start_fd_path(void *ctx)
{
	struct at *at = ctx;
	char *const argv[] = { "prog", NULL };
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", at->fd);
	execve(path, argv, no_env);
}

static int fill(int fd, const char *from)
{
	size_t len;
	void *data = slurp(from, &len);
	int ret = data && write(fd, data, len) == (ssize_t)len ? fd : -1;

	free(data);
	return ret;
}

static enum result memfd(const char *from, void (*start)(void *))
{
	struct at at = { fill(memfd_create("m", 0), from), "", AT_EMPTY_PATH };

	if (at.fd < 0)
		return say(WRONG, "memfd: %s", strerror(errno));
	return judge("a memfd", run_by(start, &at), EACCES);
}

static enum result memfd_at(void)
{
	return memfd(UNSIGNED "prog", start_at);
}

static enum result memfd_path(void)
{
	return memfd(UNSIGNED "prog", start_fd_path);
}

/* Right bytes, but a descriptor that can write to them and that nobody counts. */
static enum result memfd_signed(void)
{
	return memfd(SIGNED "prog", start_at);
}

static enum result tmpfile_exec(void)
{
	const char *from[] = { SIGNED "prog", UNSIGNED "prog" };
	struct ran ran[2];
	char path[64];
	int i, fd;

	for (i = 0; i < 2; i++) {
		struct at at = { .name = "", .flags = AT_EMPTY_PATH };

		fd = fill(open(".", O_TMPFILE | O_RDWR, 0755), from[i]);
		if (fd < 0)
			return say(SKIPPED, "O_TMPFILE: %s", strerror(errno));
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		at.fd = open(path, O_RDONLY);
		close(fd);
		ran[i] = run_by(start_at, &at);
	}
	if (control("a signed O_TMPFILE", ran[0]) != REFUSED)
		return said();
	return judge("an unsigned O_TMPFILE", ran[1], EACCES);
}

static enum result execveat_dirfd(void)
{
	struct at at = { .fd = open(SIGNED, O_PATH | O_DIRECTORY), .name = "prog" };

	if (control("execveat of the signed one", run_by(start_at, &at)) != REFUSED)
		return said();
	at.fd = open(UNSIGNED, O_PATH | O_DIRECTORY);
	return judge("execveat", run_by(start_at, &at), EACCES);
}

static enum result execveat_fd(void)
{
	struct at at = { open(UNSIGNED "prog", O_PATH), "", AT_EMPTY_PATH };

	return judge("execveat of an O_PATH descriptor", run_by(start_at, &at), EACCES);
}

/* Either the kernel (ETXTBSY) or the writer check (EACCES) may be the first. */
static enum result judge_writer(const char *what, struct ran ran)
{
	return judge(what, ran, ran.err == ETXTBSY ? ETXTBSY : EACCES);
}

static enum result open_writer(void)
{
	int fd;

	if (copy_file(SIGNED "prog", "prog") || (fd = open("prog", O_RDWR | O_CLOEXEC)) < 0)
		return say(WRONG, "cannot copy: %s", strerror(errno));
	if (judge_writer("a program open for writing", run("./prog", NULL)) != REFUSED)
		return said();
	close(fd);
	return control("the same without a writer", run("./prog", NULL));
}

static enum result writable_map(void)
{
	void *map;
	int fd;

	if (copy_file(SIGNED "prog", "prog") || (fd = open("prog", O_RDWR | O_CLOEXEC)) < 0)
		return say(WRONG, "cannot copy: %s", strerror(errno));
	map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (judge_writer("a program mapped for writing", run("./prog", NULL)) != REFUSED)
		return said();
	munmap(map, 4096);
	return control("the same without the mapping", run("./prog", NULL));
}

static enum result try_writes(const char *when)
{
	char what[64];
	int fd;

	snprintf(what, sizeof(what), "open for writing %s", when);
	fd = open("prog", O_RDWR);
	if (fd >= 0)
		fd = fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096);
	if (expect_errno(what, fd, ETXTBSY) != REFUSED)
		return said();
	snprintf(what, sizeof(what), "open with O_TRUNC %s", when);
	if (expect_errno(what, open("prog", O_WRONLY | O_TRUNC), ETXTBSY) != REFUSED)
		return said();
	snprintf(what, sizeof(what), "truncate %s", when);
	return expect_errno(what, truncate("prog", 0), ETXTBSY);
}

static enum result write_running(void)
{
	enum result result;
	pid_t pid;

	if (copy_file(SIGNED "prog", "prog"))
		return say(WRONG, "cannot copy: %s", strerror(errno));
	pid = fork();
	if (!pid) {
		freopen("/dev/null", "w", stdout);
		execl("./prog", "prog", "60", NULL);
		_exit(127);
	}
	sleep(2);
	if (waitpid(pid, NULL, WNOHANG))
		return say(WRONG, "control: the signed program does not stay");
	result = try_writes("while it runs");
	kill(pid, SIGKILL);
	return result;
}

static enum result write_after(void)
{
	if (copy_file(SIGNED "prog", "prog"))
		return say(WRONG, "cannot copy: %s", strerror(errno));
	if (control("a copy", run("./prog", NULL)) != REFUSED)
		return said();
	return try_writes("after it ran");
}

/* The smallest program of the 32-bit architecture: it exits with 42. */
static enum result elf32(void)
{
#if defined(__x86_64__)
	enum { MACHINE = EM_386, FLAGS = 0 };
	static const unsigned char code[] = { 0xb8, 1, 0, 0, 0, 0xbb, 42, 0, 0, 0, 0xcd, 0x80 };
#else
	enum { MACHINE = EM_ARM, FLAGS = EF_ARM_EABI_VER5 };
	static const unsigned char code[] = {
		1, 0x70, 0xa0, 0xe3, 42, 0, 0xa0, 0xe3, 0, 0, 0, 0xef
	};
#endif
	struct {
		Elf32_Ehdr head;
		Elf32_Phdr load;
		unsigned char code[sizeof(code)];
	} elf = {
		.head = {
			.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC,
			.e_machine = MACHINE,
			.e_version = EV_CURRENT,
			.e_entry = 0x10000 + sizeof(elf.head) + sizeof(elf.load),
			.e_phoff = sizeof(elf.head),
			.e_flags = FLAGS,
			.e_ehsize = sizeof(elf.head),
			.e_phentsize = sizeof(elf.load),
			.e_phnum = 1,
		},
		.load = {
			.p_type = PT_LOAD,
			.p_vaddr = 0x10000,
			.p_paddr = 0x10000,
			.p_filesz = sizeof(elf),
			.p_memsz = sizeof(elf),
			.p_flags = PF_R | PF_X,
			.p_align = 0x1000,
		},
	};

	memcpy(elf.code, code, sizeof(code));
	close(creat("small", 0755));
	if (overwrite("small", &elf, sizeof(elf)))
		return say(WRONG, "cannot write: %s", strerror(errno));
	return judge("a 32-bit program", run("./small", NULL), EACCES);
}

const struct probe exec_probes[] = {
	{ "exec.unsigned", unsigned_elf, false },
	{ "exec.flipped-byte", flipped_elf, false },
	{ "exec.script", script, false },
	{ "exec.ld-so", ld_so, false },
	{ "exec.memfd-execveat", memfd_at, false },
	{ "exec.memfd-proc-fd", memfd_path, false },
	{ "exec.memfd-signed-bytes", memfd_signed, false },
	{ "exec.tmpfile", tmpfile_exec, false },
	{ "exec.execveat-dirfd", execveat_dirfd, false },
	{ "exec.execveat-o-path", execveat_fd, false },
	{ "exec.open-writer", open_writer, false },
	{ "exec.writable-mapping", writable_map, false },
	{ "exec.write-while-running", write_running, false },
	{ "exec.write-after-run", write_after, false },
	{ "exec.elf32", elf32, false },
	{ NULL, NULL, false },
};
