// SPDX-License-Identifier: GPL-2.0-only
/* The same bytes in another place: identity is the digest, not the path. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#define LD_SO "/lib64/ld-linux-x86-64.so.2"
#else
#define LD_SO "/lib/ld-linux-aarch64.so.1"
#endif

static enum result failed(const char *act)
{
	return say(WRONG, "%s: %s", act, strerror(errno));
}

static enum result copied(void)
{
	if (copy_file(UNSIGNED "prog", "evil"))
		return failed("copy");
	return judge("a copy", run("./evil", NULL), EACCES);
}

static enum result signed_copy(void)
{
	if (copy_file(SIGNED "prog", "good"))
		return failed("copy");
	return control("a copy of the signed program", run("./good", NULL));
}

/* The path of a listed program, the verdict already in its inode's memory. */
static enum result renamed(void)
{
	if (copy_file(UNSIGNED "prog", "evil") || copy_file(SIGNED "prog", "good"))
		return failed("copy");
	if (control("the program to be replaced", run("./good", NULL)) != REFUSED)
		return said();
	if (rename("evil", "good"))
		return failed("rename");
	return judge("a file renamed over a listed one", run("./good", NULL), EACCES);
}

static enum result hard_link(void)
{
	if (copy_file(UNSIGNED "prog", "evil") || link("evil", "good"))
		return failed("link");
	return judge("a hard link", run("./good", NULL), EACCES);
}

static enum result symbolic_link(void)
{
	if (symlink(UNSIGNED "prog", "evil") || symlink(SIGNED "prog", "good"))
		return failed("symlink");
	if (control("a symbolic link to the signed one", run("./good", NULL)) != REFUSED)
		return said();
	return judge("a symbolic link", run("./evil", NULL), EACCES);
}

static enum result bind_mount(void)
{
	if (own_mounts() || mount(UNSIGNED "prog", SIGNED "prog", NULL, MS_BIND, NULL))
		return failed("bind mount");
	return judge("a bind mount over a listed program", run(SIGNED "prog", NULL), EACCES);
}

/* The kernel opens PT_INTERP by path; the bytes there decide all the same. */
static enum result bind_interpreter(void)
{
	struct ran ran;

	if (run(SIGNED "dlopener", NULL).status)
		return say(WRONG, "control: the dynamic program does not run");
	if (own_mounts() || copy_flipped(LD_SO, "ld.so") ||
	    mount("ld.so", LD_SO, NULL, MS_BIND, NULL))
		return failed("bind mount");
	ran = run(SIGNED "dlopener", NULL);
	umount2(LD_SO, MNT_DETACH);
	/* After the point of no return the kernel can only kill. */
	if (strstr(ran.out, "LOADED"))
		return say(WORKED, "an unsigned ld.so started a signed program");
	return ran.err == EACCES || ran.status ? REFUSED : say(WORKED, "status 0");
}

static void start_in_chroot(void *ctx)
{
	(void)ctx;
	if (!chroot("/attack/unsigned") && !chdir("/"))
		execl("/prog", "prog", NULL);
}

static enum result change_root(void)
{
	return judge("a program in a chroot", run_by(start_in_chroot, NULL), EACCES);
}

static void start_in_userns(void *ctx)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
		return;
	execl(ctx, "prog", NULL);
}

static enum result user_namespace(void)
{
	struct ran ran = run_by(start_in_userns, SIGNED "prog");

	if (ran.err == ENOSYS || ran.err == EINVAL || ran.err == ENOSPC || ran.err == EPERM)
		return say(SKIPPED, "no user namespaces: %s", strerror(ran.err));
	if (control("a user namespace", ran) != REFUSED)
		return said();
	return judge("a user namespace", run_by(start_in_userns, UNSIGNED "prog"), EACCES);
}

static enum result on_tmpfs(void)
{
	if (own_mounts() || mount_tmpfs("t"))
		return failed("tmpfs");
	if (copy_file(SIGNED "prog", "t/good") || copy_file(UNSIGNED "prog", "t/evil"))
		return failed("copy");
	/* Even listed content: who pinned its pages could change it later. */
	if (judge("a signed copy on tmpfs", run("t/good", NULL), EACCES) != REFUSED)
		return said();
	return judge("an unsigned copy on tmpfs", run("t/evil", NULL), EACCES);
}

/* POSIX shared memory, as a file and by shm_open(3). */
static enum result shared_memory(void)
{
	static const char path[] = "/dev/shm/lorica-attack";
	enum result result;
	void *p;
	int fd;

	shm_unlink("/lorica-attack");
	fd = shm_open("/lorica-attack", O_RDWR | O_CREAT | O_EXCL, 0700);
	if (fd < 0)
		return failed("shm_open");
	close(fd);
	if (copy_file(SIGNED "prog", path))
		return failed("copy");
	fd = shm_open("/lorica-attack", O_RDONLY, 0);
	p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
	result = expect_errno("mmap of shared memory", p == MAP_FAILED ? -1 : 0, EACCES);
	close(fd);
	if (result == REFUSED)
		result = judge("a signed copy in /dev/shm", run(path, NULL), EACCES);
	if (result == REFUSED && copy_file(UNSIGNED "prog", path))
		result = failed("copy");
	if (result == REFUSED)
		result = judge("an unsigned copy in /dev/shm", run(path, NULL), EACCES);
	shm_unlink("/lorica-attack");
	return result;
}

static enum result tmpfs_below_overlay(void)
{
	if (own_mounts() || mount_tmpfs("t"))
		return failed("tmpfs");
	mkdir("t/upper", 0755);
	mkdir("t/work", 0755);
	mkdir("merged", 0755);
	if (copy_file(SIGNED "prog", "t/upper/good"))
		return failed("copy");
	if (mount("o", "merged", "overlay", 0,
		  "lowerdir=/attack/signed,upperdir=t/upper,workdir=t/work"))
		return say(errno == ENODEV ? SKIPPED : WRONG, "overlay: %s", strerror(errno));
	return judge("a signed file in an upper layer on tmpfs", run("merged/good", NULL), EACCES);
}

const struct probe place_probes[] = {
	{ "place.copy", copied, false },
	{ "place.signed-copy-runs", signed_copy, false },
	{ "place.rename", renamed, false },
	{ "place.hard-link", hard_link, false },
	{ "place.symlink", symbolic_link, false },
	{ "place.bind-mount", bind_mount, false },
	{ "place.bind-interpreter", bind_interpreter, false },
	{ "place.chroot", change_root, false },
	{ "place.user-namespace", user_namespace, false },
	{ "place.tmpfs", on_tmpfs, false },
	{ "place.dev-shm", shared_memory, false },
	{ "place.tmpfs-below-overlay", tmpfs_below_overlay, false },
	{ NULL, NULL, false },
};
