// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that comes from no file at the moment it turns executable: made in
 * memory, or written into a process. The policy says `writable-code deny` and
 * excepts one program.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* return 42 */
#if defined(__x86_64__)
static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 };
#else
static const unsigned char code[] = { 0x40, 0x05, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6 };
#endif

static enum result call(const char *what, void *p)
{
	int (*function)(void);

	__builtin___clear_cache(p, (char *)p + sizeof(code));
	memcpy(&function, &p, sizeof(p));
	return function() == 42 ? say(WORKED, "%s was executed", what) :
				  say(WRONG, "%s is executable, but is not our code", what);
}

static enum result anonymous(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED)
		return expect_errno("writable and executable anonymous memory", -1, EACCES);
	memcpy(p, code, sizeof(code));
	return call("anonymous memory", p);
}

static enum result shared_anonymous(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED)
		return expect_errno("writable and executable shared memory", -1, EACCES);
	memcpy(p, code, sizeof(code));
	return call("shared anonymous memory", p);
}

/* Nothing is in it, and it is no place for code all the same: what is not asked for, is not missed. */
static enum result anonymous_exec(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return expect_errno("executable anonymous memory", p == MAP_FAILED ? -1 : 0, EACCES);
}

static enum result private_copy(void)
{
	int fd = open(SIGNED "victim.so", O_RDONLY);
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	if (mprotect(p, PAGE, PROT_READ | PROT_WRITE))
		return say(WRONG, "control: mprotect: %s", strerror(errno));
	memcpy(p, code, sizeof(code));
	if (mprotect(p, PAGE, PROT_READ | PROT_EXEC))
		return expect_errno("mprotect", -1, EACCES);
	return call("a changed private copy of a listed library", p);
}

/* A thing that may fail in several ways: only EACCES is the refusal. */
static enum result refused_or(const char *what, bool failed, void *p)
{
	if (failed)
		return expect_errno(what, -1, EACCES);
	return p ? call(what, p) : say(WORKED, "%s succeeded", what);
}

static void *map_victim(int prot)
{
	int fd = open(SIGNED "victim.so", O_RDONLY | O_CLOEXEC);
	void *p = mmap(NULL, PAGE, prot, MAP_PRIVATE, fd, 0);

	close(fd);
	return p;
}

static enum result anonymous_protect(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memcpy(p, code, sizeof(code));
	return refused_or("mprotect of anonymous memory", mprotect(p, PAGE, PROT_READ | PROT_EXEC),
			  p);
}

static enum result heap(void)
{
	void *p = sbrk(2 * PAGE);

	p = (void *)(((uintptr_t)p + PAGE - 1) & ~(uintptr_t)(PAGE - 1));
	memcpy(p, code, sizeof(code));
	return refused_or("mprotect of the heap", mprotect(p, PAGE, PROT_READ | PROT_EXEC), p);
}

static enum result stack(void)
{
	unsigned char room[2 * PAGE];
	void *p = (void *)(((uintptr_t)room + PAGE - 1) & ~(uintptr_t)(PAGE - 1));

	memcpy(p, code, sizeof(code));
	return refused_or("mprotect of the stack",
			  mprotect(p, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC), p);
}

static enum result writable_map(void)
{
	void *p = map_victim(PROT_READ | PROT_WRITE | PROT_EXEC);

	if (p == MAP_FAILED)
		return expect_errno("a writable and executable mapping", -1, EACCES);
	memcpy(p, code, sizeof(code));
	return call("a writable mapping of a listed library", p);
}

static enum result writable_protect(void)
{
	void *p = map_victim(PROT_READ | PROT_EXEC);
	bool failed;

