// SPDX-License-Identifier: GPL-2.0-only
#include "interpreter.h"

#include <linux/bitmap.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "active.h"
#include "event.h"
#include "evidence.h"
#include "exec.h"
#include "limits.h"
#include "place.h"
#include "policy_interpreter.h"
#include "refusal.h"
#include "seal.h"
#include "volume.h"

/*
 * A bit for each inode that is an interpreter and was allowed as code, by the hash of its
 * address. It only sorts out who is none, at the price of a few instructions an
 * open; who has a bit is asked what he is. So a bit that another inode got by
 * its address does no harm, and no bit is ever taken back.
 */
static DECLARE_BITMAP(noted, 1 << LORICA_INTERPRETER_BITS);
static bool everybody;

static unsigned int bit_of(const struct inode *inode)
{
	return hash_ptr(inode, LORICA_INTERPRETER_BITS);
}

static const struct inode *self_inode(void)
{
	const struct file *exe = NULL;

	if (current->mm)
		exe = rcu_access_pointer(current->mm->exe_file);
	return exe ? file_inode(exe) : NULL;
}

static bool is_noted(void)
{
	const struct inode *inode = self_inode();

	return inode && test_bit(bit_of(inode), noted);
}

void lorica_interpreter_adopt(const struct lorica_policy *old, const struct lorica_policy *now)
{
	if (lorica_sealed() && old && !lorica_interpreter_covers(old, now))
		WRITE_ONCE(everybody, true);
}

void lorica_interpreter_note(struct file *file, const struct lorica_slot *slot)
{
	const struct lorica_active *a;
	struct lorica_spot spot;
	bool on_volume, named;

	on_volume = lorica_volume_spot(&spot, file, true);
	rcu_read_lock();
	a = lorica_active_get();
	/* Of a program that has no slot, or no path for lack of memory, nothing is known, and so it is looked at. */
	named = a && a->policy.nr_interpreters &&
		(lorica_active_interpreter(a, on_volume ? &spot : NULL, slot->digest,
					   lorica_evidence_tier(slot)) ||
		 slot->stamp & LORICA_SLOT_SCRATCH || (on_volume && !spot.path));
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
	if (named)
		set_bit(bit_of(file_inode(file)), noted);
}

/* What execve opens is judged by its own hook, and what the module opens was asked for. */
static bool is_reading(const struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode) && file->f_mode & FMODE_READ &&
	       !(file->f_flags & __FMODE_EXEC);
}

bool lorica_interpreter_may(const struct file *file)
{
	if (likely(!is_noted() && !READ_ONCE(everybody) && lorica_sealed()))
		return false;
	return is_reading(file);
}

/*
 * The file that comes with the hook is not open yet: its file system has not
 * seen it. __FMODE_EXEC cannot come from user space, and keeps the hook of this
 * open from opening again.
 */
static struct file *open_again(const struct file *file)
{
	return dentry_open(&file->f_path, O_RDONLY | O_LARGEFILE | __FMODE_EXEC, file->f_cred);
}

void lorica_interpreter_prepare(const struct file *file)
{
	struct file *again;

	if (!IS_VERITY(file_inode(file)))
		return;
	again = open_again(file);
	if (!IS_ERR(again))
		fput(again);
}

/* Who opens, and what the policy says of that. */
struct reader {
	u64 records;
	u64 generation;
	struct lorica_stance stance;
	bool unknown;
};

/* True when it is an interpreter. */
static bool find_reader(struct reader *r, const struct lorica_slot *self)
{
	enum lorica_tier tier = lorica_evidence_tier(self);
	const struct lorica_active *a;
	struct lorica_spot spot;
	bool on_volume;

	*r = (struct reader){};
	on_volume = lorica_volume_self(&spot);
	rcu_read_lock();
	a = lorica_active_get();
	if (a && a->policy.nr_interpreters) {
		r->records = lorica_active_interpreter(a, on_volume ? &spot : NULL, self->digest,
						       tier);
		r->generation = a->generation;
		r->stance = lorica_refusal_stance(a);
		/* It was one when it was allowed; since then its memory was lost. */
		r->unknown = is_noted() && (on_volume ? !spot.path : !tier);
	}
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
	return r->records || r->unknown;
}

/* The directory of record @n. The policy may go away while it is looked up. */
static bool data_directory(const struct reader *r, unsigned int n, char *path)
{
	const struct lorica_active *a;
	bool found = false;

	rcu_read_lock();
	a = lorica_active_get();
	if (a && a->generation == r->generation) {
		const char *dir = lorica_policy_string(&a->policy, a->policy.interpreters[n].data);

		found = dir && strscpy(path, dir, LORICA_MAX_PATH) > 0;
	}
	rcu_read_unlock();
	return found;
}

/* Does it lie where the policy says that this interpreter has its data? */
static enum lorica_reason find_data(const struct reader *r, const struct file *file, bool *is_data)
{
	char *path = kmalloc(LORICA_MAX_PATH, GFP_KERNEL);
	u64 records = r->records;
	unsigned int n;

	*is_data = false;
	if (!path)
		return LORICA_R_NO_MEMORY;
	for (n = 0; records && !*is_data; n++, records >>= 1)
		if (records & 1 && data_directory(r, n, path))
			*is_data = lorica_place_under(file, path);
	kfree(path);
	return LORICA_OK;
}

static int refuse(const struct reader *r, enum lorica_reason reason, const struct file *file,
		  const struct lorica_slot *self)
{
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = LORICA_EVENT_SCRIPT,
			.reason = reason,
			.file = (struct file *)file,
		},
		&r->stance, self);
}

int lorica_interpreter_check(const struct file *file, struct lorica_slot *slot,
			     const struct lorica_slot *self, const struct lorica_measured *measured)
{
	enum lorica_reason reason;
	struct reader r;
	struct file *again;
	bool is_data;
	int ret;

	if (lorica_seal_canary(LORICA_HOOK_FILE_OPEN))
		return -LORICA_CANARY_ERRNO;
	/* Again when another policy came in between: of its directories none was looked up. */
	do {
		if (!find_reader(&r, self) ||
		    lorica_evidence_current(file_inode(file), slot, r.generation))
			return 0;
		reason = find_data(&r, file, &is_data);
		if (reason)
			return refuse(&r, reason, file, self);
		if (is_data)
			return 0;
		/* Pairs with the release in publish(). */
	} while (r.generation != smp_load_acquire(&lorica_generation));
	again = open_again(file);
	if (IS_ERR(again))
		return refuse(&r, LORICA_R_UNREADABLE, file, self);
	ret = lorica_exec_check(again, slot, self, measured, LORICA_EVENT_SCRIPT);
	if (!ret)
		lorica_interpreter_note(again, slot);
	fput(again);
	return ret;
}
