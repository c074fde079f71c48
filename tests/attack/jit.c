// SPDX-License-Identifier: GPL-2.0-only
/* A real JIT: it works for the program that the policy excepts, and fails in a clean way for its twin. */
#include "probe.h"

#include <string.h>
#include <sys/wait.h>

#define TWIN SIGNED "luajit" /* Debian's with a byte behind its end: another digest */

static const char luajit[] = "/usr/bin/luajit";

/* Says how often code was made, and a sum that needs no code. */
static const char program[] =
	"local n = 0; jit.attach(function(w) if w == 'stop' then n = n + 1 end end, 'trace') "
	"local s = 0; for i = 1, 300000 do s = s + i % 7 end "
	"print(n > 0 and 'EVIL' or 'NOJIT', s)";

static enum result traces(void)
{
	struct ran ran;

	if (!exists(luajit) || !exists(TWIN))
		return say(SKIPPED, "no luajit");
	ran = run(luajit, "-e", program, NULL);
	if (ran.err || !strstr(ran.out, "EVIL\t899998"))
		return say(WRONG, "control: the excepted JIT said '%s'", ran.out);
	ran = run(TWIN, "-joff", "-e", program, NULL);
	if (ran.err || !strstr(ran.out, "NOJIT\t899998"))
		return say(WRONG, "control: its twin without JIT said '%s'", ran.out);
	ran = run(TWIN, "-e", program, NULL);
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "a JIT that is not excepted made code");
	if (ran.err || !WIFEXITED(ran.status))
		return say(WRONG, "it died: status %#x", ran.status);
	/* In its own words: "runtime code generation failed, restricted kernel?" */
	return strstr(ran.out, "code generation failed") || strstr(ran.out, "NOJIT") ?
		       REFUSED :
		       say(WRONG, "it said '%s'", ran.out);
}

const struct probe jit_probes[] = {
	{ "jit.luajit", traces, false },
	{ NULL, NULL, false },
};
