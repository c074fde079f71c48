// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "sweep.h"

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/hashtable.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rculist.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "active.h"
#include "blacklist.h"
#include "compat.h"
#include "event.h"
#include "exec.h"
#include "revoked.h"
#include "seen.h"
#include "signed.h"
#include "volume.h"

enum {
	BATCH = 16, /* files that are taken from a process at a time */
	ROUNDS = 2, /* the second for what was judged by the policy before and came late */
	PASSES = 8, /* in a round: until one finds nobody new */
	LOCK_TRIES = 50, /* LOCK_WAIT milliseconds each */
	LOCK_WAIT = 20,
	LABEL_SIZE = 128,
};

/* A process that was told of. */
struct told {
	struct hlist_node node;
	struct pid *pid;
};

/* What a sweep came to. */
struct result {
	unsigned int processes;
	unsigned int found;
	unsigned int killed;
	unsigned int unread;
};

/* What the policy in force wants of a program that it revokes. */
struct order {
	bool kill;
	u64 serial;
};

/* A process under examination. */
struct look {
	struct pid *pid;
	struct mm_struct *mm; /* its memory is not held, only the structure */
	unsigned long at; /* where the next batch begins */
	struct file *files[BATCH];
	unsigned int nr;
	char label[LABEL_SIZE];
};

static void sweep(struct work_struct *work);

static DECLARE_DELAYED_WORK(sweep_work, sweep);
static atomic_t wanted; /* grows with each policy that revokes something */
static bool stop;

/* Of the worker alone, but for @result and @done, which anybody may look at. */
static DEFINE_HASHTABLE(told, 6);
static unsigned int nr_told;
static struct look look;
static struct result result;
static int current_sweep, done;
static unsigned int rounds_left;

/* What speaks against a file, and what for it. */
struct charge {
	bool revoked; /* by its digest: nothing speaks for it */
	bool withdrawn; /* what it ran by has been taken back */
	bool allowed; /* by something else */
	u64 generation;
};

static void charge(struct charge *c, const struct lorica_spot *spot, const u8 *digest,
		   struct order *order)
{
	const struct lorica_active *a;
	const char *path;

	rcu_read_lock();
	a = lorica_active_get();
	if (a) {
		c->generation = a->generation;
		order->serial = a->policy_stmt->view.serial;
		order->kill = a->policy.rec->on_revoked == LORICA_ON_REVOKED_KILL &&
			      a->policy.rec->mode == LORICA_MODE_ENFORCE;
		c->revoked |= lorica_match_revoked(&a->policy, LORICA_REVOKED_DIGEST, digest);
		c->withdrawn = lorica_active_dropped(a, digest) ||
			       (spot && lorica_match_revoked(&a->policy, LORICA_REVOKED_VOLUME,
							     spot->root));
		if (c->withdrawn)
			c->allowed = (spot && lorica_active_volume(a, spot, false).allow) ||
				     lorica_active_digest(a, digest, LORICA_TIER_SHA256, false,
							  &path)
					     .allow;
	}
	rcu_read_unlock();
}

/* Evidence that is with the file. One by fs-verity only the BPF programs can look up. */
static bool is_unknown(const struct file *file)
{
	const struct lorica_active *a;
	bool unknown;

	rcu_read_lock();
	a = lorica_active_get();
	unknown = a && IS_VERITY(file_inode(file)) && lorica_active_lists_fsverity(a);
	rcu_read_unlock();
	return unknown;
}

static bool is_revoked(struct file *file, const u8 *digest, struct order *order)
{
	enum lorica_reason listed = lorica_blacklist_check(digest);
	struct lorica_decision decision = {};
	struct charge c = { .revoked = listed == LORICA_R_REVOKED };
	struct lorica_spot spot;

	/* Nobody knows what the kernel says of it. */
	if (listed && !c.revoked)
		result.unread++;
	charge(&c, lorica_volume_spot(&spot, file, true) ? &spot : NULL, digest, order);
	lorica_volume_spot_end(&spot);
	if (!c.generation || c.revoked)
		return c.generation;
	if (!c.withdrawn || c.allowed)
		return false;
	if (is_unknown(file)) {
		result.unread++;
		return false;
	}
	/* By its signature? What came into force in between, the next pass asks. */
	return lorica_signed_decide(file, digest, c.generation, &decision) && !decision.allow;
}

