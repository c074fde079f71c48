// SPDX-License-Identifier: GPL-2.0-only
/* The value of a file's security.ima. */
#include "fuzz.h"

#include "kernel/imasig.h"
#include "kernel/reason.h"

static void parsed(const u8 *data, size_t len, const struct lorica_imasig *sig)
{
	u8 *again = fuzz_copy(data, len);
	struct lorica_imasig other;
	u32 key_id;

	fuzz_assert(data[0] == LORICA_IMASIG_TYPE && data[1] == LORICA_IMASIG_VERSION);
	fuzz_assert(sig->len && sig->len <= LORICA_MAX_SIGNATURE);
	/* All behind the head is the signature: no byte that nobody looks at. */
	fuzz_assert(sig->data == data + LORICA_IMASIG_HEAD && sig->data + sig->len == data + len);
	fuzz_touch(sig->data, sig->len);
	fuzz_assert(lorica_imasig_key_id(data + 3, 4, &key_id) && key_id == sig->key_id);
	/* One length belongs to a head. */
	fuzz_assert(lorica_imasig_parse(again, len - 1, &other) == LORICA_R_SIG_FORMAT);
	free(again);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_imasig sig;
	u8 *copy = fuzz_copy(data, len);
	enum lorica_reason reason = lorica_imasig_parse(copy, len, &sig);

	fuzz_assert(reason == LORICA_OK || lorica_reason_errno(reason) == -EACCES);
	if (!reason)
		parsed(copy, len, &sig);
	free(copy);
	return 0;
}
