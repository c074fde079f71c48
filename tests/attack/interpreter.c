// SPDX-License-Identifier: GPL-2.0-only
/* Scripts that nothing lists, brought before interpreters that the policy names. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PYTHON "/usr/bin/python3"
#define SHELL "/bin/sh"
#define GOOD SIGNED "good.py"
#define EVIL UNSIGNED "evil.py"
#define DATA "/var/lib/data" /* where Python has its data, in policy.lorica of the scenario */

static unsigned long denied(void)
{
	char value[32] = "0";

	status_value("denied", value, sizeof(value));
	return strtoul(value, NULL, 10);
}

/* The interpreter runs and says in its own words what it could not read. */
static enum result refused(const char *what, struct ran ran, unsigned long before)
{
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "%s became code", what);
	if (ran.err || !WIFEXITED(ran.status) || !WEXITSTATUS(ran.status))
		return say(WRONG, "%s: errno %d, status %#x, said '%s'", what, ran.err, ran.status,
			   ran.out);
	return denied() == before ? say(WRONG, "%s: nothing was denied", what) : REFUSED;
}

static enum result argument(void)
{
	unsigned long before;

	if (control("a listed script", run(PYTHON, GOOD, NULL)) != REFUSED)
		return said();
	before = denied();
	return refused("a script as an argument", run(PYTHON, EVIL, NULL), before);
}

static enum result shell_argument(void)
{
	unsigned long before;

	if (control("a listed script", run(SHELL, SIGNED "good.sh", NULL)) != REFUSED)
		return said();
	before = denied();
	return refused("a script as an argument", run(SHELL, UNSIGNED "script.sh", NULL), before);
}

static enum result sourced(void)
{
	unsigned long before;

	if (control("a listed script", run(SHELL, "-c", ". " SIGNED "good.sh", NULL)) != REFUSED)
		return said();
	before = denied();
	return refused("a sourced script", run(SHELL, "-c", ". " UNSIGNED "script.sh", NULL),
		       before);
}

static enum result redirected(void)
{
	unsigned long before = denied();

	return refused("a script that a shell opens for another",
		       run(SHELL, "-c", PYTHON " <" EVIL, NULL), before);
}

static enum result imported(void)
{
	unsigned long before;

	if (control("a listed module",
		    run(PYTHON, "-B", "-c",
			"import sys; sys.path.insert(0, '" SIGNED "'); import good", NULL)) !=
	    REFUSED)
		return said();
	before = denied();
	return refused("a module",
		       run(PYTHON, "-B", "-c",
			   "import sys; sys.path.insert(0, '" UNSIGNED "'); import evil", NULL),
		       before);
}

static enum result compiled(void)
{
	struct ran ran = run(PYTHON, "-c",
			     "import marshal, importlib.util as u; "
			     "open('evil.pyc', 'wb').write(u.MAGIC_NUMBER + bytes(12) + "
			     "marshal.dumps(compile(\"print('EV' + 'IL')\", 'x', 'exec')))",
			     NULL);
	unsigned long before = denied();

	if (ran.err || ran.status || !exists("evil.pyc"))
		return say(WRONG, "control: cannot make byte code: '%s'", ran.out);
	return refused("byte code", run(PYTHON, "./evil.pyc", NULL), before);
}

static enum result copied(void)
{
	if (copy_file(GOOD, "copy.py"))
		return say(WRONG, "copy: %s", strerror(errno));
	return control("a copy", run(PYTHON, "copy.py", NULL));
}

static enum result changed(void)
{
	unsigned long before;

	/* A copy is the same script, wherever it is. */
	if (copied() != REFUSED)
		return said();
	if (copy_file(GOOD, "changed.py"))
		return say(WRONG, "copy: %s", strerror(errno));
	if (overwrite("changed.py", "print('EVIL')\n", 14))
		return say(WRONG, "overwrite: %s", strerror(errno));
	before = denied();
	return refused("a changed script", run(PYTHON, "changed.py", NULL), before);
}

/* What was read as code stays as it was read. */
static enum result rewritten(void)
{
	if (copied() != REFUSED)
		return said();
	return expect_errno("open for writing", open("copy.py", O_WRONLY), ETXTBSY);
}

static enum result with_writer(void)
{
	unsigned long before;
	int fd;

	if (copy_file(GOOD, "copy.py"))
		return say(WRONG, "copy: %s", strerror(errno));
	fd = open("copy.py", O_RDWR);
	before = denied();
	if (refused("a script with a writer", run(PYTHON, "copy.py", NULL), before) != REFUSED)
		return said();
	close(fd);
	return control("the same without one", run(PYTHON, "copy.py", NULL));
}

