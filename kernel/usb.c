// SPDX-License-Identifier: GPL-2.0-only
#include "usb.h"

#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "active.h"
#include "event.h"
#include "reason.h"
#include "refusal.h"
#include "seal.h"
#include "usb_match.h"

enum { OBJECT_SIZE = 112 };

/* A device that is there, with what was decided last. */
struct plugged {
	struct list_head list;
	const void *key;
	dev_t devt;
	bool after_seal;
	bool may;
	u64 generation; /* at which the policy that decided came, 0: none did */
	struct lorica_decision decision;
	char object[OBJECT_SIZE];
};

/* Of a pure file, which knows nothing of modules. */
EXPORT_SYMBOL_GPL(lorica_usb_add_interface);

static DEFINE_MUTEX(part_lock); /* protects part and held */
static const struct lorica_usb_part *part;
static bool held;

static DEFINE_MUTEX(judge_lock); /* one decision at a time: they count each other */
static u16 used[LORICA_MAX_USB_RULES]; /* judge_lock */

/* Changed under both locks; readers take one of them. Gates cannot sleep. */
static LIST_HEAD(devices);
static DEFINE_RAW_SPINLOCK(devices_lock);

void lorica_usb_recheck(void)
{
	mutex_lock(&part_lock);
	if (part)
		part->recheck();
	mutex_unlock(&part_lock);
}

int lorica_usb_attach(const struct lorica_usb_part *new)
{
	int ret = 0;

	mutex_lock(&part_lock);
	if (part)
		ret = -EBUSY;
	else
		part = new;
	mutex_unlock(&part_lock);
	if (!ret)
		lorica_usb_recheck();
	return ret;
}
EXPORT_SYMBOL_GPL(lorica_usb_attach);

void lorica_usb_detach(const struct lorica_usb_part *old)
{
	struct plugged *p, *next;
	unsigned long irq;
	LIST_HEAD(gone);

	mutex_lock(&part_lock);
	if (part == old)
		part = NULL;
	mutex_unlock(&part_lock);
	mutex_lock(&judge_lock);
	raw_spin_lock_irqsave(&devices_lock, irq);
	list_splice_init(&devices, &gone);
	raw_spin_unlock_irqrestore(&devices_lock, irq);
	mutex_unlock(&judge_lock);
	list_for_each_entry_safe(p, next, &gone, list) kfree(p);
}
EXPORT_SYMBOL_GPL(lorica_usb_detach);

bool lorica_usb_hold(void)
{
	bool ret;

	if (!IS_ENABLED(CONFIG_USB))
		return true;
	mutex_lock(&part_lock);
	if (part && !held)
		held = try_module_get(part->owner);
	ret = part && held;
	mutex_unlock(&part_lock);
	return ret;
}

static struct plugged *find(const void *key, dev_t devt)
{
	struct plugged *p;

	list_for_each_entry(p, &devices, list)
		if (key ? p->key == key : p->devt == devt)
			return p;
	return NULL;
}

/* What a device says of itself goes into a line of a log. */
static void append_quoted(char *object, const char *word, const char *text)
{
	size_t n = strlen(object);

	n += scnprintf(object + n, OBJECT_SIZE - n, " %s \"", word);
	for (; *text && n < OBJECT_SIZE - 2; text++)
		object[n++] = isprint(*text) && *text != '"' && *text != '\\' ? *text : '?';
	object[n++] = '"';
	object[n] = '\0';
}

static void describe(struct plugged *p, const char *name, const struct lorica_usb_facts *facts)
{
	if (!facts) {
		snprintf(p->object, sizeof(p->object), "%s", name);
		return;
	}
	snprintf(p->object, sizeof(p->object), "%.32s %04x:%04x", name, facts->vendor,
		 facts->product);
	if (facts->serial)
		append_quoted(p->object, "serial", facts->serial);
}

