// SPDX-License-Identifier: GPL-2.0-only
/* Code that arrives by mmap, not by execve. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096 };

static const char evil[] = UNSIGNED "lib.so", good[] = SIGNED "victim.so";

static void *map(const char *path, int prot, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	void *p = mmap(NULL, PAGE, prot, flags, fd, 0);

	err = errno;
	close(fd);
	errno = err;
	return p;
}

static enum result expect_no_map(const char *what, void *p)
{
	return expect_errno(what, p == MAP_FAILED ? -1 : 0, EACCES);
}

static enum result try_map(int prot, int flags)
{
	if (map(good, prot, flags) == MAP_FAILED)
		return say(WRONG, "control: the signed library: %s", strerror(errno));
	return expect_no_map("mmap", map(evil, prot, flags));
}

static enum result map_private(void)
{
	return try_map(PROT_READ | PROT_EXEC, MAP_PRIVATE);
}

static enum result map_shared(void)
{
	return try_map(PROT_READ | PROT_EXEC, MAP_SHARED);
}

static enum result map_only_exec(void)
{
	return try_map(PROT_EXEC, MAP_PRIVATE);
}

/* @number: of mprotect, or of pkey_mprotect, which gets the default key. */
static enum result try_protect(int number, int prot, int flags)
{
	const char *paths[] = { good, evil };
	long ret[2];
	void *p;
	int i;

	/* A verdict has to exist: mprotect does not hash, it remembers. */
	map(good, PROT_READ | PROT_EXEC, MAP_PRIVATE);
	for (i = 0; i < 2; i++) {
		p = map(paths[i], PROT_READ, flags);
		if (p == MAP_FAILED)
			return say(WRONG, "mmap: %s", strerror(errno));
		ret[i] = syscall(number, p, PAGE, prot, -1);
		if (!i && ret[i])
			return say(errno == ENOSYS ? SKIPPED : WRONG,
				   "control: the signed library: %s", strerror(errno));
	}
	return expect_errno("mprotect", ret[1], EACCES);
}

static enum result protect_private(void)
{
	return try_protect(SYS_mprotect, PROT_READ | PROT_EXEC, MAP_PRIVATE);
}

static enum result protect_shared(void)
{
	return try_protect(SYS_mprotect, PROT_READ | PROT_EXEC, MAP_SHARED);
}

static enum result protect_pkey(void)
{
	return try_protect(SYS_pkey_mprotect, PROT_READ | PROT_EXEC, MAP_PRIVATE);
}

static enum result implied(void)
{
	if (personality(READ_IMPLIES_EXEC) == -1)
		return expect_errno("personality", -1, EACCES);
	return try_map(PROT_READ, MAP_PRIVATE);
}

static enum result implied_protect(void)
{
	void *p = map(evil, PROT_NONE, MAP_PRIVATE);

	if (personality(READ_IMPLIES_EXEC) == -1)
		return expect_errno("personality", -1, EACCES);
	return expect_errno("mprotect", mprotect(p, PAGE, PROT_READ), EACCES);
}

static bool is_executable(const void *p)
{
	unsigned long from, to;
	char line[512], perms[8];
	FILE *maps = fopen("/proc/self/maps", "r");
	bool is = false;

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s", &from, &to, perms) == 3 &&
		    (unsigned long)p >= from && (unsigned long)p < to)
			is = perms[2] == 'x';
	if (maps)
		fclose(maps);
	return is;
}

/* It maps again by itself; older kernels asked no hook about that. */
static enum result remapped_pages(void)
{
	void *p;
	long ret;
	int fd;

	/* Only what a writable descriptor mapped counts as shared. */
	if (copy_file(evil, "lib") || (fd = open("lib", O_RDWR)) < 0)
		return say(WRONG, "copy: %s", strerror(errno));
	p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	personality(READ_IMPLIES_EXEC);
	ret = syscall(SYS_remap_file_pages, p, PAGE, 0, 0, 0);
	if (ret && errno == ENOSYS)
		return say(SKIPPED, "no remap_file_pages");
	if (is_executable(p))
		return say(WORKED, "remap_file_pages made it executable");
	return ret ? expect_errno("remap_file_pages", ret, EACCES) : REFUSED;
}

