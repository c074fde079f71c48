// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "integrity.h"

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/panic.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

#include "active.h"
#include "event.h"
#include "limits.h"
#include "policy_integrity.h"
#include "reason.h"
#include "seal.h"
#include "watch.h"

/* Work until a rest is worth it: shorter ones would cost more than the work. */
enum { SLICE_NS = NSEC_PER_MSEC };

static struct task_struct *scanner; /* made under the lock of the active state */
static DECLARE_WAIT_QUEUE_HEAD(wake); /* of the scanner */
static DECLARE_WAIT_QUEUE_HEAD(finished); /* of those that wait for a pass */
static atomic_t wanted = ATOMIC_INIT(0); /* scans that were asked for */
static int begun, done; /* the last of them that a pass is for; only the scanner writes */
static bool is_kicked;

/* Written by the scanner alone, read by `status`, where each number stands for itself. */
static struct {
	u64 passes;
	u64 found; /* changes that were told of, since the module was loaded */
	u64 last_end; /* CLOCK_BOOTTIME, nanoseconds */
	u64 took; /* the last pass: from its start to its end */
	u64 work; /* the same without its rests */
	u32 changed; /* things that were not what they were at its end */
	u32 watch_changed[LORICA_NR_WATCHES];
} result;

/* What the policy in force wants, copied, so that a pass holds nothing of it. */
struct plan {
	u32 every;
	u32 budget;
	u64 serial;
	enum lorica_response response[LORICA_NR_WATCHES]; /* 0: not watched */
};

/* A pass under way. */
struct pass {
	const struct plan *plan;
	enum lorica_response response; /* of what is looked at */
	u32 told;
	u64 since; /* start of this slice */
	u64 work;
	u64 owed; /* rest that is too short to be taken, nanoseconds */
};

static bool get_plan(struct plan *plan)
{
	const struct lorica_active *a;
	u32 i;

	memset(plan, 0, sizeof(*plan));
	rcu_read_lock();
	a = lorica_active_get();
	if (a && a->policy.integrity) {
		plan->every = le32_to_cpu(a->policy.integrity->every);
		plan->budget = le32_to_cpu(a->policy.integrity->budget);
		plan->serial = a->policy_stmt->view.serial;
		for (i = 0; i < a->policy.nr_watches; i++)
			plan->response[a->policy.watches[i].kind] =
				lorica_watch_response(&a->policy, &a->policy.watches[i]);
	}
	rcu_read_unlock();
	return plan->every;
}

static bool is_asked(void)
{
	return atomic_read(&wanted) != begun;
}

/* Nobody waits for a pass that rests: who asks for one gets it without rests. */
static bool is_hurried(void)
{
	return atomic_read(&wanted) != done;
}

/* A pass by a policy that is no longer in force is worth nothing. */
static bool is_over(void)
{
	return kthread_should_stop() || READ_ONCE(is_kicked);
}

static bool rest(void *context)
{
	struct pass *pass = context;
	u64 spent = ktime_get_ns() - pass->since;
	unsigned long due;

	/* Between two pages at the latest, also where the kernel preempts only on offer. */
	cond_resched();
	if (spent < SLICE_NS)
		return false;
	pass->work += spent;
	/* A rest that is shorter than a tick is taken with the next ones. */
	pass->owed += lorica_watch_rest(spent, pass->plan->budget);
	due = is_hurried() ? 0 : nsecs_to_jiffies(pass->owed);
	if (due)
		wait_event_freezable_timeout(wake, is_over() || is_hurried(), due);
	if (due || is_hurried())
		pass->owed = 0;
	pass->since = ktime_get_ns();
	return is_over();
}

