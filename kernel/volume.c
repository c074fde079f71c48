// SPDX-License-Identifier: GPL-2.0-only
/*
 * dm-verity volumes as evidence.
 *
 * dm-verity verifies what is read from now on. Three things are left to do:
 * to find out the root hash of the live table, to know that the page cache was
 * never filled in another way, and to keep both as they are. Kernel 6.1 has no
 * hook that tells a root hash, and none of the kernels has one for a change of
 * table, so gates (gate.c) stand before the functions through which every such
 * change has to go. docs/architecture.md tells what each one closes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "volume.h"

#include <linux/blkdev.h>
#include <linux/dcache.h>
#include <linux/device-mapper.h>
#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>

#include "active.h"
#include "compat.h"
#include "event.h"
#include "filesystem.h"
#include "gate.h"
#include "limits.h"
#include "reason.h"
#include "seal.h"
#include "verity_table.h"

enum history {
	GIVEN, /* its first table is on the way, I/O has not begun */
	PURE, /* one table ever, read-only before anybody had the device open */
	MIXED, /* may have something else in the page cache */
	HELD, /* a volume */
};

/**
 * struct volume_device - what happened to a device since the gates are there
 * @disk: compared; followed only by who knows that it lives
 * @seq: unlike the pointer never used again
 * @dev: its number
 * @table: the only table it got, compared and never followed
 * @history: see there
 * @root: of a device that is HELD
 *
 * One for each minor number, used again with it and not freed. A device
 * without one has had no change since the gates.
 */
struct volume_device {
	struct gendisk *disk;
	u64 seq;
	dev_t dev;
	const struct dm_table *table;
	enum history history;
	u8 root[32];
};

static DEFINE_SPINLOCK(history_lock); /* protects devices and what they are */
static DEFINE_XARRAY(devices); /* by minor number */

/* Taken when they are needed: Lorica loads on kernels without device mapper. */
static struct {
	struct mapped_device *(*get)(dev_t dev);
	struct gendisk *(*disk)(struct mapped_device *md);
	void (*put)(struct mapped_device *md);
} dm;

static bool ready; /* the gates are there, for ever */

static bool is_of(const struct volume_device *d, const struct gendisk *disk)
{
	return d->disk == disk && d->seq == disk->diskseq;
}

/* The device of a disk, made when there is none. history_lock is held. */
static struct volume_device *device_of(struct gendisk *disk)
{
	struct volume_device *d = xa_load(&devices, disk->first_minor);

	if (!d) {
		d = kzalloc(sizeof(*d), GFP_ATOMIC);
		if (!d || xa_err(xa_store(&devices, disk->first_minor, d, GFP_ATOMIC))) {
			kfree(d);
			return NULL;
		}
	}
	return d;
}

/* What is there tells of another disk: this one begins. history_lock is held. */
static void begin(struct volume_device *d, struct gendisk *disk, const struct dm_table *table,
		  enum history history)
{
	*d = (struct volume_device){
		.disk = disk,
		.seq = disk->diskseq,
		.dev = disk_devt(disk),
		.table = table,
		.history = history,
	};
}

static void report(const struct gendisk *disk)
{
	lorica_event_add(&(struct lorica_report){
		.type = LORICA_EVENT_VOLUME,
		.verdict = LORICA_VERDICT_DENY,
		.reason = LORICA_R_OWN_OBJECT,
		.code = EACCES,
		.rule = ~0U,
		.object = disk->disk_name,
	});
}

/* ---- the gates: preemption is off ----------------------------------------- */

/*
 * int dm_table_create(struct dm_table **result, mode, unsigned int num_targets, struct mapped_device *md)
 *
 * A held device could be given a table that it will not take. Said here, the
 * device is not suspended on the way.
 */
static int guard_load(struct ftrace_regs *fregs)
{
	struct mapped_device *md = (void *)ftrace_regs_get_argument(fregs, 3);
	struct gendisk *disk = dm.disk(md);
	const struct volume_device *d;
	bool held;

	spin_lock(&history_lock);
	d = xa_load(&devices, disk->first_minor);
	held = d && is_of(d, disk) && d->history == HELD;
	spin_unlock(&history_lock);
	if (held)
		report(disk);
	return held;
}

/* A table that is gone may have left its address to this one. */
static void forget_table(const struct dm_table *table)
{
	struct volume_device *d;
	unsigned long i;

	xa_for_each(&devices, i, d)
	{
		if (d->table != table)
			continue;
		d->table = NULL;
		if (d->history != HELD)
			d->history = MIXED;
	}
}

