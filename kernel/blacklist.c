// SPDX-License-Identifier: GPL-2.0-only
#include "blacklist.h"

#include <keys/system_keyring.h>
#include <linux/errno.h>

enum lorica_reason lorica_blacklist_check(const u8 *digest)
{
	int err = is_hash_blacklisted(digest, 32, BLACKLIST_HASH_BINARY);

	if (!err)
		return LORICA_OK;
	return err == -ENOMEM ? LORICA_R_NO_MEMORY : LORICA_R_REVOKED;
}
