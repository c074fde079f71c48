// SPDX-License-Identifier: GPL-2.0-only
/* A module that no manifest lists. */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

static int __init evil_init(void)
{
	pr_info("EVIL module loaded\n");
	return 0;
}

static void __exit evil_exit(void)
{
}

module_init(evil_init);
module_exit(evil_exit);
MODULE_DESCRIPTION("A module that no manifest lists");
MODULE_LICENSE("GPL");
