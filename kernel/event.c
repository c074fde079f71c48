// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "event.h"

#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/irq_work.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <linux/wait.h>

#include "limits.h"

/*
 * Any user can have as many refusals as he wants. So that he does not push out
 * what an attack by root left, or the other way round, each side has a ring.
 */
enum { OF_ROOT, OF_OTHERS, NR_RINGS };

static DEFINE_RAW_SPINLOCK(ring_lock); /* protects all below */
static struct ring {
	struct lorica_event events[LORICA_EVENT_RING];
	u64 added;
} rings[NR_RINGS];
static u64 last_seq;
static u64 nr_denied;
static u64 nr_audited;

static DECLARE_WAIT_QUEUE_HEAD(readers);

static void wake_readers(struct irq_work *work)
{
	wake_up_interruptible_all(&readers);
}

/* Some hooks run under locks that a wake-up may need: wake from an interrupt. */
static DEFINE_IRQ_WORK(wake_work, wake_readers);

/* Keeps the tail of @from, the telling end of a path. Returns true if cut. */
static bool copy_tail(u8 *to, size_t size, const char *from)
{
	size_t len = strlen(from);
	bool cut = len >= size;

	if (cut)
		from += len - (size - 1);
	memcpy(to, from, min(len, size - 1));
	return cut;
}

static bool copy_file(struct lorica_event *event, struct file *file)
{
	char buf[sizeof(event->object) * 2];
	char *path = file_path(file, buf, sizeof(buf));

	if (!IS_ERR(path))
		return copy_tail(event->object, sizeof(event->object), path);
	/* Too long for the buffer: the last components are enough to find it. */
	snprintf(event->object, sizeof(event->object), "%pD4", file);
	return true;
}

static void describe(struct lorica_event *event, const struct lorica_report *report)
{
	struct task_struct *task = report->task ?: current;
	u16 flags = 0;

	event->type = cpu_to_le16(report->type);
	event->verdict = cpu_to_le16(report->verdict);
	event->reason = cpu_to_le16(report->reason);
	event->code = cpu_to_le32(report->code);
	event->rule = cpu_to_le32(report->rule);
	event->tier = report->tier;
	event->policy_serial = cpu_to_le64(report->policy_serial);
	event->tgid = cpu_to_le32(task->tgid);
	/* What is found in another process is of all its threads. */
	event->pid = cpu_to_le32(report->task ? task->tgid : task->pid);
	event->uid = cpu_to_le32(from_kuid(&init_user_ns, task_uid(task)));
	memcpy(event->comm, task->comm, sizeof(event->comm) - 1);
	if (report->label && copy_tail(event->label, sizeof(event->label), report->label))
		flags |= LORICA_EVENT_LABEL_CUT;
	if (report->file && copy_file(event, report->file))
		flags |= LORICA_EVENT_OBJECT_CUT;
	if (report->object && copy_tail(event->object, sizeof(event->object), report->object))
		flags |= LORICA_EVENT_OBJECT_CUT;
	if (report->digest) {
		memcpy(event->digest, report->digest, sizeof(event->digest));
		flags |= LORICA_EVENT_HAS_DIGEST;
	}
	event->flags = cpu_to_le16(flags);
	event->time = cpu_to_le64(ktime_get_boottime_ns());
}

void lorica_event_add(const struct lorica_report *report)
{
	struct lorica_event event = {};
	struct ring *ring;
	unsigned long irq;

	describe(&event, report);
	/* What the module found by itself nobody shall push out. */
	ring = &rings[event.uid && !report->task ? OF_OTHERS : OF_ROOT];
	raw_spin_lock_irqsave(&ring_lock, irq);
	event.seq = cpu_to_le64(++last_seq);
	ring->events[ring->added++ % LORICA_EVENT_RING] = event;
	nr_denied += report->verdict == LORICA_VERDICT_DENY;
	nr_audited += report->verdict == LORICA_VERDICT_AUDIT;
	raw_spin_unlock_irqrestore(&ring_lock, irq);
	irq_work_queue(&wake_work);
}

static u64 overwritten(const struct ring *ring)
{
	return ring->added > LORICA_EVENT_RING ? ring->added - LORICA_EVENT_RING : 0;
}

/* The oldest record of a ring at or after @seq: they are in its order. */
static const struct lorica_event *find(const struct ring *ring, u64 seq)
{
	u64 low = overwritten(ring), high = ring->added;

	while (low < high) {
		u64 mid = low + (high - low) / 2;

		if (le64_to_cpu(ring->events[mid % LORICA_EVENT_RING].seq) < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low < ring->added ? &ring->events[low % LORICA_EVENT_RING] : NULL;
}

bool lorica_event_get(u64 seq, struct lorica_event *event)
{
	const struct lorica_event *first = NULL;
	unsigned long irq;
	int i;

	raw_spin_lock_irqsave(&ring_lock, irq);
	for (i = 0; i < NR_RINGS; i++) {
		const struct lorica_event *e = find(&rings[i], seq);

		if (e && (!first || le64_to_cpu(e->seq) < le64_to_cpu(first->seq)))
			first = e;
	}
	if (first)
		*event = *first;
	raw_spin_unlock_irqrestore(&ring_lock, irq);
	return first;
}

void lorica_event_counts(struct lorica_event_counts *counts)
{
	unsigned long irq;

	raw_spin_lock_irqsave(&ring_lock, irq);
	counts->last = last_seq;
	counts->overwritten = overwritten(&rings[OF_ROOT]) + overwritten(&rings[OF_OTHERS]);
	counts->denied = nr_denied;
	counts->audited = nr_audited;
	raw_spin_unlock_irqrestore(&ring_lock, irq);
}

static bool have(u64 seq)
{
	unsigned long irq;
	bool found;

	raw_spin_lock_irqsave(&ring_lock, irq);
	found = seq <= last_seq;
	raw_spin_unlock_irqrestore(&ring_lock, irq);
	return found;
}

int lorica_event_wait(u64 seq)
{
	return wait_event_interruptible(readers, have(seq));
}

void lorica_event_poll(struct file *file, struct poll_table_struct *wait)
{
	poll_wait(file, &readers, wait);
}

void lorica_event_exit(void)
{
	irq_work_sync(&wake_work);
}
