// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

static const struct {
	enum diag_level level;
	const char *name;
} kinds[] = {
	[DIAG_BAD_CHARACTER] = { DIAG_ERROR, "bad-character" },
	[DIAG_BAD_STRING] = { DIAG_ERROR, "bad-string" },
	[DIAG_EXPECTED] = { DIAG_ERROR, "expected" },
	[DIAG_UNKNOWN_WORD] = { DIAG_ERROR, "unknown-word" },
	[DIAG_DUPLICATE_SECTION] = { DIAG_ERROR, "duplicate-section" },
	[DIAG_DUPLICATE_CLAUSE] = { DIAG_ERROR, "duplicate-clause" },
	[DIAG_DUPLICATE_PURPOSE] = { DIAG_ERROR, "duplicate-purpose" },
	[DIAG_SYNTAX_FIRST] = { DIAG_ERROR, "syntax-first" },
	[DIAG_SYNTAX_VERSION] = { DIAG_ERROR, "syntax-version" },
	[DIAG_BAD_NAME] = { DIAG_ERROR, "bad-name" },
	[DIAG_BAD_NUMBER] = { DIAG_ERROR, "bad-number" },
	[DIAG_BAD_HEX] = { DIAG_ERROR, "bad-hex" },
	[DIAG_BAD_DATE] = { DIAG_ERROR, "bad-date" },
	[DIAG_BAD_PATH] = { DIAG_ERROR, "bad-path" },
	[DIAG_BAD_PORT] = { DIAG_ERROR, "bad-port" },
	[DIAG_BAD_ADDRESS] = { DIAG_ERROR, "bad-address" },
	[DIAG_BAD_USB] = { DIAG_ERROR, "bad-usb" },
	[DIAG_NOT_TEXT] = { DIAG_ERROR, "not-text" },
	[DIAG_LIMIT] = { DIAG_ERROR, "limit" },
	[DIAG_INCLUDE_UNREADABLE] = { DIAG_ERROR, "include-unreadable" },
	[DIAG_INCLUDE_CYCLE] = { DIAG_ERROR, "include-cycle" },
	[DIAG_DUPLICATE_INCLUDE] = { DIAG_ERROR, "duplicate-include" },
	[DIAG_UNKNOWN_CONSTANT] = { DIAG_ERROR, "unknown-constant" },
	[DIAG_DUPLICATE_CONSTANT] = { DIAG_ERROR, "duplicate-constant" },
	[DIAG_RECURSIVE_CONSTANT] = { DIAG_ERROR, "recursive-constant" },
	[DIAG_CONSTANT_TYPE] = { DIAG_ERROR, "constant-type" },
	[DIAG_CONSTANT_UNUSED] = { DIAG_WARNING, "constant-unused" },
	[DIAG_MISSING_POLICY] = { DIAG_ERROR, "missing-policy" },
	[DIAG_MISSING_CLAUSE] = { DIAG_ERROR, "missing-clause" },
	[DIAG_MISSING_DEFAULT] = { DIAG_ERROR, "missing-default" },
	[DIAG_CONTRADICTION] = { DIAG_ERROR, "contradiction" },
	[DIAG_ZERO_SERIAL] = { DIAG_ERROR, "zero-serial" },
	[DIAG_ZERO_DEVICE] = { DIAG_ERROR, "zero-device" },
	[DIAG_EMPTY_VALIDITY] = { DIAG_ERROR, "empty-validity" },
	[DIAG_NEEDS_CLOCK] = { DIAG_WARNING, "needs-clock" },
	[DIAG_VALIDITY_OVER] = { DIAG_WARNING, "validity-over" },
	[DIAG_DUPLICATE_KEY] = { DIAG_ERROR, "duplicate-key" },
	[DIAG_TOO_MANY_KEYS] = { DIAG_ERROR, "too-many-keys" },
	[DIAG_UNKNOWN_KEY] = { DIAG_ERROR, "unknown-key" },
	[DIAG_KEY_PURPOSE] = { DIAG_ERROR, "key-purpose" },
	[DIAG_KEY_UNUSED] = { DIAG_WARNING, "key-unused" },
	[DIAG_DUPLICATE_RULE] = { DIAG_ERROR, "duplicate-rule" },
	[DIAG_SHADOWED_RULE] = { DIAG_WARNING, "shadowed-rule" },
	[DIAG_NOTHING_RUNS] = { DIAG_ERROR, "nothing-runs" },
	[DIAG_UNMANAGED] = { DIAG_NOTE, "unmanaged" },
	[DIAG_NO_MODULES] = { DIAG_NOTE, "no-modules" },
	[DIAG_ANY_FIRMWARE] = { DIAG_NOTE, "any-firmware" },
	[DIAG_NOTHING_EXPECTED] = { DIAG_ERROR, "nothing-expected" },
	[DIAG_TPM_OPTIONAL] = { DIAG_NOTE, "tpm-optional" },
	[DIAG_BAD_PCR] = { DIAG_ERROR, "bad-pcr" },
	[DIAG_HALTS_ON_CHANGE] = { DIAG_WARNING, "halts-on-change" },
	[DIAG_ROLLBACK_EPOCH] = { DIAG_WARNING, "rollback-epoch" },
	[DIAG_CERT_UNREADABLE] = { DIAG_ERROR, "cert-unreadable" },
	[DIAG_CERT_MALFORMED] = { DIAG_ERROR, "cert-malformed" },
	[DIAG_CERT_KEY] = { DIAG_ERROR, "cert-key" },
	[DIAG_CERT_LARGE] = { DIAG_ERROR, "cert-large" },
	[DIAG_CERT_PIN] = { DIAG_ERROR, "cert-pin" },
	[DIAG_CERT_DUPLICATE] = { DIAG_ERROR, "cert-duplicate" },
	[DIAG_CERT_EXPIRED] = { DIAG_WARNING, "cert-expired" },
	[DIAG_CERT_EXPIRES] = { DIAG_WARNING, "cert-expires" },
	[DIAG_CERT_EARLY] = { DIAG_WARNING, "cert-early" },
	[DIAG_CERT_OUTSIDE] = { DIAG_WARNING, "cert-outside" },
	[DIAG_CERT_KEY_ID] = { DIAG_ERROR, "cert-key-id" },
	[DIAG_CERT_GIVEN_ID] = { DIAG_WARNING, "cert-given-id" },
	[DIAG_EXEC_KEY_SHARED] = { DIAG_WARNING, "exec-key-shared" },
	[DIAG_INIT_UNCOVERED] = { DIAG_WARNING, "init-uncovered" },
	[DIAG_UNLISTED] = { DIAG_WARNING, "unlisted" },
	[DIAG_SECOND_NAME] = { DIAG_WARNING, "second-name" },
	[DIAG_MANIFEST_STALE] = { DIAG_WARNING, "manifest-stale" },
	[DIAG_MANIFEST_REFUSED] = { DIAG_WARNING, "manifest-refused" },
	[DIAG_REVOKED_LISTED] = { DIAG_WARNING, "revoked-listed" },
	[DIAG_PATH_UNMATCHED] = { DIAG_WARNING, "path-unmatched" },
	[DIAG_SHARED_CONTENT] = { DIAG_WARNING, "shared-content" },
};

_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == DIAG_NR_KINDS, "a kind without a name");

const char *diag_kind_name(enum diag_kind kind)
{
	return kinds[kind].name;
}

enum diag_level diag_kind_level(enum diag_kind kind)
{
	return kinds[kind].level;
}