/*
 * The leader of a process may have ended before its other threads. The list is
 * the signal structure's, which lives as long as any of its tasks.
 */
static struct task_struct *thread_with(struct pid *pid, const struct mm_struct *mm)
{
	struct task_struct *leader, *t, *found = NULL;

	rcu_read_lock();
	leader = pid_task(pid, PIDTYPE_TGID);
	if (leader) {
		list_for_each_entry_rcu(t, &leader->signal->thread_head, thread_node) {
			if (mm ? READ_ONCE(t->mm) != mm : !READ_ONCE(t->mm))
				continue;
			found = get_task_struct(t);
			break;
		}
	}
	rcu_read_unlock();
	return found;
}

static struct mm_struct *memory_of(struct pid *pid)
{
	struct task_struct *t = thread_with(pid, NULL);
	struct mm_struct *mm;

	if (!t)
		return NULL;
	mm = get_task_mm(t); /* NULL for a kernel thread too */
	put_task_struct(t);
	if (!mm)
		return NULL;
	mmgrab(mm);
	mmput(mm);
	return mm;
}

/* Returns true the first time. */
static bool tell_once(struct pid *pid)
{
	struct told *t;

	hash_for_each_possible(told, t, node, (unsigned long)pid)
		if (t->pid == pid)
			return false;
	t = nr_told < LORICA_MAX_SWEPT ? kmalloc(sizeof(*t), GFP_KERNEL) : NULL;
	if (t) {
		t->pid = get_pid(pid);
		hash_add(told, &t->node, (unsigned long)pid);
		nr_told++;
	}
	return true;
}

static void forget_told(void)
{
	struct hlist_node *next;
	struct told *t;
	int bucket;

	hash_for_each_safe(told, bucket, next, t, node) {
		hash_del(&t->node);
		put_pid(t->pid);
		kfree(t);
	}
	nr_told = 0;
}

/* Returns true for a process that was not found before. */
static bool act(struct file *file, const u8 *digest, const struct order *order)
{
	/* If it has executed something else meanwhile, that was judged by the new policy. */
	struct task_struct *t = thread_with(look.pid, look.mm);
	bool kill, is_new;

	if (!t)
		return false;
	/* The kernel sends no SIGKILL to process 1, since it would stop without it. */
	kill = order->kill && !is_global_init(t);
	is_new = tell_once(look.pid);
	if (is_new) {
		lorica_event_add(&(struct lorica_report){
			.type = LORICA_EVENT_REVOKED,
			.verdict = kill ? LORICA_VERDICT_DENY : LORICA_VERDICT_AUDIT,
			.reason = LORICA_R_REVOKED,
			.rule = ~0U,
			.policy_serial = order->serial,
			.file = file,
			.label = look.label,
			.digest = digest,
			.tier = LORICA_TIER_SHA256,
			.task = t,
		});
		result.found++;
		result.killed += kill;
	}
	if (kill)
		send_sig(SIGKILL, t, 1);
	put_task_struct(t);
	return is_new;
}

/* A process may hold the lock for as long as something lets it wait; the others are not to. */
static bool lock_memory(struct mm_struct *mm)
{
	int i;

	for (i = 0; i < LOCK_TRIES && !READ_ONCE(stop); i++) {
		if (mmap_read_trylock(mm))
			return true;
		msleep(LOCK_WAIT);
	}
	result.unread++;
	return false;
}

/* NULL when the file cannot be opened for reading alone. */
static struct file *readable(struct file *file)
{
	file = lorica_seen_open(file);
	if (!IS_ERR(file))
		return file;
	result.unread++;
	return NULL;
}

/* The next files that are mapped as code; false when there are no more. */
static bool next_files(void)
{
	VMA_ITERATOR(vmi, look.mm, look.at);
	const struct inode *last = NULL;
	struct vm_area_struct *vma;
	u32 i;

	look.nr = 0;
	if (!mmget_not_zero(look.mm))
		return false;
	if (lock_memory(look.mm)) {
		for_each_vma(vmi, vma) {
			look.at = vma->vm_end;
			if (!vma->vm_file || !(vma->vm_flags & VM_EXEC) ||
			    file_inode(vma->vm_file) == last)
				continue;
			last = file_inode(vma->vm_file);
			look.files[look.nr++] = get_file(vma->vm_file);
			if (look.nr == BATCH)
				break;
		}
		mmap_read_unlock(look.mm);
	}
	mmput(look.mm);
	if (!look.nr)
		return false;
	for (i = 0; i < look.nr; i++)
		look.files[i] = readable(look.files[i]);
	return true;
}