static enum result prepare_data(void)
{
	mkdir(DATA, 0755);
	unlink(DATA "/file");
	if (copy_file(UNSIGNED "script.sh", DATA "/file"))
		return say(WRONG, "copy: %s", strerror(errno));
	return control("what lies among the data",
		       run(PYTHON, "-c", "open('" DATA "/file').read() and print('SIGNED')", NULL));
}

/* The place of a file is where it lies, not by which name it was reached. */
static enum result symlinked(void)
{
	unsigned long before;

	if (prepare_data() != REFUSED)
		return said();
	unlink(DATA "/link.py");
	if (symlink(EVIL, DATA "/link.py"))
		return say(WRONG, "symlink: %s", strerror(errno));
	before = denied();
	return refused("a link among the data", run(PYTHON, DATA "/link.py", NULL), before);
}

static enum result mounted(void)
{
	unsigned long before;

	if (prepare_data() != REFUSED)
		return said();
	if (own_mounts() || mount_tmpfs(DATA) || copy_file(EVIL, DATA "/evil.py"))
		return say(WRONG, "mount: %s", strerror(errno));
	before = denied();
	return refused("a script on a file system of one's own, over the data",
		       run(PYTHON, DATA "/evil.py", NULL), before);
}

static enum result bind_mounted(void)
{
	unsigned long before;

	if (prepare_data() != REFUSED)
		return said();
	if (own_mounts() || mount(UNSIGNED, DATA, NULL, MS_BIND, NULL))
		return say(WRONG, "mount: %s", strerror(errno));
	before = denied();
	return refused("a directory bound over the data", run(PYTHON, DATA "/evil.py", NULL),
		       before);
}

/* The data of one interpreter is not that of another. */
static enum result other_data(void)
{
	unsigned long before;

	if (prepare_data() != REFUSED)
		return said();
	before = denied();
	return refused("a script among the data of another", run(SHELL, DATA "/file", NULL),
		       before);
}

static void start_by_fd(void *ctx)
{
	int fd = open(EVIL, O_RDONLY);
	char *args[] = { "python3", "/proc/self/fd/9", NULL }, *none[] = { NULL };

	(void)ctx;
	if (dup2(fd, 9) == 9)
		execve(PYTHON, args, none);
}

static enum result by_descriptor(void)
{
	unsigned long before = denied();

	return refused("a script by /proc/self/fd", run_by(start_by_fd, NULL), before);
}

static void start_by_memfd(void *ctx)
{
	static const char text[] = "print('EV' + 'IL')\n";
	int fd = memfd_create("script", 0);
	char *args[] = { "python3", "/proc/self/fd/9", NULL }, *none[] = { NULL };

	(void)ctx;
	if (write(fd, text, sizeof(text) - 1) == sizeof(text) - 1 && dup2(fd, 9) == 9)
		execve(PYTHON, args, none);
}

static enum result in_memory(void)
{
	unsigned long before = denied();

	if (refused("a memfd", run_by(start_by_memfd, NULL), before) != REFUSED)
		return said();
	mkdir("memory", 0755);
	if (own_mounts() || mount_tmpfs("memory") || copy_file(EVIL, "memory/evil.py"))
		return say(WRONG, "mount: %s", strerror(errno));
	before = denied();
	return refused("a script on a tmpfs", run(PYTHON, "memory/evil.py", NULL), before);
}

static enum result by_loader(void)
{
	unsigned long before;

	if (control("a listed script", run("/usr/bin/ld.so", PYTHON, GOOD, NULL)) != REFUSED)
		return said();
	before = denied();
	return refused("a script, by the dynamic loader", run("/usr/bin/ld.so", PYTHON, EVIL, NULL),
		       before);
}

/* For whoever else it is data. */
static enum result others(void)
{
	struct ran ran = run("/usr/bin/cat", EVIL, NULL);

	if (ran.err || !strstr(ran.out, "EVIL"))
		return say(WRONG, "control: another program cannot read it: '%s'", ran.out);
	return REFUSED;
}

const struct probe interpreter_probes[] = {
	{ "interpreter.argument", argument, true },
	{ "interpreter.shell-argument", shell_argument, true },
	{ "interpreter.sourced", sourced, true },
	{ "interpreter.redirected", redirected, true },
	{ "interpreter.imported", imported, true },
	{ "interpreter.compiled", compiled, true },
	{ "interpreter.changed", changed, true },
	{ "interpreter.rewritten", rewritten, true },
	{ "interpreter.with-writer", with_writer, true },
	{ "interpreter.symlinked", symlinked, true },
	{ "interpreter.mounted", mounted, true },
	{ "interpreter.bind-mounted", bind_mounted, true },
	{ "interpreter.other-data", other_data, true },
	{ "interpreter.by-descriptor", by_descriptor, true },
	{ "interpreter.in-memory", in_memory, true },
	{ "interpreter.by-loader", by_loader, true },
	{ "interpreter.others", others, true },
	{ NULL, NULL, false },
};
