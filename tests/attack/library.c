// SPDX-License-Identifier: GPL-2.0-only
/* Every way to have the dynamic loader put an unlisted library into a listed program. */
#include "probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char evil[] = UNSIGNED "lib.so", good[] = SIGNED "victim.so";

struct wish {
	const char *variable, *value, *program;
};

static void start_with(void *ctx)
{
	const struct wish *wish = ctx;

	if (wish->variable)
		setenv(wish->variable, wish->value, 1);
	execl(wish->program, wish->program, NULL);
}

/* The loader tells of a library that it could not map, and the constructor leaves a marker. */
static enum result judge_library(const char *how, const struct ran *ran)
{
	if (exists("/tmp/evil-lib-ran"))
		return say(WORKED, "%s: the constructor of the unlisted library ran", how);
	if (ran->err)
		return say(WRONG, "%s: the program did not start: %s", how, strerror(ran->err));
	if (!strstr(ran->out, "failed to map segment"))
		return say(WRONG, "%s: the loader did not try it, and said '%.200s'", how,
			   ran->out);
	return REFUSED;
}

/* An auditor has to have a function that the listed library has not; that one is passed over. */
static enum result audit(void)
{
	struct wish wish = { "LD_AUDIT", good, SIGNED "dlopener" };
	struct ran ran = run_by(start_with, &wish);

	if (ran.err || !strstr(ran.out, "LOADED") || strstr(ran.out, "failed to map"))
		return say(WRONG, "control: LD_AUDIT of a listed library: %s", ran.out);
	wish.value = evil;
	ran = run_by(start_with, &wish);
	return judge_library("LD_AUDIT", &ran);
}

/* @program needs victim.so and finds it in ./, which is the attacker's. */
static enum result beside(const char *how, const char *program, const char *variable)
{
	struct wish wish = { variable, ".", "./program" };
	struct ran ran;

	if (copy_file(program, "program") || copy_file(good, "victim.so"))
		return say(WRONG, "copy: %s", strerror(errno));
	if (control(how, run_by(start_with, &wish)) != REFUSED)
		return said();
	if (unlink("victim.so") || copy_file(evil, "victim.so"))
		return say(WRONG, "replace: %s", strerror(errno));
	ran = run_by(start_with, &wish);
	return judge_library(how, &ran);
}

static enum result rpath(void)
{
	return beside("RPATH $ORIGIN", SIGNED "rpath", NULL);
}

static enum result runpath(void)
{
	return beside("RUNPATH $ORIGIN", SIGNED "runpath", NULL);
}

static enum result library_path(void)
{
	struct wish wish = { "LD_LIBRARY_PATH", ".", SIGNED "runpath" };
	struct ran ran;

	/* It goes before RUNPATH. */
	if (control("LD_LIBRARY_PATH", run_by(start_with, &wish)) != REFUSED)
		return said();
	if (copy_file(evil, "victim.so"))
		return say(WRONG, "copy: %s", strerror(errno));
	ran = run_by(start_with, &wish);
	return judge_library("LD_LIBRARY_PATH", &ran);
}

static enum result preload_file(void)
{
	static const char list[] = "/etc/ld.so.preload";
	struct wish wish = { .program = SIGNED "dlopener" };
	struct ran ran;

	if (exists(list) || copy_file("/dev/null", list))
		return say(WRONG, "%s: %s", list, strerror(errno));
	if (write_text(list, evil)) {
		unlink(list);
		return say(WRONG, "%s: %s", list, strerror(errno));
	}
	ran = run_by(start_with, &wish);
	unlink(list);
	return judge_library(list, &ran);
}

const struct probe library_probes[] = {
	{ "library.ld-audit", audit, false },
	{ "library.rpath", rpath, false },
	{ "library.runpath", runpath, false },
	{ "library.ld-library-path", library_path, false },
	{ "library.ld-so-preload", preload_file, false },
	{ NULL, NULL, false },
};
