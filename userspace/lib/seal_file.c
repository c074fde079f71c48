// SPDX-License-Identifier: GPL-2.0-only
#include "seal_file.h"

#include <errno.h>
#include <linux/fsverity.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

enum { BLOCK = 4096, MAX_DIGEST = 64 };

/* 0: it has none; 1: there it is; negative: errno. */
static int measure(int fd, struct seal_file_result *r)
{
	union {
		struct fsverity_digest head;
		u8 room[sizeof(struct fsverity_digest) + MAX_DIGEST];
	} d = { .head.digest_size = MAX_DIGEST };

	if (ioctl(fd, FS_IOC_MEASURE_VERITY, &d))
		return errno == ENODATA ? 0 : -errno;
	r->has_digest = d.head.digest_algorithm == FS_VERITY_HASH_ALG_SHA256 &&
			d.head.digest_size == sizeof(r->digest);
	if (r->has_digest)
		memcpy(r->digest, d.head.digest, sizeof(r->digest));
	return 1;
}

static int enable(int fd)
{
	struct fsverity_enable_arg arg = {
		.version = 1,
		.hash_algorithm = FS_VERITY_HASH_ALG_SHA256,
		.block_size = BLOCK,
	};

	return ioctl(fd, FS_IOC_ENABLE_VERITY, &arg) ? -errno : 0;
}

static int act(int fd, bool dry_run, struct seal_file_result *r)
{
	struct stat st;
	int ret;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EISDIR;
	r->outcome = SEAL_FILE_ALREADY;
	ret = measure(fd, r);
	if (ret)
		return ret;
	r->outcome = SEAL_FILE_DONE;
	if (dry_run)
		return 0;
	ret = enable(fd);
	/* Somebody was faster. */
	if (ret && ret != -EEXIST)
		return ret;
	ret = measure(fd, r);
	return ret ? ret : -ENODATA;
}

void seal_file(int fd, const u8 *want, bool dry_run, struct seal_file_result *r)
{
	int ret;

	memset(r, 0, sizeof(*r));
	ret = act(fd, dry_run, r);
	if (ret < 0) {
		r->outcome = SEAL_FILE_FAILED;
		r->error = -ret;
	} else if (ret && !r->has_digest) {
		r->outcome = SEAL_FILE_OTHER_FORM;
	} else if (ret && want && memcmp(want, r->digest, sizeof(r->digest))) {
		r->outcome = SEAL_FILE_OTHER_DIGEST;
	}
}

static const char *failure(int error)
{
	switch (error) {
	case ENOTTY:
	case EOPNOTSUPP:
		return "its file system has no fs-verity (ext4: mkfs.ext4 -O verity)";
	case ETXTBSY:
		return "it is open for writing";
	case EISDIR:
		return "not a regular file";
	default:
		return strerror(error);
	}
}

const char *seal_file_why(const struct seal_file_result *r)
{
	switch (r->outcome) {
	case SEAL_FILE_OTHER_DIGEST:
		return "its content is not what the manifest lists";
	case SEAL_FILE_OTHER_FORM:
		return "it has fs-verity by another hash algorithm than SHA-256";
	case SEAL_FILE_FAILED:
		return failure(r->error);
	default:
		return NULL;
	}
}
