// SPDX-License-Identifier: GPL-2.0-only
#include "seen.h"

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hashtable.h>
#include <linux/slab.h>

#include "compat.h"
#include "filesystem.h"
#include "hash.h"
#include "limits.h"

struct seen {
	struct hlist_node node;
	struct file *file;
	int error;
	u8 digest[32];
};

/* Nobody who watches opens, or has a lease, may let the worker wait. */
enum { FLAGS = O_RDONLY | O_LARGEFILE | O_NONBLOCK | LORICA_NONOTIFY };

static DEFINE_HASHTABLE(table, 8);
static unsigned int nr_seen;

static struct seen *find(const struct inode *inode)
{
	struct seen *seen;

	hash_for_each_possible(table, seen, node, (unsigned long)inode)
		if (file_inode(seen->file) == inode)
			return seen;
	return NULL;
}

/* For want of memory the file is hashed again next time. */
static void remember(struct file *file, int error, const u8 *digest)
{
	struct seen *seen;

	if (nr_seen == LORICA_MAX_SWEPT)
		lorica_seen_forget();
	seen = kmalloc(sizeof(*seen), GFP_KERNEL);
	if (!seen)
		return;
	seen->file = get_file(file);
	seen->error = error;
	memcpy(seen->digest, digest, sizeof(seen->digest));
	hash_add(table, &seen->node, (unsigned long)file_inode(file));
	nr_seen++;
}

struct file *lorica_seen_open(struct file *file)
{
	const struct seen *seen;
	struct file *again;

	if (!(file->f_mode & FMODE_WRITE))
		return file;
	seen = find(file_inode(file));
	if (seen)
		again = get_file(seen->file);
	else if (lorica_filesystem_answers(file_inode(file)))
		again = dentry_open(&file->f_path, FLAGS, current_cred());
	else
		again = ERR_PTR(-EOPNOTSUPP);
	fput(file);
	return again;
}

static int hash_it(struct file *file, u8 *digest)
{
	const struct inode *inode = file_inode(file);

	if (!S_ISREG(inode->i_mode) || i_size_read(inode) > LORICA_MAX_FILE ||
	    !lorica_filesystem_answers(inode))
		return -EOPNOTSUPP;
	return lorica_hash_file(file, digest);
}

int lorica_seen_digest(struct file *file, u8 *digest)
{
	const struct seen *seen = find(file_inode(file));
	int error;

	if (seen) {
		memcpy(digest, seen->digest, sizeof(seen->digest));
		return seen->error;
	}
	memset(digest, 0, sizeof(seen->digest));
	error = hash_it(file, digest);
	if (error != -ENOMEM)
		remember(file, error, digest);
	return error;
}

void lorica_seen_forget(void)
{
	struct hlist_node *next;
	struct seen *seen;
	int bucket;

	hash_for_each_safe(table, bucket, next, seen, node) {
		hash_del(&seen->node);
		fput(seen->file);
		kfree(seen);
	}
	nr_seen = 0;
}
