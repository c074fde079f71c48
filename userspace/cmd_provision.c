// SPDX-License-Identifier: GPL-2.0-only
/* lorica provision: the place in which a device remembers the smallest epoch. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lib/epoch_store.h"
#include "lib/file.h"
#include "lib/option.h"
#include "lib/tpm.h"

static int failed(const char *detail)
{
	fprintf(stderr, "lorica provision: %s\n", detail);
	return EXIT_FAILED;
}

/* Without the newline that an editor leaves. */
static int read_password(const char *path, char **password, size_t *len)
{
	int ret = file_read(path, TPM_MAX_PASSWORD + 1, password, len);

	if (!ret && *len && (*password)[*len - 1] == '\n')
		(*len)--;
	if (!ret && *len > TPM_MAX_PASSWORD)
		ret = -EFBIG;
	if (ret)
		fprintf(stderr, "lorica provision: cannot read '%s': %s\n", path, strerror(-ret));
	return ret;
}

int cmd_provision(int argc, char **argv)
{
	struct epoch_store store = { 0 };
	const char *owner = NULL;
	const struct option_spec options[] = {
		{ "file", .text = &store.file, .once = true },
		{ "tpm", .text = &store.tpm, .once = true },
		{ "owner-password", .text = &owner, .once = true },
		{ 0 },
	};
	char detail[EPOCH_STORE_DETAIL], *password = NULL;
	size_t len = 0;
	u64 epoch;
	int ret = option_parse_all(argc, argv, options);

	if (ret)
		return ret;
	if (store.file && (store.tpm || owner))
		return cmd_usage("provision", "either a file or the TPM");
	if (owner && read_password(owner, &password, &len)) {
		free(password);
		return EXIT_FAILED;
	}
	ret = epoch_store_create(&store, (const u8 *)password, len, detail);
	free(password);
	if (!ret)
		ret = epoch_store_read(&store, &epoch, detail);
	if (ret)
		return failed(detail);
	if (!globals.quiet)
		printf("lorica provision: policies of this device need an epoch of %llu or more\n",
		       (unsigned long long)epoch);
	return EXIT_OK;
}
