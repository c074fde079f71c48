// SPDX-License-Identifier: GPL-2.0-only
#include "signed.h"

#include <crypto/sha2.h>
#include <linux/fs.h>
#include <linux/key.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/xattr.h>

#include "active.h"
#include "imasig.h"
#include "place.h"
#include "trust.h"

/*
 * One question. The bytes that go to the public key code are in memory that a
 * scatterlist can point to, and a path is too long for a stack.
 */
struct question {
	struct file *file;
	u64 generation;
	struct lorica_imasig sig;
	u8 digest[SHA256_DIGEST_SIZE];
	u8 xattr[LORICA_IMASIG_MAX];
	char path[LORICA_MAX_PATH];
};

/*
 * Not by vfs_getxattr(): a security module may have another opinion of the
 * attribute, and may change its mind; we ask the file system. A file that
 * stands for another one (an overlay's) has none.
 */
static enum lorica_reason read_signature(struct question *q)
{
	struct dentry *dentry = q->file->f_path.dentry;
	struct inode *inode = file_inode(q->file);
	ssize_t len;

	if (d_inode(dentry) != inode)
		return LORICA_R_NOT_LISTED;
	len = __vfs_getxattr(dentry, inode, LORICA_IMASIG_XATTR, q->xattr, sizeof(q->xattr));
	switch (len) {
	case -ENODATA:
	case -EOPNOTSUPP:
		return LORICA_R_NOT_LISTED;
	case -ENOMEM:
		return LORICA_R_NO_MEMORY;
	case -ERANGE:
	case -E2BIG:
		return LORICA_R_SIG_FORMAT;
	}
	return len < 0 ? LORICA_R_UNREADABLE : lorica_imasig_parse(q->xattr, len, &q->sig);
}

/* What was in force when the question came up, for who holds rcu_read_lock(). */
static const struct lorica_active *state_of(u64 generation)
{
	const struct lorica_active *a = lorica_active_get();

	return a && a->generation == generation ? a : NULL;
}

static bool is_asked_for(u64 generation)
{
	const struct lorica_active *a;
	bool asked = false;
	u32 i;

	rcu_read_lock();
	a = state_of(generation);
	for (i = 0; a && i < a->policy.nr_exec && !asked; i++)
		asked = a->policy.exec[i].kind == LORICA_EXEC_SIGNED;
	rcu_read_unlock();
	return asked;
}

/*
 * Key @n of the policy, if the signature names it. Two keys may have one id by
 * accident or because somebody wanted it, so each of them is asked.
 */
static struct key *take_key(const struct question *q, u32 n, u64 *rules)
{
	const struct lorica_active *a;
	struct key *key = NULL;
	u32 id;

	rcu_read_lock();
	a = state_of(q->generation);
	if (a && n < a->policy.nr_keys && lorica_trust_key_id(a->keys[n], &id) &&
	    id == q->sig.key_id) {
		key = key_get(a->keys[n]);
		*rules = lorica_match_signed(&a->policy, n);
	}
	rcu_read_unlock();
	return key;
}

/* Is the file where rule @n wants it? The policy may go away during the look-up. */
static bool is_in_place(struct question *q, u32 n)
{
	const struct lorica_active *a;
	bool anywhere = false, known = false;

	rcu_read_lock();
	a = state_of(q->generation);
	if (a) {
		const char *under = lorica_policy_string(&a->policy, a->policy.exec[n].under);

		anywhere = !under;
		known = under && strscpy(q->path, under, sizeof(q->path)) > 0;
	}
	rcu_read_unlock();
	return anywhere || (known && lorica_place_under(q->file, q->path));
}

static enum lorica_reason check_key(struct question *q, const struct key *key, u64 *rules)
{
	enum lorica_reason reason;
	u64 bits = *rules;
	u32 n;

	*rules = 0;
	if (!bits)
		return LORICA_R_SIG_PURPOSE;
	reason = lorica_trust_verify_digest(key, q->digest, q->sig.data, q->sig.len);
	if (reason)
		return reason;
	for (n = 0; bits; n++, bits >>= 1)
		if (bits & 1 && is_in_place(q, n))
			*rules |= BIT_ULL(n);
	return *rules ? LORICA_OK : LORICA_R_SIG_PLACE;
}

static enum lorica_reason find_rules(struct question *q, u64 *rules)
{
	enum lorica_reason reason = LORICA_R_SIG_KEY;
	struct key *key;
	u64 bits;
	u32 n;

	for (n = 0; n < LORICA_MAX_KEYS; n++) {
		key = take_key(q, n, &bits);
		if (!key)
			continue;
		reason = check_key(q, key, &bits);
		key_put(key);
		*rules |= bits;
	}
	return *rules ? LORICA_OK : reason;
}

static enum lorica_reason ask(struct file *file, const u8 *digest, u64 generation, u64 *rules)
{
	enum lorica_reason reason;
	struct question *q;

	q = kmalloc(sizeof(*q), GFP_KERNEL);
	if (!q)
		return LORICA_R_NO_MEMORY;
	q->file = file;
	q->generation = generation;
	memcpy(q->digest, digest, sizeof(q->digest));
	reason = read_signature(q);
	if (!reason)
		reason = find_rules(q, rules);
	kfree(q);
	return reason;
}

bool lorica_signed_decide(struct file *file, const u8 *digest, u64 generation,
			  struct lorica_decision *decision)
{
	struct lorica_exec_facts facts = {};
	const struct lorica_active *a;

	if (!is_asked_for(generation))
		return true;
	decision->reason = ask(file, digest, generation, &facts.rules);
	rcu_read_lock();
	a = state_of(generation);
	if (a && facts.rules)
		*decision = lorica_match_exec(&a->policy, &facts);
	rcu_read_unlock();
	return a;
}
