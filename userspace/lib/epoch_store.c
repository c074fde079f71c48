// SPDX-License-Identifier: GPL-2.0-only
#include "epoch_store.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "file.h"
#include "number.h"
#include "tpm.h"

static const char file_head[] = "lorica-epoch ";

enum { FILE_SIZE = 64 };

/* What the TPM said, as an errno; words for it. */
static int told(int answer, const char *act, char *detail)
{
	if (answer <= 0) {
		snprintf(detail, EPOCH_STORE_DETAIL, "cannot %s: %s", act, strerror(-answer));
		return answer;
	}
	snprintf(detail, EPOCH_STORE_DETAIL, "cannot %s: the TPM says 0x%x", act, answer);
	return -EIO;
}

/* Opens the TPM; @has says whether our counter is there. */
static int open_counter(const struct epoch_store *store, bool *has, char *detail)
{
	struct tpm_index public;
	int ret, fd = tpm_open(store->tpm);

	*has = false;
	if (fd < 0) {
		snprintf(detail, EPOCH_STORE_DETAIL, "no TPM: %s: '%s'", strerror(-fd),
			 store->tpm ? store->tpm : TPM_DEVICE);
		return fd == -ENODEV ? -ENOENT : fd;
	}
	ret = tpm_index_public(fd, EPOCH_STORE_INDEX, &public);
	*has = !ret;
	if (!ret && tpm_counter_is(&public))
		return fd;
	if (ret == TPM_RC_NO_INDEX)
		return fd;
	if (ret) {
		ret = told(ret, "ask the TPM for the counter", detail);
		if (ret == -EPROTONOSUPPORT)
			ret = -ENOENT;
	} else {
		snprintf(detail, EPOCH_STORE_DETAIL,
			 "index 0x%08x of the TPM is something else than our counter",
			 EPOCH_STORE_INDEX);
		ret = -EEXIST;
	}
	close(fd);
	return ret;
}

/* One that was never raised is none: so a power cut in between leaves it. */
static int read_counter(int fd, u64 *epoch, char *detail)
{
	int ret = tpm_counter_read(fd, EPOCH_STORE_INDEX, epoch);

	if (ret == TPM_RC_INDEX_UNWRITTEN) {
		snprintf(detail, EPOCH_STORE_DETAIL, "the counter in the TPM was never raised");
		return -ENOENT;
	}
	return ret ? told(ret, "read the counter in the TPM", detail) : 0;
}

static int tpm_read(const struct epoch_store *store, u64 *epoch, char *detail)
{
	bool has;
	int ret, fd = open_counter(store, &has, detail);

	if (fd < 0)
		return fd;
	if (has) {
		ret = read_counter(fd, epoch, detail);
	} else {
		snprintf(detail, EPOCH_STORE_DETAIL, "the TPM has no counter");
		ret = -ENOENT;
	}
	close(fd);
	return ret;
}

static int tpm_create(const struct epoch_store *store, const u8 *password, size_t len, char *detail)
{
	bool has;
	u64 epoch;
	int ret = 0, fd = open_counter(store, &has, detail);

	if (fd < 0)
		return fd;
	if (!has)
		ret = tpm_counter_define(fd, EPOCH_STORE_INDEX, password, len);
	if (ret) {
		ret = told(ret, "make a counter in the TPM", detail);
		goto out;
	}
	ret = read_counter(fd, &epoch, detail);
	if (ret == -ENOENT) {
		ret = tpm_counter_raise(fd, EPOCH_STORE_INDEX);
		ret = ret ? told(ret, "raise the counter in the TPM", detail) : 0;
	}
out:
	close(fd);
	return ret;
}

static int tpm_raise(const struct epoch_store *store, u64 epoch, char *detail)
{
	bool has;
	u64 now = 0;
	int ret, fd = open_counter(store, &has, detail);

	if (fd < 0)
		return fd;
	ret = read_counter(fd, &now, detail);
	if (!ret && now < epoch && epoch - now > EPOCH_STORE_MAX_STEPS) {
		snprintf(detail, EPOCH_STORE_DETAIL,
			 "from %llu to %llu are more than %d steps, and each wears the TPM's memory",
			 (unsigned long long)now, (unsigned long long)epoch, EPOCH_STORE_MAX_STEPS);
		ret = -EDOM;
	}
	for (; !ret && now < epoch; now++) {
		ret = tpm_counter_raise(fd, EPOCH_STORE_INDEX);
		if (ret)
			ret = told(ret, "raise the counter in the TPM", detail);
	}
	close(fd);
	return ret;
}

static int file_read_epoch(const char *path, u64 *epoch, char *detail)
{
	size_t len, head = sizeof(file_head) - 1;
	char *text;
	int ret = file_read(path, FILE_SIZE, &text, &len);

	if (ret) {
		snprintf(detail, EPOCH_STORE_DETAIL, "cannot read '%s': %s", path, strerror(-ret));
		return ret;
	}
	/* The newline is the last byte to be written. */
	if (len <= head || strlen(text) != len || strncmp(text, file_head, head) ||
	    text[len - 1] != '\n')
		ret = -EBADMSG;
	if (!ret) {
		text[len - 1] = '\0';
		ret = number_parse(text + head, UINT64_MAX, epoch) ? -EBADMSG : 0;
	}
	free(text);
	if (ret)
		snprintf(detail, EPOCH_STORE_DETAIL, "'%s' is no file of `lorica provision`", path);
	return ret;
}

/* All of it or nothing, and on the disk when this returns. */
static int replace(const char *path, int folder, u64 epoch)
{
	char text[FILE_SIZE];
	int len = snprintf(text, sizeof(text), "%s%llu\n", file_head, (unsigned long long)epoch);
	int ret = file_write(path, text, len);

	if (!ret && fsync(folder))
		ret = -errno;
	return ret;
}

/* One writer at a time: the directory is what they have in common. */
static int file_raise(const char *path, u64 epoch, bool is_new, char *detail)
{
	char copy[PATH_MAX], *folder;
	u64 now = 0;
	int ret, lock;

	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy))
		return -ENAMETOOLONG;
	folder = dirname(copy);
	lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0 || flock(lock, LOCK_EX)) {
		ret = -errno;
		snprintf(detail, EPOCH_STORE_DETAIL, "cannot lock '%s': %s", folder,
			 strerror(errno));
		if (lock >= 0)
			close(lock);
		return ret;
	}
	ret = file_read_epoch(path, &now, detail);
	if (ret == -ENOENT && is_new)
		ret = 1;
	if (ret == 1 || (!ret && now < epoch)) {
		ret = replace(path, lock, epoch);
		if (ret)
			snprintf(detail, EPOCH_STORE_DETAIL, "cannot write '%s': %s", path,
				 strerror(-ret));
	}
	close(lock);
	return ret;
}

int epoch_store_read(const struct epoch_store *store, u64 *epoch, char *detail)
{
	return store->file ? file_read_epoch(store->file, epoch, detail) :
			     tpm_read(store, epoch, detail);
}

int epoch_store_create(const struct epoch_store *store, const u8 *password, size_t len,
		       char *detail)
{
	return store->file ? file_raise(store->file, 0, true, detail) :
			     tpm_create(store, password, len, detail);
}

int epoch_store_raise(const struct epoch_store *store, u64 epoch, char *detail)
{
	return store->file ? file_raise(store->file, epoch, false, detail) :
			     tpm_raise(store, epoch, detail);
}
