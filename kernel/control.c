// SPDX-License-Identifier: GPL-2.0-only
/*
 * The nodes of /sys/kernel/security/lorica: the only door from user space.
 * docs/securityfs.md lists them with every errno.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "control.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/security.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "active.h"
#include "device.h"
#include "event.h"
#include "exec.h"
#include "hash.h"
#include "integrity.h"
#include "reason.h"
#include "rollback.h"
#include "seal.h"
#include "sweep.h"
#include "usb.h"

static int abi_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%d\n", LORICA_ABI);
	return 0;
}

static int status_show(struct seq_file *m, void *v)
{
	struct lorica_event_counts counts;
	const u8 *device = lorica_device_id();

	lorica_event_counts(&counts);
	seq_printf(m, "abi %d\n", LORICA_ABI);
	lorica_active_show(m);
	lorica_sweep_show(m);
	lorica_usb_show(m);
	lorica_seal_show(m);
	if (device)
		seq_printf(m, "device %*phN\n", 32, device);
	else
		seq_puts(m, "device none\n");
	seq_printf(m, "hash %s\n", lorica_hash_driver());
	lorica_exec_show(m);
	seq_printf(m, "events %llu\n", counts.last);
	seq_printf(m, "events_overwritten %llu\n", counts.overwritten);
	seq_printf(m, "denied %llu\n", counts.denied);
	seq_printf(m, "audited %llu\n", counts.audited);
	return 0;
}

/* Which hooks the active policy needs: what the loader has to attach. */
static u32 needs(void)
{
	const struct lorica_active *a;
	u32 bits = 0;

	rcu_read_lock();
	a = lorica_active_get();
	if (a)
		bits = lorica_seal_needs(&a->policy);
	rcu_read_unlock();
	return bits;
}

static int hooks_show(struct seq_file *m, void *v)
{
	u32 i, bits = needs();

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (bits & BIT(i))
			seq_printf(m, "%s\n", lorica_hook_names[i]);
	return 0;
}

static int usb_show(struct seq_file *m, void *v)
{
	lorica_usb_devices_show(m);
	return 0;
}

/* The content of the active policy, as it was signed. */
static int policy_show(struct seq_file *m, void *v)
{
	const struct lorica_active *a;

	rcu_read_lock();
	a = lorica_active_get();
	if (a)
		seq_write(m, a->policy_stmt->content, a->policy_stmt->len);
	rcu_read_unlock();
	return 0;
}

/* One write is one statement, so that its errno speaks of that statement. */
static ssize_t load_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	enum lorica_reason reason;
	void *data;

	if (!capable(CAP_MAC_ADMIN))
		return -EPERM;
	if (*pos)
		return -ESPIPE;
	if (len > LORICA_MAX_STATEMENT)
		return lorica_reason_errno(LORICA_R_OVERSIZED);
	if (!len)
		return lorica_reason_errno(LORICA_R_TRUNCATED);
	data = kvmalloc(len, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	if (copy_from_user(data, buf, len)) {
		kvfree(data);
		return -EFAULT;
	}
	reason = lorica_active_load(data, len);
	kvfree(data);
	return reason ? lorica_reason_errno(reason) : len;
}

/* Takes one word of a write; the nodes below are written by the loader only. */
static int get_word(const char __user *buf, size_t len, loff_t *pos, char *word, size_t size)
{
	if (!capable(CAP_MAC_ADMIN))
		return -EPERM;
	if (*pos || !len || len >= size)
		return -EINVAL;
	if (copy_from_user(word, buf, len))
		return -EFAULT;
	word[len] = '\0';
	strim(word);
	return 0;
}

static ssize_t links_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	char word[16];
	int fd, ret;

	ret = get_word(buf, len, pos, word, sizeof(word));
	if (!ret)
		ret = kstrtoint(word, 10, &fd);
	if (!ret)
		ret = lorica_seal_add_link(fd);
	return ret ?: len;
}

static ssize_t canary_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	char word[32];
	int ret;

	ret = get_word(buf, len, pos, word, sizeof(word));
	if (!ret)
		ret = lorica_seal_arm(word);
	return ret ?: len;
}

static ssize_t min_epoch_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	enum lorica_rollback from;
	char text[32];
	u64 epoch;
	int ret;

	ret = get_word(buf, len, pos, text, sizeof(text));
	if (!ret)
		ret = lorica_rollback_parse(text, &from, &epoch);
	if (!ret)
		ret = lorica_active_min_epoch(from, epoch);
	return ret ?: len;
}