/* How many others each rule lets in now. */
static void count(const struct plugged *but, u64 generation)
{
	const struct plugged *p;

	memset(used, 0, sizeof(used));
	list_for_each_entry(p, &devices, list)
		if (p != but && p->generation == generation && p->decision.allow &&
		    p->decision.rule < ARRAY_SIZE(used))
			used[p->decision.rule]++;
}

static void report(const struct plugged *p, const struct lorica_stance *stance)
{
	lorica_event_add(&(struct lorica_report){
		.type = LORICA_EVENT_USB,
		.verdict = p->decision.allow ? LORICA_VERDICT_ALLOW :
			   stance->enforce   ? LORICA_VERDICT_DENY :
					       LORICA_VERDICT_AUDIT,
		.reason = p->decision.reason,
		.code = -lorica_reason_errno(p->decision.reason),
		.rule = p->decision.rule,
		.policy_serial = stance->serial,
		.object = p->object,
	});
}

/* Asks the policy in force; returns false when it has nothing to say of USB. */
static bool decide(struct plugged *p, const struct lorica_usb_facts *facts,
		   struct lorica_stance *stance)
{
	struct lorica_decision d = { true, LORICA_R_DEFAULT, ~0U };
	const struct lorica_active *a;
	bool managed, may = true;
	u64 generation = 0;
	unsigned long irq;

	rcu_read_lock();
	a = lorica_active_get();
	managed = a && a->policy.rec->usb != LORICA_DEFAULT_UNMANAGED;
	if (managed) {
		*stance = lorica_refusal_stance(a);
		/* A manifest changes nothing here, and what is counted stays counted. */
		generation = a->policy_generation;
		count(p, generation);
		if (facts)
			d = lorica_match_usb(&a->policy, facts, used);
		else
			d.reason = LORICA_R_USB_ROOT_HUB;
		may = d.allow || !stance->enforce;
	}
	rcu_read_unlock();
	raw_spin_lock_irqsave(&devices_lock, irq);
	p->decision = d;
	p->generation = generation;
	p->may = may;
	raw_spin_unlock_irqrestore(&devices_lock, irq);
	return managed;
}

static struct plugged *add(const void *key, dev_t devt)
{
	struct plugged *p = kzalloc(sizeof(*p), GFP_KERNEL);
	unsigned long irq;

	if (!p)
		return NULL;
	p->key = key;
	p->devt = devt;
	p->after_seal = lorica_sealed();
	p->decision.reason = LORICA_R_NO_MEMORY; /* nothing was decided yet */
	raw_spin_lock_irqsave(&devices_lock, irq);
	list_add_tail(&p->list, &devices);
	raw_spin_unlock_irqrestore(&devices_lock, irq);
	return p;
}

/* Nothing is remembered of such a device, so lorica_usb_may() says no as well. */
static bool no_memory(const char *name)
{
	const struct lorica_active *a;
	struct lorica_stance stance;
	bool managed;

	rcu_read_lock();
	a = lorica_active_get();
	managed = a && a->policy.rec->usb != LORICA_DEFAULT_UNMANAGED;
	if (managed)
		stance = lorica_refusal_stance(a);
	rcu_read_unlock();
	return !managed ||
	       !lorica_refusal_add(&(struct lorica_report){ .type = LORICA_EVENT_USB,
							    .reason = LORICA_R_NO_MEMORY,
							    .object = name },
				   &stance, NULL);
}

bool lorica_usb_judge(const void *key, dev_t devt, const char *name,
		      const struct lorica_usb_facts *facts, bool *was)
{
	struct lorica_usb_facts known;
	struct lorica_decision before;
	struct lorica_stance stance;
	struct plugged *p;
	bool may;

	mutex_lock(&judge_lock);
	p = find(key, devt) ?: add(key, devt);
	if (!p) {
		*was = may = no_memory(name);
		goto out;
	}
	before = p->decision;
	*was = p->may || before.reason == LORICA_R_NO_MEMORY;
	describe(p, name, facts);
	if (facts) {
		/* What matters is when it was plugged in, not when a policy came. */
		known = *facts;
		known.after_seal = p->after_seal;
	}
	if (decide(p, facts ? &known : NULL, &stance) && facts &&
	    (before.reason != p->decision.reason || before.rule != p->decision.rule))
		report(p, &stance);
	may = p->may;
out:
	mutex_unlock(&judge_lock);
	return may;
}
EXPORT_SYMBOL_GPL(lorica_usb_judge);

