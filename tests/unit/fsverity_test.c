// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fs-verity digests of files of many sizes, as fsverity(1) has them, and the
 * same whatever pieces the file comes in.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "userspace/lib/fsverity.h"

/* Of files of that many bytes: byte n is n * 7 % 251. By `fsverity digest --compact`. */
static const struct known {
	size_t size;
	const char *digest;
} known[] = {
	{ 0, "3d248ca542a24fc62d1c43b916eae5016878e2533c88238480b26128a1f1af95" },
	{ 1, "b803429503d95915829b29fdbc8bbad142f3abfd11b1cadf5526582e685c0551" },
	{ 4095, "f7c044deee0d5af15f6478c08b8a0c03931d9963beb30220eeca8bdd03e1c7e4" },
	{ 4096, "258b680fa93e3bfc1586d9b439d29a2172bd0db550fe7da1272fd8120d801182" },
	{ 4097, "0328cc6ed983dc0df3103b9651098ab305e4adfae46a1a5814b6602b0630293d" },
	{ 8192, "32dd06a98d4b2bb226faad1839766c3592f4f9ed541a417116c8b828ccd07da3" },
	{ 524287, "3d402ecfcb5aa7f0d14f1f7e64014920ee3c11934ef095db851e6274d3a0af27" },
	{ 524288, "e1389416027616e5a91f01961c0d159871f5c6afaf577d6e3b9d815f916fbde0" },
	{ 524289, "00023924223dbf3c1f1095d9f0fb02546dc2d8ea7032445ad216eab168faa3bb" },
	{ 528384, "6f014f4ac506e6436e4a5a7adb415abcb3a5476f7490f36621fa7c7e4c7e9272" },
	{ 67108864, "1bbe6f85e0f681d63f0b917e30c9b90d05b2d7e37765becc4db771964a991186" },
	{ 67108865, "c2eaafb2350bac927e83243cef1e866d33d74ca72b47cc7c3a5ce0a05f522ba9" },
};

static void fill(u8 *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = i * 7 % 251;
}

static const char *digest_in_pieces(struct fsverity *v, const u8 *data, size_t len, size_t piece)
{
	static char hex[65];
	u8 digest[32];
	size_t at, i;

	fsverity_start(v);
	for (at = 0; at < len; at += piece)
		if (fsverity_add(v, data + at, len - at < piece ? len - at : piece))
			return "no memory";
	if (fsverity_end(v, digest))
		return "no memory";
	for (i = 0; i < sizeof(digest); i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	return hex;
}

int main(void)
{
	static const size_t pieces[] = { 1 << 20, 4096, 4097, 1000, 65536 };
	struct fsverity *v = fsverity_new();
	u8 *data = malloc(known[ARRAY_SIZE(known) - 1].size);
	size_t i, k;

	fill(data, known[ARRAY_SIZE(known) - 1].size);
	for (i = 0; i < ARRAY_SIZE(known); i++)
		for (k = 0; k < ARRAY_SIZE(pieces); k++)
			ok(!strcmp(digest_in_pieces(v, data, known[i].size, pieces[k]),
				   known[i].digest),
			   "%zu bytes, %zu at a time", known[i].size, pieces[k]);
	free(data);
	fsverity_free(v);
	fsverity_free(NULL);
	return tap_done();
}
