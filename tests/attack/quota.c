// SPDX-License-Identifier: GPL-2.0-only
/* A file in which the kernel counts quotas: it writes there by itself, below the page cache. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/quota.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#define DISK "/dev/vda" /* of the root file system */

enum { OLD_FORMAT = 1 }; /* any file is one whose size is a multiple of 40 */

/* NULL, or why the kernel cannot read the format. */
static const char *no_format(void)
{
	struct utsname uts;
	char path[256];
	int fd, err;

	uname(&uts);
	snprintf(path, sizeof(path), "/usr/lib/modules/%s/quota_v1.ko", uts.release);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	err = syscall(SYS_finit_module, fd, "", 0) ? errno : 0;
	close(fd);
	return err && err != EEXIST ? strerror(err) : NULL;
}

static enum result counted(void)
{
	const char *why = no_format();
	enum result result;
	char here[256], path[300];

	if (why)
		return say(SKIPPED, "quota_v1: %s", why);
	if (copy_file(SIGNED "quota", "one") || copy_file(SIGNED "quota", "two") ||
	    !getcwd(here, sizeof(here)))
		return say(WRONG, "copy: %s", strerror(errno));
	if (control("a copy that counts nothing", run("./one", NULL)) != REFUSED)
		return said();
	if (mount(NULL, "/", NULL, MS_REMOUNT, "usrquota"))
		return say(SKIPPED, "remount with quotas: %s", strerror(errno));
	snprintf(path, sizeof(path), "%s/two", here);
	if (quotactl(QCMD(Q_QUOTAON, USRQUOTA), DISK, OLD_FORMAT, path))
		result = say(WRONG, "quotas on: %s", strerror(errno));
	else
		result = judge("a file in which the kernel counts", run("./two", NULL), EACCES);
	quotactl(QCMD(Q_QUOTAOFF, USRQUOTA), DISK, 0, NULL);
	mount(NULL, "/", NULL, MS_REMOUNT, "noquota");
	return result;
}

const struct probe quota_probes[] = {
	{ "quota.counted", counted, false },
	{ NULL, NULL, false },
};