static enum result moved(void)
{
	void *hole = mmap(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *code = map(good, PROT_READ | PROT_EXEC, MAP_SHARED);
	void *p = map(evil, PROT_READ, MAP_SHARED), *q[3];
	int i;

	if (code == MAP_FAILED || p == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	q[0] = mremap(p, 0, PAGE, MREMAP_MAYMOVE); /* a second view */
	q[1] = mremap(q[0], PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, hole);
	q[2] = mremap(p, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, code);
	for (i = 0; i < 3; i++) {
		if (q[i] == MAP_FAILED)
			return say(WRONG, "mremap %d: %s", i, strerror(errno));
		if (!i)
			continue;
		if (is_executable(q[i]))
			return say(WORKED, "mremap %d made it executable", i);
		if (expect_errno("mprotect after mremap",
				 mprotect(q[i], PAGE, PROT_READ | PROT_EXEC), EACCES) != REFUSED)
			return said();
	}
	return REFUSED;
}

static enum result memfd_map(void)
{
	int fd = memfd_create("m", 0);
	void *p;

	if (fd < 0 || ftruncate(fd, PAGE))
		return say(WRONG, "memfd: %s", strerror(errno));
	p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
	if (expect_no_map("mmap of a memfd", p) != REFUSED)
		return said();
	p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return expect_errno("mprotect of a memfd", mprotect(p, PAGE, PROT_READ | PROT_EXEC),
			    EACCES);
}

static enum result shm_exec(void)
{
	int id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0700);
	enum result result;
	void *p;

	if (id < 0)
		return say(SKIPPED, "shmget: %s", strerror(errno));
	p = shmat(id, NULL, SHM_EXEC);
	result = expect_errno("shmat with SHM_EXEC", p == (void *)-1 ? -1 : 0, EACCES);
	p = shmat(id, NULL, 0);
	if (result == REFUSED)
		result = expect_errno("mprotect of shared memory",
				      mprotect(p, PAGE, PROT_READ | PROT_EXEC), EACCES);
	shmctl(id, IPC_RMID, NULL);
	return result;
}

/* Runtimes do it all day, no file is there to ask about: the hook gets NULL. */
static enum result no_file(void)
{
	static const int flags[] = { MAP_PRIVATE, MAP_SHARED };
	void *p;
	int i;

	for (i = 0; i < 2; i++) {
		p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, flags[i] | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED && errno != EACCES && errno != EPERM)
			return say(WRONG, "mmap: %s", strerror(errno));
	}
	return try_map(PROT_READ | PROT_EXEC, MAP_PRIVATE);
}

static enum result device_map(void)
{
	int fd = open("/dev/zero", O_RDWR);

	if (fd < 0)
		return say(SKIPPED, "/dev/zero: %s", strerror(errno));
	return expect_no_map("an executable /dev/zero",
			     mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED, fd,
				  0));
}

static void start_preload(void *path)
{
	setenv("LD_PRELOAD", path, 1);
	execl(SIGNED "dlopener", "dlopener", NULL);
}

static enum result preload(void)
{
	struct ran ran = run_by(start_preload, SIGNED "victim.so");

	if (ran.err || !strstr(ran.out, "LOADED") || strstr(ran.out, "ERROR"))
		return say(WRONG, "control: LD_PRELOAD of a signed library fails: %s", ran.out);
	ran = run_by(start_preload, UNSIGNED "lib.so");
	if (exists("/tmp/evil-lib-ran"))
		return say(WORKED, "the constructor of the unsigned library ran");
	return strstr(ran.out, "cannot") ? REFUSED : say(WRONG, "ld.so said nothing of it");
}

