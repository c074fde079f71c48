// SPDX-License-Identifier: GPL-2.0-only
/* Programs that a user starts with more rights than he has: what a mode or a capability says is no evidence. */
#include "probe.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { USER = 1000 };

static void start_as_user(void *path)
{
	if (setgroups(0, NULL) || setresgid(USER, USER, USER) || setresuid(USER, USER, USER))
		return;
	execl(path, path, NULL);
}

/* The directory of a probe is root's alone. */
static int prepare(const char *from, const char *to, mode_t mode)
{
	return chmod(".", 0755) || copy_file(from, to) || chmod(to, mode);
}

/* The same with a listed program has to work. */
static enum result with_mode(const char *what, mode_t mode)
{
	if (prepare(SIGNED "prog", "good", mode) || prepare(UNSIGNED "prog", "evil", mode))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (control(what, run_by(start_as_user, "./good")) != REFUSED)
		return said();
	return judge(what, run_by(start_as_user, "./evil"), EACCES);
}

static enum result set_user(void)
{
	return with_mode("a setuid program", 04755);
}

static enum result set_group(void)
{
	return with_mode("a setgid program", 02755);
}

static enum result set_both(void)
{
	return with_mode("a setuid and setgid program", 06755);
}

/* He may execute it, and not read it. The kernel has to read it all the same. */
static enum result not_readable(void)
{
	return with_mode("a program that its user may not read", 0711);
}

static enum result set_user_not_readable(void)
{
	return with_mode("a setuid program that its user may not read", 04711);
}

static enum result script(void)
{
	if (prepare(UNSIGNED "script.sh", "evil", 04755))
		return say(WRONG, "prepare: %s", strerror(errno));
	return judge("a setuid script", run_by(start_as_user, "./evil"), EACCES);
}

static enum result capabilities(void)
{
	struct vfs_cap_data all = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data = { { UINT32_MAX, 0 }, { UINT32_MAX, 0 } },
	};

	if (prepare(SIGNED "prog", "good", 0755) || prepare(UNSIGNED "prog", "evil", 0755))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (setxattr("good", "security.capability", &all, sizeof(all), 0) ||
	    setxattr("evil", "security.capability", &all, sizeof(all), 0))
		return say(WRONG, "setxattr: %s", strerror(errno));
	if (control("a program with capabilities", run_by(start_as_user, "./good")) != REFUSED)
		return said();
	return judge("a program with capabilities", run_by(start_as_user, "./evil"), EACCES);
}

/* A verdict is remembered of it, and its owner and mode are another's afterwards. */
static enum result given_rights(void)
{
	if (prepare(SIGNED "prog", "good", 0755))
		return say(WRONG, "prepare: %s", strerror(errno));
	if (control("before", run_by(start_as_user, "./good")) != REFUSED)
		return said();
	if (prepare(UNSIGNED "prog", "evil", 04755) || rename("evil", "good"))
		return say(WRONG, "rename: %s", strerror(errno));
	return judge("a setuid program in the place of a listed one",
		     run_by(start_as_user, "./good"), EACCES);
}

const struct probe setuid_probes[] = {
	{ "setuid.user", set_user, false },
	{ "setuid.group", set_group, false },
	{ "setuid.both", set_both, false },
	{ "setuid.script", script, false },
	{ "setuid.capabilities", capabilities, false },
	{ "setuid.replaced", given_rights, false },
	{ "setuid.not-readable", not_readable, false },
	{ "setuid.user-not-readable", set_user_not_readable, false },
	{ NULL, NULL, false },
};