static ssize_t seal_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	bool was = lorica_sealed();
	enum lorica_reason reason;
	char word[8];
	int ret;

	ret = get_word(buf, len, pos, word, sizeof(word));
	if (ret)
		return ret;
	if (strcmp(word, "seal"))
		return -EINVAL;
	reason = lorica_active_seal();
	if (was)
		return len;
	lorica_event_add(&(struct lorica_report){
		.type = reason ? LORICA_EVENT_SEAL_REFUSED : LORICA_EVENT_SEALED,
		.verdict = reason ? LORICA_VERDICT_DENY : LORICA_VERDICT_ALLOW,
		.reason = reason,
		.code = -lorica_reason_errno(reason),
		.rule = ~0U,
	});
	if (reason)
		return lorica_reason_errno(reason);
	pr_info("sealed\n");
	return len;
}

/* Ends with the pass that it asks for; who wrote reads in `status` what came out. */
static ssize_t scan_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	char word[8];
	int ret;

	ret = get_word(buf, len, pos, word, sizeof(word));
	if (!ret && strcmp(word, "scan"))
		ret = -EINVAL;
	if (!ret)
		ret = lorica_integrity_scan();
	return ret < 0 ? ret : len;
}

/* A reader's position is the sequence number of the record it wants next. */
static ssize_t events_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	u64 next = max_t(u64, *pos, 1);
	struct lorica_event event;
	ssize_t done = 0;
	int ret;

	if (len < sizeof(event))
		return -EINVAL;
	if (!(file->f_flags & O_NONBLOCK)) {
		ret = lorica_event_wait(next);
		if (ret)
			return ret;
	}
	while (len - done >= sizeof(event) && lorica_event_get(next, &event)) {
		if (copy_to_user(buf + done, &event, sizeof(event)))
			return done ?: -EFAULT;
		done += sizeof(event);
		next = le64_to_cpu(event.seq) + 1;
	}
	*pos = next;
	return done ?: -EAGAIN;
}

static __poll_t events_poll(struct file *file, struct poll_table_struct *wait)
{
	struct lorica_event event;

	lorica_event_poll(file, wait);
	return lorica_event_get(max_t(u64, file->f_pos, 1), &event) ? EPOLLIN | EPOLLRDNORM : 0;
}

#define SHOW_NODE(name)                                                \
	static int name##_open(struct inode *inode, struct file *file) \
	{                                                              \
		return single_open(file, name##_show, NULL);           \
	}                                                              \
	static const struct file_operations name##_fops = {            \
		.owner = THIS_MODULE,                                  \
		.open = name##_open,                                   \
		.read = seq_read,                                      \
		.llseek = seq_lseek,                                   \
		.release = single_release,                             \
	}

#define WRITE_NODE(name)                                    \
	static const struct file_operations name##_fops = { \
		.owner = THIS_MODULE,                       \
		.write = name##_write,                      \
		.llseek = noop_llseek,                      \
	}

SHOW_NODE(abi);
SHOW_NODE(status);
SHOW_NODE(hooks);
SHOW_NODE(policy);
SHOW_NODE(usb);
WRITE_NODE(load);
WRITE_NODE(min_epoch);
WRITE_NODE(links);
WRITE_NODE(canary);
WRITE_NODE(seal);
WRITE_NODE(scan);

static const struct file_operations events_fops = {
	.owner = THIS_MODULE,
	.read = events_read,
	.poll = events_poll,
	.llseek = noop_llseek,
};

/* clang-format off */
static const struct {
	const char *name;
	umode_t mode;
	const struct file_operations *fops;
} nodes[] = {
	{ "abi", 0444, &abi_fops },
	{ "status", 0444, &status_fops },
	{ "hooks", 0444, &hooks_fops },
	{ "policy", 0400, &policy_fops },
	{ "usb", 0400, &usb_fops },
	{ "events", 0400, &events_fops },
	{ "load", 0200, &load_fops },
	{ "min-epoch", 0200, &min_epoch_fops },
	{ "links", 0200, &links_fops },
	{ "canary", 0200, &canary_fops },
	{ "seal", 0200, &seal_fops },
	{ "scan", 0200, &scan_fops },
};
/* clang-format on */

static struct dentry *dir;
static struct dentry *dentries[ARRAY_SIZE(nodes)];

void lorica_control_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		securityfs_remove(dentries[i]);
	securityfs_remove(dir);
}

int lorica_control_init(void)
{
	int i;

	dir = securityfs_create_dir(LORICA_SECURITYFS, NULL);
	if (IS_ERR(dir))
		return PTR_ERR(dir);
	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		struct dentry *d = securityfs_create_file(nodes[i].name, nodes[i].mode, dir, NULL,
							  nodes[i].fops);

		if (IS_ERR(d)) {
			lorica_control_exit();
			return PTR_ERR(d);
		}
		dentries[i] = d;
	}
	return 0;
}