static enum result opened(void)
{
	struct ran ran = run(SIGNED "dlopener", good, NULL);

	if (!strstr(ran.out, "LOADED"))
		return say(WRONG, "control: dlopen of a signed library: %s", ran.out);
	ran = run(SIGNED "dlopener", evil, NULL);
	if (exists("/tmp/evil-lib-ran") || strstr(ran.out, "LOADED"))
		return say(WORKED, "dlopen took the unsigned library");
	return strstr(ran.out, "REFUSED") ? REFUSED : say(WRONG, "dlopener said '%s'", ran.out);
}

static enum result write_mapped(void)
{
	if (copy_file(good, "lib"))
		return say(WRONG, "copy: %s", strerror(errno));
	if (map("lib", PROT_READ | PROT_EXEC, MAP_PRIVATE) == MAP_FAILED)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	if (expect_errno("open for writing", open("lib", O_RDWR), ETXTBSY) != REFUSED)
		return said();
	return expect_errno("truncate", truncate("lib", 0), ETXTBSY);
}

static enum result map_written(void)
{
	void *p;
	int fd;

	if (copy_file(good, "lib") || (fd = open("lib", O_RDWR)) < 0)
		return say(WRONG, "copy: %s", strerror(errno));
	if (expect_no_map("mmap of a library open for writing",
			  map("lib", PROT_READ | PROT_EXEC, MAP_PRIVATE)) != REFUSED)
		return said();
	p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (expect_no_map("mmap of a library mapped for writing",
			  map("lib", PROT_READ | PROT_EXEC, MAP_PRIVATE)) != REFUSED)
		return said();
	munmap(p, PAGE);
	if (map("lib", PROT_READ | PROT_EXEC, MAP_PRIVATE) == MAP_FAILED)
		return say(WRONG, "control: without a writer: %s", strerror(errno));
	return REFUSED;
}

/* Its own writable view must not turn executable either. */
static enum result writable_to_exec(void)
{
	void *p;
	int fd;

	if (copy_file(good, "lib") || (fd = open("lib", O_RDWR)) < 0)
		return say(WRONG, "copy: %s", strerror(errno));
	p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return expect_errno("mprotect of a shared writable mapping",
			    mprotect(p, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC), EACCES);
}

/* Access mode 3 is neither reading nor writing: to read it is a warning in the kernel, and a panic here. */
static enum result not_readable(void)
{
	void *p;
	int fd;

	if (copy_file(good, "copy"))
		return say(WRONG, "copy: %s", strerror(errno));
	fd = open("copy", O_ACCMODE | O_CLOEXEC);
	if (fd < 0)
		return say(WRONG, "open: %s", strerror(errno));
	p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	close(fd);
	return expect_no_map("mmap", p);
}

const struct probe mapping_probes[] = {
	{ "mapping.private", map_private, false },
	{ "mapping.shared", map_shared, false },
	{ "mapping.exec-only", map_only_exec, false },
	{ "mapping.mprotect-private", protect_private, false },
	{ "mapping.mprotect-shared", protect_shared, false },
	{ "mapping.pkey-mprotect", protect_pkey, false },
	{ "mapping.read-implies-exec", implied, false },
	{ "mapping.read-implies-exec-mprotect", implied_protect, false },
	{ "mapping.not-readable", not_readable, false },
	{ "mapping.remap-file-pages", remapped_pages, false },
	{ "mapping.mremap", moved, false },
	{ "mapping.memfd", memfd_map, false },
	{ "mapping.shm-exec", shm_exec, false },
	{ "mapping.no-file-no-oops", no_file, false },
	{ "mapping.dev-zero", device_map, false },
	{ "mapping.ld-preload", preload, false },
	{ "mapping.dlopen", opened, false },
	{ "mapping.write-after-map", write_mapped, false },
	{ "mapping.map-while-writer", map_written, false },
	{ "mapping.writable-to-exec", writable_to_exec, false },
	{ NULL, NULL, false },
};