static void told(void *context, enum lorica_reason reason, const char *what)
{
	struct pass *pass = context;

	result.found++;
	if (pass->told++ >= LORICA_MAX_FINDINGS)
		return;
	lorica_event_add(&(struct lorica_report){
		.type = LORICA_EVENT_INTEGRITY,
		.verdict = pass->response == LORICA_RESPONSE_LOG ? LORICA_VERDICT_AUDIT :
								   LORICA_VERDICT_DENY,
		.reason = reason,
		.code = -lorica_reason_errno(reason),
		.rule = ~0U,
		.policy_serial = pass->plan->serial,
		.object = what,
	});
	pr_alert("integrity: %s: %s\n", what, lorica_reason_text(reason));
}

static void respond(const struct pass *pass, enum lorica_watch_kind kind)
{
	switch (pass->response) {
	case LORICA_RESPONSE_PANIC:
		panic("lorica: integrity: %s changed\n", lorica_watch_name(kind));
	case LORICA_RESPONSE_HALT:
		pr_alert("integrity: %s changed, going off\n", lorica_watch_name(kind));
		if (kernel_can_power_off())
			kernel_power_off();
		kernel_halt();
		break;
	default:
		break;
	}
}

static u32 look_at(struct pass *pass, enum lorica_watch_kind kind)
{
	const struct lorica_look look = { told, rest, pass };
	u32 changed;

	pass->response = pass->plan->response[kind];
	pass->told = 0;
	changed = lorica_watch_look(kind, &look);
	if (pass->told > LORICA_MAX_FINDINGS)
		pr_alert("integrity: %s: %u changes in all\n", lorica_watch_name(kind), pass->told);
	WRITE_ONCE(result.watch_changed[kind], changed);
	/* Also when it was told of before: a later policy may want another response. */
	if (changed && !is_over())
		respond(pass, kind);
	return changed;
}

/* Who has asked for a pass up to this one has it. */
static void finish(int asked)
{
	/* Pairs with the acquire in lorica_integrity_scan(): who waited sees the result. */
	smp_store_release(&done, asked);
	wake_up_all(&finished);
}

static void look_at_all(const struct plan *plan)
{
	u64 start = ktime_get_ns();
	struct pass pass = { .plan = plan, .since = start };
	u32 i, first = get_random_u32(), changed = 0;
	int asked = atomic_read(&wanted);

	begun = asked;
	for (i = 0; i < LORICA_NR_WATCHES && !is_over(); i++) {
		u32 kind = (first + i) % LORICA_NR_WATCHES;

		if (plan->response[kind] && lorica_watch_learnt(kind))
			changed += look_at(&pass, kind);
	}
	if (is_over())
		return;
	result.work = pass.work + ktime_get_ns() - pass.since;
	result.took = ktime_get_ns() - start;
	result.last_end = ktime_get_boottime_ns();
	result.changed = changed;
	result.passes++;
	finish(asked);
}

/*
 * Until the next pass, so that it begins between half of @every and all of it
 * after the last one did: nobody knows when.
 */
static unsigned long pause(const struct plan *plan)
{
	u64 half = max(plan->every * 1000 / 2, 1U), took = div_u64(result.took, NSEC_PER_MSEC);
	u64 next = half + get_random_u32() % (u32)half;

	return msecs_to_jiffies(next > took ? next - took : 0);
}

static int scan(void *unused)
{
	struct plan plan;

	/* Nobody moves it into a cgroup that is frozen or has no time, or to another CPU. */
	current->flags |= PF_NO_SETAFFINITY;
	set_freezable();
	set_user_nice(current, MAX_NICE);
	while (!kthread_should_stop()) {
		/* Full barrier: the policy is read after it. Pairs with the release in wake(). */
		xchg(&is_kicked, false);
		if (get_plan(&plan)) {
			look_at_all(&plan);
			wait_event_freezable_timeout(wake, is_over() || is_asked(), pause(&plan));
		} else {
			/* Who asked while something was watched waits for nothing more. */
			begun = atomic_read(&wanted);
			finish(begun);
			wait_event_freezable(wake, is_over() || is_asked());
		}
	}
	return 0;
}

static enum lorica_reason start_scanner(void)
{
	struct task_struct *task;

