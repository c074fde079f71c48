// SPDX-License-Identifier: GPL-2.0-only
#include "lint.h"

#include <string.h>

#include "suggest.h"

/* What is reported when a policy is good: every kind that is no error. */
/* clang-format off */
static const struct {
	enum diag_kind kind;
	const char *about;
} lints_known[] = {
	{ DIAG_NEEDS_CLOCK, "valid-from or valid-until: the device needs a clock" },
	{ DIAG_VALIDITY_OVER, "valid-until is in the past" },
	{ DIAG_KEY_UNUSED, "no rule uses a key" },
	{ DIAG_SHADOWED_RULE, "without a rule the policy would mean the same" },
	{ DIAG_CONSTANT_UNUSED, "nothing uses a constant of the main file" },
	{ DIAG_HALTS_ON_CHANGE, "a device that is sound halts when something changes" },
	{ DIAG_ROLLBACK_EPOCH, "'rollback tpm', and epoch 0, which is refused at boot" },
	{ DIAG_CERT_EXPIRED, "a certificate has expired; the kernel ignores that" },
	{ DIAG_CERT_EXPIRES, "a certificate expires within 90 days; the kernel will ignore that" },
	{ DIAG_CERT_EARLY, "a certificate is not valid yet; the kernel ignores that" },
	{ DIAG_CERT_OUTSIDE, "a certificate is not below the directory of the policy" },
	{ DIAG_CERT_GIVEN_ID, "a key signs files under an id that evmctl has to be told" },
	{ DIAG_EXEC_KEY_SHARED, "a key signs files and is for something else, too" },
	{ DIAG_INIT_UNCOVERED, "enforce, default deny, and no manifest lists init or what it needs" },
	{ DIAG_UNLISTED, "code in a tree is in no manifest" },
	{ DIAG_SECOND_NAME, "a file is in no manifest, but its content is, under another path" },
	{ DIAG_MANIFEST_STALE, "a manifest lists files that no tree has" },
	{ DIAG_MANIFEST_REFUSED, "a device with this policy would refuse a manifest" },
	{ DIAG_REVOKED_LISTED, "a manifest lists what the policy revokes" },
	{ DIAG_PATH_UNMATCHED, "no tree has a path that a rule names" },
	{ DIAG_SHARED_CONTENT, "a rule names a program whose content has other names, too" },
	{ DIAG_UNMANAGED, "there is no section, so it is not managed (a note)" },
	{ DIAG_NO_MODULES, "enforce and no rule: no kernel module loads after the seal (a note)" },
	{ DIAG_ANY_FIRMWARE, "'firmware allow': any firmware loads (a note)" },
	{ DIAG_TPM_OPTIONAL, "PCRs are expected, and 'tpm required' is not said (a note)" },
};
/* clang-format on */

enum { NR_KNOWN = sizeof(lints_known) / sizeof(lints_known[0]) };

/* Sets the kinds of a name; false when there is none. */
static bool set(struct lints *lints, const char *name, bool off)
{
	bool all = !strcmp(name, "all"), found = false;
	size_t i;

	for (i = 0; i < NR_KNOWN; i++) {
		if (!all && strcmp(name, diag_kind_name(lints_known[i].kind)))
			continue;
		lints->off[lints_known[i].kind] = off;
		found = true;
	}
	return found;
}

/* A name may begin with "no-" itself, so the whole word comes first. */
bool lint_set(struct lints *lints, const char *word)
{
	return set(lints, word, false) || (!strncmp(word, "no-", 3) && set(lints, word + 3, true));
}

const char *lint_near(const char *word)
{
	const char *names[NR_KNOWN];
	size_t i;

	for (i = 0; i < NR_KNOWN; i++)
		names[i] = diag_kind_name(lints_known[i].kind);
	return suggest_word(strncmp(word, "no-", 3) ? word : word + 3, names, NR_KNOWN);
}

void lint_list(FILE *to)
{
	size_t i;

	for (i = 0; i < NR_KNOWN; i++)
		fprintf(to, "%-16s %s\n", diag_kind_name(lints_known[i].kind),
			lints_known[i].about);
}
