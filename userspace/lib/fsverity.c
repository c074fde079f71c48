// SPDX-License-Identifier: GPL-2.0-only
#include "fsverity.h"

#include <errno.h>
#include <linux/fsverity.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum {
	DIGEST = 32,
	BLOCK = 4096,
	LOG_BLOCK = 12,
	MAX_LEVELS = 8, /* 128 hashes in a block, and a file has less than 2^63 bytes */
};

/*
 * What is signed, as include/uapi/linux/fsverity.h has it: the digest of a
 * file is that of these bytes, so it tells its size and the form of its tree.
 */
struct descriptor {
	__u8 version;
	__u8 hash_algorithm;
	__u8 log_blocksize;
	__u8 salt_size;
	__le32 reserved_0x04;
	__le64 data_size;
	__u8 root_hash[64];
	__u8 salt[32];
	__u8 reserved[144];
};

_Static_assert(sizeof(struct descriptor) == 256, "as the kernel has it");

/* A block of hashes that is being filled. */
struct level {
	u8 hashes[BLOCK];
	size_t fill;
	u64 total; /* hashes that came into this level, not only into this block */
};

struct fsverity {
	EVP_MD_CTX *ctx;
	u64 size;
	u8 partial[BLOCK];
	size_t fill; /* of @partial */
	struct level levels[MAX_LEVELS];
};

struct fsverity *fsverity_new(void)
{
	struct fsverity *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->ctx = EVP_MD_CTX_new();
	/* Given once, the algorithm is not looked up again for every block. */
	if (v->ctx && EVP_DigestInit_ex(v->ctx, EVP_sha256(), NULL))
		return v;
	fsverity_free(v);
	return NULL;
}

void fsverity_start(struct fsverity *v)
{
	size_t i;

	v->size = 0;
	v->fill = 0;
	for (i = 0; i < MAX_LEVELS; i++)
		v->levels[i].fill = v->levels[i].total = 0;
}

static int hash(struct fsverity *v, const void *data, size_t len, u8 *digest)
{
	if (EVP_DigestInit_ex(v->ctx, NULL, NULL) && EVP_DigestUpdate(v->ctx, data, len) &&
	    EVP_DigestFinal_ex(v->ctx, digest, NULL))
		return 0;
	return -ENOMEM;
}

/* The hash of a block, into a level; a block of hashes that it fills goes into the next. */
static int add_block(struct fsverity *v, const u8 *block, size_t at)
{
	struct level *level = &v->levels[at];
	int err = hash(v, block, BLOCK, level->hashes + level->fill);

	if (err)
		return err;
	level->fill += DIGEST;
	level->total++;
	if (level->fill < BLOCK)
		return 0;
	level->fill = 0;
	return add_block(v, level->hashes, at + 1);
}

int fsverity_add(struct fsverity *v, const u8 *data, size_t len)
{
	int err = 0;

	v->size += len;
	while (!err && len) {
		size_t n = BLOCK - v->fill;

		if (!v->fill && len >= BLOCK) {
			err = add_block(v, data, 0);
		} else {
			if (n > len)
				n = len;
			memcpy(v->partial + v->fill, data, n);
			v->fill += n;
			if (v->fill == BLOCK) {
				v->fill = 0;
				err = add_block(v, v->partial, 0);
			}
		}
		data += n;
		len -= n;
	}
	return err;
}

/* Fills up what is begun, from the data to the level that has a single hash. */
static int find_root(struct fsverity *v, u8 *root)
{
	size_t at;
	int err = 0;

	if (v->fill) {
		memset(v->partial + v->fill, 0, BLOCK - v->fill);
		err = add_block(v, v->partial, 0);
	}
	/* An empty file has no tree, and zeros in the place of its root. */
	if (err || !v->levels[0].total)
		return err;
	for (at = 0; v->levels[at].total > 1; at++) {
		struct level *level = &v->levels[at];

		if (!level->fill)
			continue;
		memset(level->hashes + level->fill, 0, BLOCK - level->fill);
		err = add_block(v, level->hashes, at + 1);
		if (err)
			return err;
	}
	memcpy(root, v->levels[at].hashes, DIGEST);
	return 0;
}

int fsverity_end(struct fsverity *v, u8 *digest)
{
	struct descriptor d = {
		.version = 1,
		.hash_algorithm = FS_VERITY_HASH_ALG_SHA256,
		.log_blocksize = LOG_BLOCK,
		.data_size = cpu_to_le64(v->size),
	};
	int err = find_root(v, d.root_hash);

	return err ? err : hash(v, &d, sizeof(d), digest);
}

void fsverity_free(struct fsverity *v)
{
	if (!v)
		return;
	EVP_MD_CTX_free(v->ctx);
	free(v);
}