	if (scanner)
		return LORICA_OK;
	task = kthread_run(scan, NULL, "lorica-scan");
	if (IS_ERR(task))
		return LORICA_R_MEMORY;
	WRITE_ONCE(scanner, task);
	return LORICA_OK;
}

enum lorica_reason lorica_integrity_prepare(const struct lorica_policy *policy)
{
	u32 i;

	for (i = 0; i < policy->nr_watches; i++) {
		const struct lorica_watch *watch = &policy->watches[i];
		int ret = 0;

		if (!lorica_watch_learnt(watch->kind))
			ret = lorica_sealed() ? -EPERM : lorica_watch_learn(watch->kind);
		if (ret == -ENOMEM)
			return LORICA_R_MEMORY;
		if (ret && !(watch->flags & LORICA_WATCH_MAY_DEGRADE))
			return LORICA_R_NO_INTEGRITY;
	}
	return policy->integrity ? start_scanner() : LORICA_OK;
}

void lorica_integrity_wake(void)
{
	/* Pairs with the exchange in scan(): who sees the kick sees the policy. */
	smp_store_release(&is_kicked, true);
	wake_up_all(&wake);
}

int lorica_integrity_scan(void)
{
	struct plan plan;
	int mine, ret;

	if (!READ_ONCE(scanner) || !get_plan(&plan))
		return -ENXIO;
	mine = atomic_inc_return(&wanted);
	wake_up_all(&wake);
	/* Pairs with the release in finish(). */
	ret = wait_event_interruptible(finished, smp_load_acquire(&done) - mine >= 0);
	return ret ?: min_t(u32, READ_ONCE(result.changed), INT_MAX);
}

bool lorica_integrity_degraded(const struct lorica_policy *policy)
{
	u32 i;

	for (i = 0; i < policy->nr_watches; i++)
		if (!lorica_watch_learnt(policy->watches[i].kind))
			return true;
	return false;
}

static void show_watch(struct seq_file *m, const struct lorica_policy *policy,
		       const struct lorica_watch *watch)
{
	static const char *const responses[] = {
		[LORICA_RESPONSE_LOG] = "log",
		[LORICA_RESPONSE_HALT] = "halt",
		[LORICA_RESPONSE_PANIC] = "panic",
	};
	u32 changed = READ_ONCE(result.watch_changed[watch->kind]);

	seq_printf(m, "watch %s %s %s %u\n", lorica_watch_name(watch->kind),
		   responses[lorica_watch_response(policy, watch)],
		   !lorica_watch_learnt(watch->kind) ? "unwatched" :
		   changed			     ? "changed" :
		   !READ_ONCE(result.passes)	     ? "unseen" :
						       "sound",
		   changed);
}

void lorica_integrity_show(struct seq_file *m, const struct lorica_policy *policy)
{
	u32 i;

	seq_printf(m, "integrity %s\n", policy->integrity ? "watched" : "not-managed");
	for (i = 0; i < policy->nr_watches; i++)
		show_watch(m, policy, &policy->watches[i]);
	seq_printf(m, "integrity_passes %llu\n", READ_ONCE(result.passes));
	seq_printf(m, "integrity_found %llu\n", READ_ONCE(result.found));
	seq_printf(m, "integrity_changed %u\n", READ_ONCE(result.changed));
	seq_printf(m, "integrity_last_ms %llu\n",
		   div_u64(READ_ONCE(result.last_end), NSEC_PER_MSEC));
	seq_printf(m, "integrity_took_ms %llu\n", div_u64(READ_ONCE(result.took), NSEC_PER_MSEC));
	seq_printf(m, "integrity_work_us %llu\n", div_u64(READ_ONCE(result.work), NSEC_PER_USEC));
}

void lorica_integrity_exit(void)
{
	if (scanner)
		kthread_stop(scanner);
	WRITE_ONCE(scanner, NULL);
	lorica_watch_forget();
}
