/* SPDX-License-Identifier: GPL-2.0-only */
/* What the policy says of the USB devices that are there. The bus is in usb_bus.c. */
#ifndef LORICA_USB_H
#define LORICA_USB_H

#include <linux/types.h>

#include "policy_decode.h"

struct lorica_usb_facts;
struct module;
struct seq_file;

/**
 * struct lorica_usb_part - the module that sees the bus
 * @owner: kept in the kernel from the seal on
 * @recheck: judge every device that is there, because the policy is another one;
 *	may sleep
 */
struct lorica_usb_part {
	struct module *owner;
	void (*recheck)(void);
};

/**
 * lorica_usb_attach - the bus is watched from now on
 * @part: until lorica_usb_detach(); @recheck is called before this returns
 *
 * Context: may sleep.
 *
 * Return: 0, -EBUSY when there is one.
 */
int lorica_usb_attach(const struct lorica_usb_part *part);

/**
 * lorica_usb_detach - it is watched no longer; for a device that was never sealed
 * @part: that was attached
 */
void lorica_usb_detach(const struct lorica_usb_part *part);

/**
 * lorica_usb_hold - is the bus watched, and will stay so?
 *
 * Return: false when nobody watches it. A kernel without USB has none.
 */
bool lorica_usb_hold(void);

/** lorica_usb_recheck - the policy is another one; may sleep */
void lorica_usb_recheck(void);

/**
 * lorica_usb_judge - decide about a device, and remember it
 * @key: tells it from all others while it is there; nothing is read from it
 * @devt: of its node
 * @name: the kernel's name for it
 * @facts: what it says of itself, NULL for a root hub
 * @was: set to false when it was refused up to now
 *
 * Reports what is new. Context: may sleep.
 *
 * Return: may it be used? True in audit mode, whatever is reported.
 */
bool lorica_usb_judge(const void *key, dev_t devt, const char *name,
		      const struct lorica_usb_facts *facts, bool *was);

/**
 * lorica_usb_may - may this device be used?
 * @key: as in lorica_usb_judge()
 *
 * Context: any but NMI.
 *
 * Return: what was decided last. One that nobody was asked about may not, while
 * a policy has something to say of USB devices.
 */
bool lorica_usb_may(const void *key);

/**
 * lorica_usb_refuse - should an attempt to use a device fail?
 * @key: as in lorica_usb_judge(), NULL: known by @devt
 * @devt: of its node
 * @act: what somebody wants to do, for the event
 *
 * Context: any but NMI.
 *
 * Return: true, and it is reported, for a device that may not be used.
 */
bool lorica_usb_refuse(const void *key, dev_t devt, const char *act);

/**
 * lorica_usb_forget - the device is gone
 * @key: as in lorica_usb_judge(); may be used again
 */
void lorica_usb_forget(const void *key);

/**
 * lorica_usb_show - the lines of `status` that speak of USB
 * @m: where to
 */
void lorica_usb_show(struct seq_file *m);

/**
 * lorica_usb_devices_show - one line for each device, for the `usb` node
 * @m: where to
 */
void lorica_usb_devices_show(struct seq_file *m);

#endif