/*
 * struct dm_table *dm_swap_table(struct mapped_device *md, struct dm_table *table)
 *
 * The one way for a table to become the live one. A device that gets a second
 * one, or had one before the gates, may have pages of the other in its cache.
 */
static int guard_swap(struct ftrace_regs *fregs)
{
	struct mapped_device *md = (void *)ftrace_regs_get_argument(fregs, 0);
	struct dm_table *table = (void *)ftrace_regs_get_argument(fregs, 1);
	struct gendisk *disk = dm.disk(md);
	bool refuse = true;
	struct volume_device *d;

	spin_lock(&history_lock);
	/* Whose device: one whose table did not become live may be gone. */
	forget_table(table);
	d = device_of(disk);
	if (!d)
		goto out;
	if (!is_of(d, disk)) {
		begin(d, disk, table, get_capacity(disk) ? MIXED : GIVEN);
		refuse = false;
	} else if (d->history != HELD) {
		d->history = MIXED;
		refuse = false;
	}
out:
	spin_unlock(&history_lock);
	if (refuse)
		report(disk);
	return refuse;
}

/*
 * int dm_table_resume_targets(struct dm_table *t)
 *
 * The device has its table, and I/O begins after this. Who opens it from here
 * on finds it read-only; who has it open may have it open for writing, or
 * mapped.
 */
static int watch_resume(struct ftrace_regs *fregs)
{
	struct dm_table *table = (void *)ftrace_regs_get_argument(fregs, 0);
	struct volume_device *d;
	unsigned long i;

	spin_lock(&history_lock);
	xa_for_each(&devices, i, d)
	{
		/* It is live, so this is its device, and that lives too. */
		if (d->table != table || d->history != GIVEN)
			continue;
		/* BLKROSET sets another flag, which anybody can take back. */
		d->history = test_bit(GD_READ_ONLY, &d->disk->state) && !disk_openers(d->disk) ?
				     PURE :
				     MIXED;
	}
	spin_unlock(&history_lock);
	return 0;
}

/*
 * int blkdev_open(struct inode *inode, struct file *file)
 *
 * A read-only block device can be opened for writing, and before 6.5 the
 * descriptor could be mapped for writing as well. File systems take their
 * metadata from these pages.
 */
static int guard_open(struct ftrace_regs *fregs)
{
	const struct inode *inode = (void *)ftrace_regs_get_argument(fregs, 0);
	const struct file *file = (void *)ftrace_regs_get_argument(fregs, 1);
	struct mapped_device *md;
	struct gendisk *disk;
	bool refuse = true;
	struct volume_device *d;

	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	md = dm.get(inode->i_rdev);
	if (!md)
		return 0;
	disk = dm.disk(md);
	spin_lock(&history_lock);
	d = device_of(disk);
	if (d && !is_of(d, disk))
		begin(d, disk, NULL, MIXED);
	if (d && d->history != HELD) {
		d->history = MIXED;
		refuse = false;
	}
	spin_unlock(&history_lock);
	if (refuse)
		report(disk);
	dm.put(md);
	return refuse;
}

static struct lorica_gate gates[] = {
	{ .function = "dm_table_create", .refuses = guard_load },
	{ .function = "dm_swap_table", .refuses = guard_swap },
	{ .function = "dm_table_resume_targets", .refuses = watch_resume },
	{ .function = "blkdev_open", .refuses = guard_open },
};

/* ---- the question --------------------------------------------------------- */

/*
 * Device mapper hands its live table to nobody. But an ioctl of the device
 * asks the target of a table that has no other, while the device is not
 * suspended, which device to pass it on to. For our own ioctl a gate before
 * verity's answer to that leads to ours, which looks at the target and ends
 * the ioctl. dm_sync_table() keeps the table live until then.
 */
static DEFINE_MUTEX(question_lock); /* protects the following */
static struct task_struct *asking; /* compared, never followed */
static struct {
	sector_t sectors;
	char line[1024];
	struct dm_table *table;
	bool sound;
	u8 root[32];
} question;

static int is_asking(struct ftrace_regs *fregs)
{
	return READ_ONCE(asking) == current;
}