	if (p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	failed = mprotect(p, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
	if (!failed)
		memcpy(p, code, sizeof(code));
	return refused_or("mprotect to writable and executable", failed, p);
}

/* Not written yet, so it is still the file's: this has to go on working. */
static enum result untouched(void)
{
	void *p = map_victim(PROT_READ);

	if (mprotect(p, PAGE, PROT_READ | PROT_EXEC) && errno == EACCES)
		return say(SKIPPED, "no verdict is remembered of it");
	if (mprotect(p, PAGE, PROT_READ) || mprotect(p, PAGE, PROT_READ | PROT_EXEC))
		return say(WRONG, "a page nobody wrote to: %s", strerror(errno));
	return REFUSED;
}

static enum result implied(void)
{
	if (personality(READ_IMPLIES_EXEC) == -1)
		return expect_errno("personality", -1, EACCES);
	if (personality(0xffffffff) & READ_IMPLIES_EXEC)
		return say(WORKED, "personality READ_IMPLIES_EXEC");
	return say(WRONG, "personality succeeded and did nothing");
}

static enum result personality_works(void)
{
	if (personality(0xffffffff) == -1 || personality(ADDR_NO_RANDOMIZE) == -1)
		return say(WRONG, "personality: %s", strerror(errno));
	return REFUSED;
}

static enum result own_mem(void)
{
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	void *p = map_victim(PROT_READ | PROT_EXEC);

	if (p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	if (mem < 0)
		return expect_errno("/proc/self/mem", -1, EACCES);
	if (pwrite(mem, code, sizeof(code), (off_t)(uintptr_t)p) < 0)
		return say(WRONG, "opened, but not written: %s", strerror(errno));
	return call("code written through /proc/self/mem", p);
}

/* A child that has the library mapped, and calls it when it is told to. */
static pid_t start_victim(void **at, int *tell)
{
	int pipes[2];
	pid_t pid;
	char go;

	*at = map_victim(PROT_READ | PROT_EXEC);
	if (*at == MAP_FAILED || pipe(pipes))
		return -1;
	pid = fork();
	if (!pid) {
		int (*function)(void);

		close(pipes[1]);
		if (read(pipes[0], &go, 1) != 1)
			_exit(1);
		memcpy(&function, at, sizeof(*at));
		_exit(function());
	}
	close(pipes[0]);
	*tell = pipes[1];
	return pid;
}

static enum result other_mem(void)
{
	char path[64];
	void *at;
	int tell, mem;
	pid_t pid = start_victim(&at, &tell);

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	mem = open(path, O_RDWR | O_CLOEXEC);
	if (mem < 0)
		return expect_errno("/proc/PID/mem", -1, EACCES);
	return say(WORKED, "/proc/PID/mem of another process is open for writing");
}

static enum result attach(void)
{
	void *at;
	int tell;
	pid_t pid = start_victim(&at, &tell);

	if (ptrace(PTRACE_SEIZE, pid, 0, 0))
		return expect_errno("PTRACE_SEIZE", -1, EACCES);
	return say(WORKED, "attached to another process");
}

static enum result attach_old(void)
{
	void *at;
	int tell;
	pid_t pid = start_victim(&at, &tell);

	if (ptrace(PTRACE_ATTACH, pid, 0, 0))
		return expect_errno("PTRACE_ATTACH", -1, EACCES);
	return say(WORKED, "attached to another process");
}

/* The whole of it: words of the library's page are replaced, and the victim is let go to call them. */
static enum result poke_text(void)
{
	char go = 'g', *from = (char *)code;
	int status, tell;
	size_t i;
	long word;
	void *at;
	pid_t pid = start_victim(&at, &tell);

	if (ptrace(PTRACE_ATTACH, pid, 0, 0))
		return expect_errno("PTRACE_ATTACH", -1, EACCES);
	waitpid(pid, NULL, 0);
	for (i = 0; i < sizeof(code); i += sizeof(word)) {
		word = 0;
		memcpy(&word, from + i,
		       sizeof(code) - i < sizeof(word) ? sizeof(code) - i : sizeof(word));
		if (ptrace(PTRACE_POKETEXT, pid, (char *)at + i, word))
			return expect_errno("PTRACE_POKETEXT", -1, EACCES);
	}
	if (ptrace(PTRACE_DETACH, pid, 0, 0) || write(tell, &go, 1) != 1 ||
	    waitpid(pid, &status, 0) != pid)
		return say(WRONG, "poked, and the victim does not go on: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 42)
		return say(WORKED, "another process executed what PTRACE_POKETEXT wrote");
	return say(WRONG, "poked, and the victim ended with status %#x", status);
}

static enum result trace_me(void)
{
	int status;
	pid_t pid = fork();

	if (!pid)
		_exit(ptrace(PTRACE_TRACEME, 0, 0, 0) ? errno : 0);
	waitpid(pid, &status, 0);
	errno = WEXITSTATUS(status);
	return refused_or("PTRACE_TRACEME", errno, NULL);
}

static enum result write_other(void)
{
	struct iovec from = { (void *)code, sizeof(code) }, to = { NULL, sizeof(code) };
	int tell;
	pid_t pid = start_victim(&to.iov_base, &tell);

	/* The kernel tells every refusal of this call and the next as EPERM. */
	return expect_errno("process_vm_writev", process_vm_writev(pid, &from, 1, &to, 1, 0),
			    EPERM);
}

static enum result take_descriptor(void)
{
	void *at;
	int tell, fd;
	pid_t pid = start_victim(&at, &tell);

	fd = syscall(SYS_pidfd_open, pid, 0);
	return expect_errno("pidfd_getfd", syscall(SYS_pidfd_getfd, fd, 0, 0), EPERM);
}

static enum result executable_stack(void)
{
	return judge("a program with an executable stack", run(SIGNED "execstack", NULL), EACCES);
}

/* The verdict of a mapping is remembered, and must not be that of an execve. */
static enum result executable_stack_mapped(void)
{
	int fd = open(SIGNED "execstack", O_RDONLY | O_CLOEXEC);

	if (mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	return executable_stack();
}

/* Who is excepted by path is so by digest: the same program under another name too. */
static enum result jit(void)
{
	struct ran ran = run(SIGNED "jit", NULL);

	if (ran.err || !strstr(ran.out, "SIGNED"))
		return say(WRONG, "control: the excepted program said '%s'", ran.out);
	ran = run(SIGNED "nojit", NULL);
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "a program that is not excepted made code");
	return ran.err || !strstr(ran.out, "REFUSED") ?
		       say(WRONG, "the other program said '%s'", ran.out) :
		       REFUSED;
}

const struct probe poke_probes[] = {
	{ "poke.anonymous", anonymous, false },
	{ "poke.anonymous-exec", anonymous_exec, false },
	{ "poke.shared-anonymous", shared_anonymous, false },
	{ "poke.anonymous-mprotect", anonymous_protect, false },
	{ "poke.heap", heap, false },
	{ "poke.stack", stack, false },
	{ "poke.executable-stack", executable_stack, false },
	{ "poke.executable-stack-mapped", executable_stack_mapped, false },
	{ "poke.writable-map", writable_map, false },
	{ "poke.writable-mprotect", writable_protect, false },
	{ "poke.private-copy", private_copy, false },
	{ "poke.untouched-stays", untouched, false },
	{ "poke.personality", implied, false },
	{ "poke.personality-works", personality_works, false },
	{ "poke.proc-self-mem", own_mem, false },
	{ "poke.proc-pid-mem", other_mem, false },
	{ "poke.ptrace-seize", attach, false },
	{ "poke.ptrace-attach", attach_old, false },
	{ "poke.ptrace-poketext", poke_text, false },
	{ "poke.ptrace-traceme", trace_me, false },
	{ "poke.process-vm-writev", write_other, false },
	{ "poke.pidfd-getfd", take_descriptor, false },
	{ "poke.jit", jit, false },
	{ NULL, NULL, false },
};
