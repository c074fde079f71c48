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

#include "bucket.h"
#include "limits.h"

static DEFINE_RAW_SPINLOCK(ring_lock); /* protects all below */
static struct lorica_event ring[LORICA_EVENT_RING];
static u64 last_seq;
static u64 nr_denied;
static u64 nr_audited;
static u64 nr_suppressed;
static struct lorica_bucket others;

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
	u16 flags = 0;

	event->type = cpu_to_le16(report->type);
	event->verdict = cpu_to_le16(report->verdict);
	event->reason = cpu_to_le16(report->reason);
	event->code = cpu_to_le32(report->code);
	event->rule = cpu_to_le32(report->rule);
	event->policy_serial = cpu_to_le64(report->policy_serial);
	event->tgid = cpu_to_le32(current->tgid);
	event->pid = cpu_to_le32(current->pid);
	event->uid = cpu_to_le32(from_kuid(&init_user_ns, current_uid()));
	memcpy(event->comm, current->comm, sizeof(event->comm) - 1);
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

/*
 * Any user can have as many refusals as he wants, and would push out of the
 * ring what an attack left there before. So all users but root share a rate;
 * what is above it is counted and not kept.
 */
static bool has_room(const struct lorica_event *event)
{
	return !event->uid ||
	       lorica_bucket_take(&others, le64_to_cpu(event->time),
				  LORICA_EVENT_PERIOD_MS * NSEC_PER_MSEC, LORICA_EVENT_BURST);
}

void lorica_event_add(const struct lorica_report *report)
{
	struct lorica_event event = {};
	unsigned long irq;

	describe(&event, report);
	raw_spin_lock_irqsave(&ring_lock, irq);
	if (has_room(&event)) {
		event.seq = cpu_to_le64(++last_seq);
		ring[last_seq % LORICA_EVENT_RING] = event;
	} else {
		nr_suppressed++;
	}
	nr_denied += report->verdict == LORICA_VERDICT_DENY;
	nr_audited += report->verdict == LORICA_VERDICT_AUDIT;
	raw_spin_unlock_irqrestore(&ring_lock, irq);
	irq_work_queue(&wake_work);
}

static u64 oldest(void)
{
	return last_seq > LORICA_EVENT_RING ? last_seq - LORICA_EVENT_RING + 1 : 1;
}

bool lorica_event_get(u64 seq, struct lorica_event *event)
{
	unsigned long irq;
	bool found;

	raw_spin_lock_irqsave(&ring_lock, irq);
	seq = max(seq, oldest());
	found = seq <= last_seq;
	if (found)
		*event = ring[seq % LORICA_EVENT_RING];
	raw_spin_unlock_irqrestore(&ring_lock, irq);
	return found;
}

void lorica_event_counts(struct lorica_event_counts *counts)
{
	unsigned long irq;

	raw_spin_lock_irqsave(&ring_lock, irq);
	counts->last = last_seq;
	counts->overwritten = oldest() - 1;
	counts->suppressed = nr_suppressed;
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