/* int verity_prepare_ioctl(struct dm_target *ti, struct block_device **bdev) */
static int answer(struct dm_target *ti, struct block_device **bdev)
{
	question.table = ti->table;
	if (strcmp(ti->type->name, "verity") || !ti->type->status || ti->begin ||
	    ti->len != question.sectors)
		return -ECANCELED;
	ti->type->status(ti, STATUSTYPE_TABLE, 0, question.line, sizeof(question.line));
	question.sound = lorica_verity_root(question.line, sizeof(question.line), question.root);
	return -ECANCELED;
}

static struct lorica_gate question_gate = {
	.function = "verity_prepare_ioctl",
	.refuses = is_asking,
	.instead = answer,
};

/* question_lock is held. */
static bool ask(struct block_device *bdev)
{
	const struct block_device_operations *fops = bdev->bd_disk->fops;

	question.sound = false;
	question.sectors = get_capacity(bdev->bd_disk);
	memset(question.line, 0, sizeof(question.line));
	if (!question_gate.registered || !fops->ioctl)
		return false;
	WRITE_ONCE(asking, current);
	/* No driver has this number, if another target should pass it on. */
	fops->ioctl(bdev, 0, _IO('L', 0xf7), 0);
	WRITE_ONCE(asking, NULL);
	return question.sound;
}

/* With its module the function goes, and a gate must not stay at its address. */
static int module_changed(struct notifier_block *nb, unsigned long state, void *data)
{
	const struct module *module = data;

	if (strcmp(module->name, "dm_verity"))
		return NOTIFY_DONE;
	mutex_lock(&question_lock);
	if (state == MODULE_STATE_GOING)
		lorica_gate_close(&question_gate);
	else if (state == MODULE_STATE_LIVE && READ_ONCE(ready))
		lorica_gate_open(&question_gate);
	mutex_unlock(&question_lock);
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = module_changed };

/* ---- the evidence --------------------------------------------------------- */

static bool is_named(const u8 *root)
{
	const struct lorica_active *a;
	bool named;

	rcu_read_lock();
	a = lorica_active_get();
	named = a && lorica_policy_volume(&a->policy, root) != LORICA_NO_VOLUME;
	rcu_read_unlock();
	return named;
}

static bool is_held(struct gendisk *disk, u8 *root)
{
	const struct volume_device *d;
	bool held;

	spin_lock(&history_lock);
	d = xa_load(&devices, disk->first_minor);
	held = d && is_of(d, disk) && d->history == HELD;
	if (held)
		memcpy(root, d->root, sizeof(d->root));
	spin_unlock(&history_lock);
	return held;
}

/*
 * Between the answer and the lock another table may come: then the gate saw
 * it, and the history is not what it was.
 */
static bool hold(struct gendisk *disk, u8 *root)
{
	struct volume_device *d;
	bool held = false;

	spin_lock(&history_lock);
	d = xa_load(&devices, disk->first_minor);
	if (!d) {
		/* It is older than the gates, and as it was. */
		d = device_of(disk);
		if (d)
			begin(d, disk, question.table, PURE);
	}
	if (d && is_of(d, disk) && d->table == question.table && d->history == PURE &&
	    test_bit(GD_READ_ONLY, &disk->state)) {
		memcpy(d->root, question.root, sizeof(d->root));
		memcpy(root, question.root, sizeof(d->root));
		d->history = HELD;
		held = true;
	}
	spin_unlock(&history_lock);
	return held;
}

static bool find(struct block_device *bdev, u8 *root, bool known)
{
	bool found = is_held(bdev->bd_disk, root);

	if (found || known)
		return found;
	mutex_lock(&question_lock);
	found = ask(bdev) && is_named(question.root) && hold(bdev->bd_disk, root);
	mutex_unlock(&question_lock);
	return found;
}

bool lorica_volume_of(struct file *file, u8 *root, bool known)
{
	const struct inode *inode = file_inode(file);
	struct super_block *sb = inode->i_sb;
	const struct lorica_filesystem *fs;
	struct mapped_device *md;
	bool found;

	/* Pairs with the release in lorica_volume_ready(). */
	if (!smp_load_acquire(&ready) || !S_ISREG(inode->i_mode) || IS_DAX(inode) || !sb->s_bdev ||
	    !sb_rdonly(sb))
		return false;
	fs = lorica_filesystem_of(inode);
	if (!fs || !fs->sole)
		return false;
	md = dm.get(sb->s_bdev->bd_dev);
	if (!md)
		return false;
	found = dm.disk(md) == sb->s_bdev->bd_disk && find(sb->s_bdev, root, known);
	dm.put(md);
	return found;
}

