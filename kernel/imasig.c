// SPDX-License-Identifier: GPL-2.0-only
#include "imasig.h"

/* Where what stands in the head; numbers are big-endian. */
enum {
	AT_TYPE = 0,
	AT_VERSION = 1,
	AT_HASH = 2,
	AT_KEY_ID = 3,
	AT_SIZE = 7,
};

static u32 big_endian(const u8 *p, size_t n)
{
	u32 value = 0;

	while (n--)
		value = value << 8 | *p++;
	return value;
}

enum lorica_reason lorica_imasig_parse(const u8 *data, size_t len, struct lorica_imasig *sig)
{
	/* What it is comes first: a digest of IMA's own is no damaged signature. */
	if (len > AT_TYPE && data[AT_TYPE] != LORICA_IMASIG_TYPE)
		return LORICA_R_SIG_KIND;
	if (len > AT_VERSION && data[AT_VERSION] != LORICA_IMASIG_VERSION)
		return LORICA_R_SIG_KIND;
	if (len > AT_HASH && data[AT_HASH] != LORICA_IMASIG_SHA256)
		return LORICA_R_SIG_HASH;
	if (len <= LORICA_IMASIG_HEAD || len > LORICA_IMASIG_MAX)
		return LORICA_R_SIG_FORMAT;
	if (big_endian(data + AT_SIZE, 2) != len - LORICA_IMASIG_HEAD)
		return LORICA_R_SIG_FORMAT;
	sig->key_id = big_endian(data + AT_KEY_ID, 4);
	sig->data = data + LORICA_IMASIG_HEAD;
	sig->len = len - LORICA_IMASIG_HEAD;
	return LORICA_OK;
}

bool lorica_imasig_key_id(const u8 *id, size_t len, u32 *key_id)
{
	if (len < sizeof(*key_id))
		return false;
	*key_id = big_endian(id + len - sizeof(*key_id), sizeof(*key_id));
	return true;
}
