// SPDX-License-Identifier: GPL-2.0-only
#include "refusal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "file.h"
#include "json.h"
#include "kernel/limits.h"
#include "kernel/reason.h"
#include "kernel/shim.h"
#include "userspace/cmd.h"

/* clang-format off */
#define E(name) { name, #name }

/* Those that kernel/reason.c uses; strerrorname_np(3) is glibc's alone. */
static const struct {
	int err;
	const char *name;
} names[] = {
	{ 0, "0" },
	E(E2BIG), E(EACCES), E(EALREADY), E(EBADMSG), E(EBADRQC), E(ECANCELED), E(EDOM), E(EEXIST), E(EFBIG), E(EILSEQ), E(EINVAL),
	E(EKEYEXPIRED), E(EKEYREJECTED), E(EKEYREVOKED), E(ELNRNG), E(ENODATA), E(ENODEV), E(ENOENT), E(ENOKEY), E(ENOLINK),
	E(ENOMEM), E(ENOMSG), E(ENOPKG), E(ENOSPC), E(ENOTBLK), E(ENOTRECOVERABLE), E(ENOTUNIQ), E(ENXIO), E(EOPNOTSUPP),
	E(EOVERFLOW), E(EPERM), E(EPROTO), E(EPROTONOSUPPORT), E(EPROTOTYPE), E(ERANGE),
	E(ESTALE), E(ETIME), E(EUCLEAN), E(EUNATCH), E(EXDEV),
};

#undef E
/* clang-format on */

const char *refusal_errno_name(enum lorica_reason reason)
{
	int err = -lorica_reason_errno(reason);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].err == err)
			return names[i].name;
	return strerror(err);
}

static const char *shown(const char *path)
{
	return strcmp(path, "-") ? path : "standard input";
}

int refusal_say(const char *path, enum lorica_reason reason)
{
	struct json j;

	fprintf(stderr, "lorica: '%s' is refused: %s: %s (%s)\n", shown(path),
		lorica_reason_name(reason), lorica_reason_text(reason), refusal_errno_name(reason));
	if (!globals.json)
		return EXIT_REJECTED;
	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_text(&j, "file", path);
	json_bool(&j, "accepted", false);
	json_text(&j, "reason", lorica_reason_name(reason));
	json_text(&j, "text", lorica_reason_text(reason));
	json_text(&j, "errno", refusal_errno_name(reason));
	json_close(&j, '}');
	return EXIT_REJECTED;
}

int refusal_read(const char *path, unsigned char **data, size_t *len)
{
	int err = file_read(path, LORICA_MAX_STATEMENT, (char **)data, len);

	if (err == -EFBIG)
		return refusal_say(path, LORICA_R_OVERSIZED);
	if (err) {
		fprintf(stderr, "lorica: cannot read '%s': %s\n", shown(path), strerror(-err));
		return EXIT_FAILED;
	}
	return EXIT_OK;
}