/* What was opened by its handle may hang on nothing. */
static const char *path_of(struct file *file, char *buf)
{
	struct dentry *dentry = file->f_path.dentry;
	const char *path;

	if (!buf || !is_subdir(dentry, dentry->d_sb->s_root))
		return NULL;
	path = dentry_path_raw(dentry, buf, LORICA_MAX_PATH);
	return IS_ERR(path) ? NULL : path;
}

bool lorica_volume_spot(struct lorica_spot *spot, struct file *file, bool known)
{
	spot->buf = NULL;
	if (!file || !lorica_volume_of(file, spot->root, known))
		return false;
	spot->buf = kmalloc(LORICA_MAX_PATH, GFP_ATOMIC | __GFP_NOWARN);
	spot->path = path_of(file, spot->buf);
	return true;
}

bool lorica_volume_self(struct lorica_spot *spot)
{
	struct file *exe = NULL;

	/* It lives as long as the caller runs it, and PR_SET_MM is refused. */
	if (current->mm)
		exe = rcu_access_pointer(current->mm->exe_file);
	return lorica_volume_spot(spot, exe, true);
}

void lorica_volume_spot_end(struct lorica_spot *spot)
{
	kfree(spot->buf);
}

/* ---- start, status, end --------------------------------------------------- */

static void close_gates(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(gates); i++)
		lorica_gate_close(&gates[i]);
	mutex_lock(&question_lock);
	lorica_gate_close(&question_gate);
	mutex_unlock(&question_lock);
	if (dm.get)
		symbol_put(dm_get_md);
	if (dm.disk)
		symbol_put(dm_disk);
	if (dm.put)
		symbol_put(dm_put);
	memset(&dm, 0, sizeof(dm));
}

bool lorica_volume_ready(void)
{
	int i, ret;

	if (ready || lorica_sealed())
		return ready;
	dm.get = symbol_get(dm_get_md);
	dm.disk = symbol_get(dm_disk);
	dm.put = symbol_get(dm_put);
	if (!dm.get || !dm.disk || !dm.put)
		goto err;
	for (i = 0; i < ARRAY_SIZE(gates); i++) {
		ret = lorica_gate_open(&gates[i]);
		if (ret)
			goto err;
	}
	mutex_lock(&question_lock);
	ret = lorica_gate_open(&question_gate);
	mutex_unlock(&question_lock);
	if (ret)
		goto err;
	/* Pairs with the acquire in lorica_volume_of(): dm is filled. */
	smp_store_release(&ready, true);
	return true;

err:
	close_gates();
	return false;
}

/* The name of the device that holds a volume at this moment, if one does. */
static bool find_name(const u8 *root, char *name)
{
	struct mapped_device *md;
	bool found = false;
	struct volume_device *d;
	unsigned long i;

	spin_lock(&history_lock);
	xa_for_each(&devices, i, d)
	{
		if (d->history != HELD || memcmp(d->root, root, sizeof(d->root)))
			continue;
		md = dm.get(d->dev);
		if (!md)
			continue;
		found = is_of(d, dm.disk(md));
		if (found)
			strscpy(name, dm.disk(md)->disk_name, DISK_NAME_LEN);
		dm.put(md);
		if (found)
			break;
	}
	spin_unlock(&history_lock);
	return found;
}

void lorica_volume_show(struct seq_file *m, const struct lorica_policy *policy)
{
	char name[DISK_NAME_LEN];
	u32 i;

	for (i = 0; i < policy->nr_volumes; i++) {
		const struct lorica_volume *v = &policy->volumes[i];
		/* Pairs with the release in lorica_volume_ready(). */
		bool found = smp_load_acquire(&ready) && find_name(v->root_hash, name);

		seq_printf(m, "volume %s root %*phN %s %s\n", v->name, (int)sizeof(v->root_hash),
			   v->root_hash, found ? "held" : "unseen", found ? name : "-");
	}
}

int lorica_volume_init(void)
{
	return register_module_notifier(&module_notifier);
}

void lorica_volume_exit(void)
{
	struct volume_device *d;
	unsigned long i;

	unregister_module_notifier(&module_notifier);
	if (ready)
		close_gates();
	xa_for_each(&devices, i, d) kfree(d);
	xa_destroy(&devices);
}
