// SPDX-License-Identifier: GPL-2.0-only
/* lorica mark-good: what runs has proved itself, so nothing older may come back. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lib/epoch_store.h"
#include "lib/node.h"
#include "lib/number.h"
#include "lib/option.h"

/* "NAME serial N epoch N sha256 HEX" */
static bool epoch_of(const char *policy, u64 *epoch)
{
	static const char key[] = " epoch ";
	const char *at = strstr(policy, key);
	char digits[24];

	if (!at)
		return false;
	at += sizeof(key) - 1;
	snprintf(digits, sizeof(digits), "%.*s", (int)strcspn(at, " "), at);
	return !number_parse(digits, UINT64_MAX, epoch);
}

/* The epoch of the policy that is in force, if this boot is one to be content with. */
static int active_epoch(u64 *epoch)
{
	char *status, value[256];
	int ret = node_read("status", &status);

	if (ret) {
		fprintf(stderr, "lorica mark-good: cannot read the module's status: %s\n",
			strerror(-ret));
		return node_exit(ret);
	}
	ret = EXIT_OK;
	if (!node_value(status, "policy", value, sizeof(value)) || !epoch_of(value, epoch)) {
		fprintf(stderr, "lorica mark-good: no policy is in force\n");
		ret = EXIT_FAILED;
	} else if (node_value(status, "boot", value, sizeof(value)) && !strcmp(value, "failed")) {
		fprintf(stderr,
			"lorica mark-good: the policy says that this boot is not as it expects\n");
		ret = EXIT_CHECK_NO;
	}
	free(status);
	return ret;
}

int cmd_mark_good(int argc, char **argv)
{
	struct epoch_store store = { 0 };
	const struct option_spec options[] = {
		{ "file", .text = &store.file, .once = true },
		{ "tpm", .text = &store.tpm, .once = true },
		{ 0 },
	};
	char detail[EPOCH_STORE_DETAIL];
	u64 epoch;
	int ret = option_parse_all(argc, argv, options);

	if (ret)
		return ret;
	if (store.file && store.tpm)
		return cmd_usage("mark-good", "either a file or the TPM");
	ret = active_epoch(&epoch);
	if (ret)
		return ret;
	if (epoch_store_raise(&store, epoch, detail) || epoch_store_read(&store, &epoch, detail)) {
		fprintf(stderr, "lorica mark-good: %s\n", detail);
		return EXIT_FAILED;
	}
	if (!globals.quiet)
		printf("lorica mark-good: from the next boot on policies need an epoch of %llu or more\n",
		       (unsigned long long)epoch);
	return EXIT_OK;
}