/* Returns true when the file is revoked; @is_new is set for a process not found before. */
static bool examine(struct file *file, bool *is_new)
{
	struct order order = {};
	u8 digest[32];

	if (lorica_seen_digest(file, digest)) {
		result.unread++;
		return false;
	}
	if (!is_revoked(file, digest, &order))
		return false;
	*is_new |= act(file, digest, &order);
	return true;
}

/* Returns true when it was found for the first time. */
static bool look_at(struct pid *pid)
{
	bool found = false, is_new = false;
	struct file *exe;
	u8 digest[32];
	u32 i;

	look.pid = pid;
	look.at = 0;
	look.mm = memory_of(pid);
	if (!look.mm)
		return false;
	result.processes++;
	exe = lorica_exe_file(look.mm);
	lorica_exec_name(exe && !lorica_seen_digest(exe, digest) ? digest : NULL, look.label,
			 sizeof(look.label));
	if (exe) {
		found = examine(exe, &is_new);
		fput(exe);
	}
	while (!found && !READ_ONCE(stop) && next_files()) {
		for (i = 0; i < look.nr; i++) {
			if (!look.files[i])
				continue;
			found = found || examine(look.files[i], &is_new);
			fput(look.files[i]);
		}
	}
	mmdrop(look.mm);
	return is_new;
}

/* Once through all processes, by number: none that was there at the start is left out. */
static bool pass(void)
{
	bool any = false;
	struct pid *pid;
	int nr = 1;

	while (!READ_ONCE(stop)) {
		rcu_read_lock();
		pid = get_pid(find_ge_pid(nr, &init_pid_ns));
		rcu_read_unlock();
		if (!pid)
			break;
		nr = pid_nr(pid) + 1;
		any |= look_at(pid);
		put_pid(pid);
		cond_resched();
	}
	return any;
}

static void finish(void)
{
	if (result.found)
		pr_warn("%u running processes have revoked code, %u of them were killed\n",
			result.found, result.killed);
	if (result.unread)
		pr_notice("looking for revoked code: %u mapped files could not be read\n",
			  result.unread);
	forget_told();
	lorica_seen_forget();
	WRITE_ONCE(done, current_sweep);
	lorica_active_forget();
}

static void sweep(struct work_struct *work)
{
	int latest = atomic_read(&wanted), i;

	if (current_sweep != latest) {
		current_sweep = latest;
		rounds_left = ROUNDS;
		result = (struct result){};
		forget_told();
	}
	/* A process forks while it is looked for, until it is killed. */
	for (i = 0; i < PASSES && pass(); i++)
		;
	rounds_left--;
	if (rounds_left && !READ_ONCE(stop))
		queue_delayed_work(system_unbound_wq, &sweep_work, HZ);
	else
		finish();
}

void lorica_sweep_start(void)
{
	const struct lorica_active *a;
	bool any;

	rcu_read_lock();
	a = lorica_active_get();
	any = a && (lorica_revoked_any(&a->policy, LORICA_REVOKED_DIGEST) ||
		    lorica_revoked_any(&a->policy, LORICA_REVOKED_VOLUME) || a->nr_dropped);
	rcu_read_unlock();
	if (!any || READ_ONCE(stop))
		return;
	atomic_inc(&wanted);
	mod_delayed_work(system_unbound_wq, &sweep_work, 0);
}

bool lorica_sweep_is_done(void)
{
	return READ_ONCE(done) == atomic_read(&wanted);
}

void lorica_sweep_show(struct seq_file *m)
{
	int latest = atomic_read(&wanted);

	seq_printf(m, "sweep %s\n",
		   !latest		     ? "none" :
		   READ_ONCE(done) == latest ? "done" :
					       "running");
	seq_printf(m, "sweep_found %u\n", READ_ONCE(result.found));
	seq_printf(m, "sweep_killed %u\n", READ_ONCE(result.killed));
	seq_printf(m, "sweep_unread %u\n", READ_ONCE(result.unread));
}

void lorica_sweep_exit(void)
{
	WRITE_ONCE(stop, true);
	cancel_delayed_work_sync(&sweep_work);
	forget_told();
	lorica_seen_forget();
}
