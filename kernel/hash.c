// SPDX-License-Identifier: GPL-2.0-only
#include "hash.h"

#include <crypto/hash.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "limits.h"

static struct crypto_shash *sha256_tfm;

int lorica_hash_init(void)
{
	sha256_tfm = crypto_alloc_shash("sha256", 0, 0);
	return PTR_ERR_OR_ZERO(sha256_tfm);
}

void lorica_hash_exit(void)
{
	crypto_free_shash(sha256_tfm);
}

const char *lorica_hash_driver(void)
{
	return crypto_tfm_alg_driver_name(crypto_shash_tfm(sha256_tfm));
}

/*
 * As kernel_read(), but through the page cache whatever the descriptor's flags
 * say at this moment: another thread may set O_DIRECT between two reads.
 */
static ssize_t read_cached(struct file *file, void *buf, size_t len, loff_t *pos)
{
	struct kvec vec = { .iov_base = buf, .iov_len = len };
	struct iov_iter iter;
	struct kiocb kiocb;
	ssize_t n;

	if (!file->f_op->read_iter)
		return -EINVAL;
	init_sync_kiocb(&kiocb, file);
	kiocb.ki_flags &= ~(IOCB_DIRECT | IOCB_NOWAIT);
	kiocb.ki_pos = *pos;
	iov_iter_kvec(&iter, READ, &vec, 1, len);
	n = file->f_op->read_iter(&kiocb, &iter);
	*pos = kiocb.ki_pos;
	return n;
}

static int hash_content(struct shash_desc *desc, struct file *file, u8 *buf, size_t size)
{
	loff_t pos = 0, end = i_size_read(file_inode(file));
	ssize_t n;
	int ret;

	while (pos < end) {
		n = read_cached(file, buf, min_t(loff_t, size, end - pos), &pos);
		if (n <= 0)
			return n ? n : -EIO;
		ret = crypto_shash_update(desc, buf, n);
		if (ret)
			return ret;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

int lorica_hash_file(struct file *file, u8 *digest)
{
	SHASH_DESC_ON_STACK(desc, sha256_tfm);
	size_t size = min_t(loff_t, LORICA_HASH_CHUNK, i_size_read(file_inode(file)));
	u8 *buf;
	int ret;

	size = PAGE_ALIGN(size ?: 1);
	buf = kmalloc(size, GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);
	if (!buf && size > PAGE_SIZE) {
		size = PAGE_SIZE;
		buf = kmalloc(size, GFP_KERNEL);
	}
	if (!buf)
		return -ENOMEM;
	desc->tfm = sha256_tfm;
	ret = crypto_shash_init(desc);
	if (!ret)
		ret = hash_content(desc, file, buf, size);
	if (!ret)
		ret = crypto_shash_final(desc, digest);
	shash_desc_zero(desc);
	kfree(buf);
	return ret;
}

int lorica_hash_data(const void *data, size_t len, u8 *digest)
{
	SHASH_DESC_ON_STACK(desc, sha256_tfm);
	size_t n;
	int ret;

	desc->tfm = sha256_tfm;
	ret = crypto_shash_init(desc);
	/* In pieces: a driver of the CPU's own may not be preempted within one. */
	for (; !ret && len; data += n, len -= n) {
		n = min_t(size_t, len, LORICA_HASH_CHUNK);
		ret = crypto_shash_update(desc, data, n);
	}
	if (!ret)
		ret = crypto_shash_final(desc, digest);
	shash_desc_zero(desc);
	return ret;
}