/* Looks a device up; a copy of its name goes to @object. */
static bool may_use(const void *key, dev_t devt, char *object)
{
	const struct plugged *p;
	bool known, may = false;
	unsigned long irq;

	raw_spin_lock_irqsave(&devices_lock, irq);
	p = find(key, devt);
	known = p;
	if (known) {
		may = p->may;
		if (object)
			strscpy(object, p->object, OBJECT_SIZE);
	}
	raw_spin_unlock_irqrestore(&devices_lock, irq);
	if (!known) {
		const struct lorica_active *a;

		rcu_read_lock();
		a = lorica_active_get();
		may = !a || a->policy.rec->usb == LORICA_DEFAULT_UNMANAGED ||
		      a->policy.rec->mode != LORICA_MODE_ENFORCE;
		rcu_read_unlock();
		if (object)
			snprintf(object, OBJECT_SIZE, "%u:%u", MAJOR(devt), MINOR(devt));
	}
	return may;
}

bool lorica_usb_may(const void *key)
{
	return may_use(key, 0, NULL);
}
EXPORT_SYMBOL_GPL(lorica_usb_may);

bool lorica_usb_refuse(const void *key, dev_t devt, const char *act)
{
	char object[OBJECT_SIZE], text[OBJECT_SIZE + 16];
	struct lorica_stance stance = { .enforce = true };
	const struct lorica_active *a;

	if (may_use(key, devt, object))
		return false;
	rcu_read_lock();
	a = lorica_active_get();
	if (a)
		stance.serial = a->policy_stmt->view.serial;
	rcu_read_unlock();
	snprintf(text, sizeof(text), "%s: %s", object, act);
	lorica_refusal_add(&(struct lorica_report){ .type = LORICA_EVENT_USB_USE,
						    .reason = LORICA_R_USB_REFUSED,
						    .object = text },
			   &stance, NULL);
	return true;
}
EXPORT_SYMBOL_GPL(lorica_usb_refuse);

void lorica_usb_forget(const void *key)
{
	struct plugged *p;
	unsigned long irq;

	mutex_lock(&judge_lock);
	raw_spin_lock_irqsave(&devices_lock, irq);
	p = find(key, 0);
	if (p)
		list_del(&p->list);
	raw_spin_unlock_irqrestore(&devices_lock, irq);
	mutex_unlock(&judge_lock);
	kfree(p);
}
EXPORT_SYMBOL_GPL(lorica_usb_forget);

void lorica_usb_show(struct seq_file *m)
{
	mutex_lock(&part_lock);
	seq_printf(m, "usb_part %s\n",
		   !IS_ENABLED(CONFIG_USB) ? "not-needed" :
		   !part		   ? "no" :
		   held			   ? "held" :
					     "yes");
	mutex_unlock(&part_lock);
}

void lorica_usb_devices_show(struct seq_file *m)
{
	const struct plugged *p;

	mutex_lock(&judge_lock);
	list_for_each_entry(p, &devices, list) {
		const char *verdict = p->decision.allow ? "allow" : p->may ? "audit" : "deny";

		seq_printf(m, "%s ", p->generation ? verdict : "not-managed");
		if (p->decision.rule == ~0U)
			seq_puts(m, "- ");
		else
			seq_printf(m, "%u ", p->decision.rule);
		seq_printf(m, "%s %s %s\n", lorica_reason_name(p->decision.reason),
			   p->after_seal ? "after-seal" : "until-seal", p->object);
	}
	mutex_unlock(&judge_lock);
}
