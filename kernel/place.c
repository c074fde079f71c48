// SPDX-License-Identifier: GPL-2.0-only
#include "place.h"

#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>

#include "compat.h"

static struct cred *own_cred; /* as the kernel's own threads have them */

int lorica_place_init(void)
{
	own_cred = prepare_kernel_cred(&init_task);
	return own_cred ? 0 : -ENOMEM;
}

void lorica_place_exit(void)
{
	put_cred(own_cred);
}

bool lorica_place_root(struct path *root)
{
	struct task_struct *init;

	*root = (struct path){};
	/* Another thread of process 1 may take over, and the old one end. */
	rcu_read_lock();
	init = READ_ONCE(init_pid_ns.child_reaper);
	get_task_struct(init);
	rcu_read_unlock();
	task_lock(init);
	if (init->fs)
		get_fs_root(init->fs, root);
	task_unlock(init);
	put_task_struct(init);
	return root->mnt;
}

/* Whoever runs the file need not be allowed to search the way to the directory. */
static bool look_up(const struct path *root, const char *dir, struct path *found)
{
	const struct cred *old = override_creds(own_cred);
	int err = vfs_path_lookup(root->dentry, root->mnt, dir, LOOKUP_FOLLOW, found);

	revert_creds(old);
	return !err;
}

bool lorica_place_under(const struct file *file, const char *dir)
{
	struct dentry *dentry = file->f_path.dentry;
	struct path root, top;
	bool under;

	if (!lorica_place_root(&root))
		return false;
	under = look_up(&root, dir, &top);
	path_put(&root);
	if (!under)
		return false;
	/* A file that was deleted, or never had a name, lies nowhere. */
	under = !d_unlinked(dentry) && is_subdir(dentry, top.dentry);
	path_put(&top);
	return under;
}
