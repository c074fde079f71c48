// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware: code for a processor that is not the CPU, by each way that a driver
 * can get it. The kernel's own test driver asks for whatever it is told to.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRIVER "/sys/devices/virtual/misc/test_firmware/"
#define PLACE "/lib/firmware/"
#define CLASS "/sys/class/firmware/"
#define FIELD "/opt/field/" /* of the scenario `signed` */

/* What the image has in its manifest, plain and packed. */
#define LISTED "lorica-listed.bin"
#define PACKED "lorica-packed.bin"
/* Asked for in no other way: for the driver that caches it there are no parts. */
#define WHOLE "lorica-whole.bin"

static const char evil[] = "unlisted firmware";

/* The test driver, which is a listed module. NULL, or why there is none. */
static const char *no_driver(void)
{
	struct utsname uts;
	char path[256];
	int fd;

	if (exists(DRIVER))
		return NULL;
	uname(&uts);
	snprintf(path, sizeof(path), "/usr/lib/modules/%s/test_firmware.ko", uts.release);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST) {
		close(fd);
		return strerror(errno);
	}
	close(fd);
	return exists(DRIVER) ? NULL : "it has no node";
}

static int ask(const char *name)
{
	return write_text(DRIVER "trigger_request", name);
}

static int make_file(const char *path, const char *text)
{
	close(creat(path, 0644));
	return write_text(path, text);
}

/* Does what the driver got begin with @text? */
static bool got(const char *text)
{
	char buf[256] = "";

	return read_text("/dev/test_firmware", buf, sizeof(buf)) > 0 &&
	       !strncmp(buf, text, strlen(text));
}

static enum result control_listed(void)
{
	const char *why = no_driver();

	if (why)
		return say(SKIPPED, "test_firmware: %s", why);
	if (ask(LISTED))
		return say(WRONG, "control: listed firmware: %s", strerror(errno));
	return got("listed firmware") ? REFUSED : say(WRONG, "control: other bytes arrived");
}

/* Puts @path there, asks for @name, and takes it away again. */
static enum result refused_at(const char *path, const char *name)
{
	int ret = ask(name), err = errno;

	unlink(path);
	errno = err;
	return expect_errno("unlisted firmware", ret, EACCES);
}

static enum result unlisted(void)
{
	if (control_listed() != REFUSED)
		return said();
	if (make_file(PLACE "lorica-evil.bin", evil))
		return say(WRONG, "write: %s", strerror(errno));
	return refused_at(PLACE "lorica-evil.bin", "lorica-evil.bin");
}

static enum result flipped(void)
{
	if (control_listed() != REFUSED)
		return said();
	if (copy_flipped(PLACE LISTED, PLACE "lorica-flip.bin"))
		return say(WRONG, "copy: %s", strerror(errno));
	return refused_at(PLACE "lorica-flip.bin", "lorica-flip.bin");
}

static unsigned long denied(void)
{
	char value[32] = "0";

	status_value("denied", value, sizeof(value));
	return strtoul(value, NULL, 10);
}

/* root may say where the kernel looks first. */
static enum result refused_in(const char *dir, const char *name)
{
	static const char parameter[] = "/sys/module/firmware_class/parameters/path";
	unsigned long before = denied();
	int ret, err;

	if (write_text(parameter, dir))
		return say(WRONG, "%s: %s", parameter, strerror(errno));
	ret = ask(name);
	err = errno;
	write_text(parameter, "\n");
	if (ret && denied() == before)
		return say(WRONG, "control: the kernel did not look there");
	/* It goes on to the other places, and tells what it met at the last one. */
	errno = err;
	return expect_errno("unlisted firmware", ret, ENOENT);
}

static enum result other_place(void)
{
	char here[256];

	if (control_listed() != REFUSED)
		return said();
	if (!getcwd(here, sizeof(here)) || make_file("lorica-other.bin", evil))
		return say(WRONG, "write: %s", strerror(errno));
	return refused_in(here, "lorica-other.bin");
}

/* Code by its fs-verity digest, which says nothing of bytes in a driver's buffer. */
static enum result sealed(void)
{
	if (control_listed() != REFUSED)
		return said();
	if (control("a sealed program", run(VERITY "prog", NULL)) != REFUSED)
		return said();
	return refused_in("/attack/verity", "prog");
}

/* Code by its signature in security.ima: a key for programs makes no firmware. */
static enum result with_signature(void)
{
	if (control_listed() != REFUSED)
		return said();
	if (control("a signed program", run(FIELD "prog", NULL)) != REFUSED)
		return said();
	return refused_in("/opt/field", "prog");
}

/* The packed file is judged, before the kernel unpacks it. */
static enum result packed(void)
{
	static const char at[] = PLACE "lorica-flip.bin.xz";

	if (control_listed() != REFUSED)
		return said();
	if (ask(PACKED))
		return say(errno == ENOENT ? SKIPPED : WRONG, "control: packed firmware: %s",
			   strerror(errno));
	if (!got("packed firmware"))
		return say(WRONG, "control: other bytes arrived");
	if (copy_flipped(PLACE PACKED ".xz", at))
		return say(WRONG, "copy: %s", strerror(errno));
	return refused_at(at, "lorica-flip.bin");
}

