// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lorica's start order. Nothing is enforced until a signed policy is written
 * to securityfs; from the seal on the module cannot be unloaded, so exit is
 * for a device that was never sealed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>

#include "active.h"
#include "boot.h"
#include "control.h"
#include "device.h"
#include "event.h"
#include "gate.h"
#include "hash.h"
#include "integrity.h"
#include "kfuncs.h"
#include "place.h"
#include "seal.h"
#include "sweep.h"
#include "trust.h"
#include "volume.h"

static int __init lorica_init(void)
{
	int ret;

	ret = lorica_hash_init();
	if (ret)
		return ret;
	ret = lorica_place_init();
	if (ret)
		goto err_hash;
	lorica_device_init();
	ret = lorica_trust_init();
	if (ret)
		goto err_place;
	ret = lorica_seal_init();
	if (ret)
		goto err_trust;
	ret = lorica_gate_init();
	if (ret)
		goto err_seal;
	ret = lorica_volume_init();
	if (ret)
		goto err_gate;
	ret = lorica_kfuncs_init();
	if (ret)
		goto err_volume;
	ret = lorica_control_init();
	if (ret)
		goto err_volume;
	pr_info("ready; nothing is enforced before a signed policy is loaded\n");
	return 0;

err_volume:
	/* The nodes may have been there for a moment, and a policy written to one. */
	lorica_sweep_exit();
	lorica_integrity_exit();
	lorica_volume_exit();
err_gate:
	lorica_gate_exit();
err_seal:
	lorica_seal_exit();
	lorica_active_exit();
	lorica_boot_exit();
	lorica_event_exit();
err_trust:
	lorica_trust_exit();
err_place:
	lorica_place_exit();
err_hash:
	lorica_hash_exit();
	return ret;
}

static void __exit lorica_exit(void)
{
	lorica_control_exit();
	lorica_sweep_exit();
	lorica_integrity_exit();
	lorica_volume_exit();
	lorica_gate_exit();
	lorica_seal_exit();
	lorica_active_exit();
	lorica_boot_exit();
	lorica_event_exit();
	lorica_trust_exit();
	lorica_place_exit();
	lorica_hash_exit();
}

module_init(lorica_init);
module_exit(lorica_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Lorica: one signed policy for a device");
MODULE_AUTHOR("The Lorica authors");
MODULE_VERSION("0.1.0");
