// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that comes from no file at the moment it turns executable. A check of
 * files does not see it; these probes say where that border is. They run only
 * when they are named.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
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
		return REFUSED;
	memcpy(p, code, sizeof(code));
	return call("anonymous memory", p);
}

static enum result shared_anonymous(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED)
		return REFUSED;
	memcpy(p, code, sizeof(code));
	return call("shared anonymous memory", p);
}

static enum result private_copy(void)
{
	int fd = open(SIGNED "victim.so", O_RDONLY);
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	if (mprotect(p, PAGE, PROT_READ | PROT_WRITE))
		return REFUSED;
	memcpy(p, code, sizeof(code));
	if (mprotect(p, PAGE, PROT_READ | PROT_EXEC))
		return expect_errno("mprotect", -1, EACCES);
	return call("a changed private copy of a listed library", p);
}

static enum result proc_mem(void)
{
	int fd = open(SIGNED "victim.so", O_RDONLY), mem = open("/proc/self/mem", O_RDWR);
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	if (mem < 0 || pwrite(mem, code, sizeof(code), (off_t)(uintptr_t)p) < 0)
		return REFUSED;
	return call("code written through /proc/self/mem", p);
}

const struct probe poke_probes[] = {
	{ "poke.anonymous", anonymous, true },
	{ "poke.shared-anonymous", shared_anonymous, true },
	{ "poke.private-copy", private_copy, true },
	{ "poke.proc-mem", proc_mem, true },
	{ NULL, NULL, false },
};
