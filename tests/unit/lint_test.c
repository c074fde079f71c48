// SPDX-License-Identifier: GPL-2.0-only
/* Every kind that is no error has a name that turns it on and off, and no error has one. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "userspace/lib/lint.h"

static bool is_off(const char *word, enum diag_kind kind)
{
	struct lints lints = { 0 };

	return lint_set(&lints, word) && lints.off[kind];
}

static void kind(enum diag_kind kind)
{
	const char *name = diag_kind_name(kind);
	struct lints lints = { 0 };
	char off[64] = "no-";

	strcat(off, name);
	if (diag_kind_level(kind) == DIAG_ERROR) {
		ok(!lint_set(&lints, name) && !lint_set(&lints, off), "%s is an error", name);
		ok(!is_off("no-all", kind), "%s stays on", name);
		return;
	}
	ok(is_off(off, kind) && !is_off(name, kind), "%s", name);
	ok(is_off("no-all", kind) && !is_off("all", kind), "%s is one of all", name);
	lint_set(&lints, "no-all");
	ok(lint_set(&lints, name) && !lints.off[kind], "%s alone", name);
}

int main(void)
{
	struct lints lints = { 0 };
	enum diag_kind i;

	for (i = 0; i < DIAG_NR_KINDS; i++)
		kind(i);
	ok(!lint_set(&lints, "") && !lint_set(&lints, "no-") && !lint_set(&lints, "no-no-all"),
	   "what is no name");
	ok(!strcmp(lint_near("key-unsed"), "key-unused"), "a near name");
	ok(!strcmp(lint_near("no-cert-expird"), "cert-expired"), "a near name that is turned off");
	ok(!lint_near("xyz"), "no near name");
	return tap_done();
}