/* A driver that asks for a part of a file: no digest of it can be known. */
static enum result part(void)
{
	char value[32] = "";

	if (control_listed() != REFUSED)
		return said();
	write_text(DRIVER "reset", "1");
	if (write_text(DRIVER "config_into_buf", "1") || write_text(DRIVER "config_partial", "1") ||
	    write_text(DRIVER "config_num_requests", "1") ||
	    write_text(DRIVER "config_buf_size", "64") || write_text(DRIVER "config_name", WHOLE))
		return say(SKIPPED, "no partial requests: %s", strerror(errno));
	/* All of it, for a control. */
	if (write_text(DRIVER "trigger_batched_requests", "1") ||
	    read_text(DRIVER "test_result", value, sizeof(value)) < 0 || atoi(value))
		return say(WRONG, "control: the whole into a buffer: %s", value);
	write_text(DRIVER "release_all_firmware", "1");
	write_text(DRIVER "config_file_offset", "1");
	if (write_text(DRIVER "trigger_batched_requests", "1") ||
	    read_text(DRIVER "test_result", value, sizeof(value)) < 0)
		return say(WRONG, "trigger: %s", strerror(errno));
	write_text(DRIVER "release_all_firmware", "1");
	write_text(DRIVER "reset", "1");
	errno = -atoi(value);
	return expect_errno("a part of listed firmware", atoi(value) ? -1 : 0, EACCES);
}

/* Hands @data over through sysfs, as an agent in user space would. */
static int hand_over(const char *name, const char *data)
{
	char loading[128], to[128];
	int i;

	snprintf(loading, sizeof(loading), CLASS "%s/loading", name);
	snprintf(to, sizeof(to), CLASS "%s/data", name);
	for (i = 0; i < 100 && !exists(loading); i++)
		usleep(20000);
	if (write_text(loading, "1") || write_text(to, data))
		return 0; /* no interface: the caller sees that nothing was refused */
	return write_text(loading, "0") ? -errno : 1;
}

/* Returns as hand_over(), and what the driver says in @driver. */
static int fall_back(const char *name, const char *data, int *driver)
{
	pid_t pid = fork();
	int status = 0, ret;

	if (!pid)
		_exit(write_text(DRIVER "trigger_custom_fallback", name) ? errno : 0);
	ret = hand_over(name, data);
	if (!ret)
		kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	*driver = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return ret;
}

static enum result sysfs(void)
{
	char listed[256] = "";
	int driver, ret;

	if (control_listed() != REFUSED)
		return said();
	if (!exists("/sys/class/firmware/timeout"))
		return say(SKIPPED, "no fallback to user space");
	if (read_text(PLACE LISTED, listed, sizeof(listed)) <= 0)
		return say(WRONG, "read: %s", strerror(errno));
	ret = fall_back("lorica-good", listed, &driver);
	if (ret != 1 || driver)
		return say(WRONG, "control: listed bytes by sysfs: %d, driver %s", ret,
			   strerror(driver));
	ret = fall_back("lorica-evil", evil, &driver);
	if (ret == 1 || !driver)
		return say(WORKED, "the driver got unlisted bytes by sysfs");
	errno = -ret;
	return expect_errno("unlisted bytes by sysfs", ret ? -1 : 0, EACCES);
}

static int upload(const char *name, const char *data)
{
	int ret;

	if (write_text(DRIVER "upload_register", name))
		return 0;
	ret = hand_over(name, data);
	/* The driver is at work with what it was given for a moment. */
	while (write_text(DRIVER "upload_unregister", name) && errno == EBUSY)
		usleep(20000);
	return ret;
}

/* Without a request of a driver: user space begins. */
static enum result uploaded(void)
{
	char listed[256] = "";
	int ret;

	if (control_listed() != REFUSED)
		return said();
	if (!exists(DRIVER "upload_register"))
		return say(SKIPPED, "no upload");
	if (read_text(PLACE LISTED, listed, sizeof(listed)) <= 0)
		return say(WRONG, "read: %s", strerror(errno));
	ret = upload("lorica-good", listed);
	if (!ret)
		return say(SKIPPED, "no upload");
	if (ret != 1)
		return say(WRONG, "control: listed bytes: %s", strerror(-ret));
	ret = upload("lorica-evil", evil);
	errno = -ret;
	return expect_errno("an upload of unlisted bytes", ret, EACCES);
}

const struct probe firmware_probes[] = {
	{ "firmware.unlisted", unlisted, false },
	{ "firmware.flipped", flipped, false },
	{ "firmware.other-place", other_place, false },
	{ "firmware.packed", packed, false },
	{ "firmware.part", part, false },
	{ "firmware.sysfs", sysfs, false },
	{ "firmware.upload", uploaded, false },
	/* For scenarios that have what these need. */
	{ "firmware.sealed", sealed, true },
	{ "firmware.with-signature", with_signature, true },
	{ NULL, NULL, false },
};
