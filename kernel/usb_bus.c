// SPDX-License-Identifier: GPL-2.0-only
/*
 * lorica_usb.ko: the part of Lorica that needs the USB core, which is a module
 * on many kernels. It sees each device and each interface before a driver
 * does, asks lorica.ko, and takes the authorisation from what is refused: then
 * the USB core itself configures no such device and binds no driver to it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/usb.h>

#include "compat.h"
#include "gate.h"
#include "usb.h"
#include "usb_match.h"

/* The types of the USB core are not exported; their names are its alone to give. */
static bool is_type(const struct device *dev, const char *name)
{
	return dev->type && dev->type->name && !strcmp(dev->type->name, name);
}

static bool is_device(const struct device *dev)
{
	return is_type(dev, "usb_device");
}

static bool is_interface(const struct device *dev)
{
	return is_type(dev, "usb_interface");
}

static void add_interfaces(struct lorica_usb_facts *facts, const struct usb_host_config *config)
{
	unsigned int i, k;

	for (i = 0; i < config->desc.bNumInterfaces && i < USB_MAXINTERFACES; i++) {
		const struct usb_interface_cache *cache = config->intf_cache[i];

		for (k = 0; cache && k < cache->num_altsetting; k++) {
			const struct usb_interface_descriptor *d = &cache->altsetting[k].desc;

			lorica_usb_add_interface(facts, d->bInterfaceClass, d->bInterfaceSubClass,
						 d->bInterfaceProtocol);
		}
	}
}

static bool judge(struct usb_device *udev, bool *was)
{
	struct lorica_usb_facts facts = {
		.vendor = le16_to_cpu(udev->descriptor.idVendor),
		.product = le16_to_cpu(udev->descriptor.idProduct),
		.serial = udev->serial,
		.name = udev->product,
		.manufacturer = udev->manufacturer,
		.controller = dev_name(udev->bus->controller),
		.port = udev->devpath,
	};
	int i;

	for (i = 0; udev->config && i < udev->descriptor.bNumConfigurations; i++)
		add_interfaces(&facts, &udev->config[i]);
	return lorica_usb_judge(udev, udev->dev.devt, dev_name(&udev->dev),
				udev->parent ? &facts : NULL, was);
}

/* Before a driver is looked for: device_add() tells of it, and then probes. */
static void added(struct device *dev)
{
	bool was;

	if (is_device(dev)) {
		struct usb_device *udev = to_usb_device(dev);

		if (!judge(udev, &was))
			udev->authorized = 0;
	} else if (is_interface(dev)) {
		struct usb_interface *intf = to_usb_interface(dev);

		if (!lorica_usb_may(interface_to_usbdev(intf)))
			intf->authorized = 0;
	}
}

/* Whoever wrote to the flags in between: the USB core asks them again after this. */
static void binds(struct device *dev)
{
	if (is_device(dev)) {
		if (!lorica_usb_may(to_usb_device(dev)))
			to_usb_device(dev)->authorized = 0;
	} else if (is_interface(dev)) {
		struct usb_interface *intf = to_usb_interface(dev);

		if (!lorica_usb_may(interface_to_usbdev(intf)))
			intf->authorized = 0;
	}
}

static int notify(struct notifier_block *nb, unsigned long event, void *data)
{
	struct device *dev = data;

	switch (event) {
	case BUS_NOTIFY_ADD_DEVICE:
		added(dev);
		break;
	case BUS_NOTIFY_BIND_DRIVER:
		binds(dev);
		break;
	case BUS_NOTIFY_REMOVED_DEVICE:
		if (is_device(dev))
			lorica_usb_forget(to_usb_device(dev));
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = notify };

/* int usbdev_open(struct inode *inode, struct file *file) */
static int guard_open(struct ftrace_regs *fregs)
{
	const struct inode *inode = (const void *)ftrace_regs_get_argument(fregs, 0);

	return lorica_usb_refuse(NULL, inode->i_rdev, "open");
}

/* int usb_authorize_device(struct usb_device *udev) */
static int guard_authorize(struct ftrace_regs *fregs)
{
	return lorica_usb_refuse((const void *)ftrace_regs_get_argument(fregs, 0), 0, "authorize");
}

/* void usb_authorize_interface(struct usb_interface *intf) */
static int guard_authorize_interface(struct ftrace_regs *fregs)
{
	struct usb_interface *intf = (void *)ftrace_regs_get_argument(fregs, 0);

	return lorica_usb_refuse(interface_to_usbdev(intf), 0, "authorize");
}

/* "usb" is the one that everything else hangs on, and that asks for the authorisation. */
static bool has_other_driver(const struct usb_device *udev)
{
	return udev->dev.driver && strcmp(udev->dev.driver->name, "usb");
}

/* int usb_probe_device(struct device *dev): of a driver for whole devices no flag is asked. */
static int guard_probe(struct ftrace_regs *fregs)
{
	struct usb_device *udev = to_usb_device(
		(struct device *)ftrace_regs_get_argument(fregs, 0));

	return has_other_driver(udev) && lorica_usb_refuse(udev, 0, "drive");
}

static struct lorica_gate gates[] = {
	{ "usbdev_open", guard_open },
	{ "usb_authorize_device", guard_authorize },
	{ "usb_authorize_interface", guard_authorize_interface },
	{ "usb_probe_device", guard_probe },
};

/* A device that is there already: its drivers have to go, or may come now. */
static int recheck_one(struct usb_device *udev, void *only_used)
{
	bool was = true, may, driven;

	if (only_used && !lorica_usb_may(udev))
		return 0;
	usb_lock_device(udev);
	may = udev->state == USB_STATE_NOTATTACHED || judge(udev, &was);
	if (!may && udev->authorized) {
		udev->authorized = 0;
		usb_set_configuration(udev, -1);
	} else if (may && !was) {
		udev->authorized = 1;
	}
	driven = !may && has_other_driver(udev);
	usb_unlock_device(udev);
	/* None can be bound in between: the gate is closed since the device was judged. */
	if (driven)
		device_release_driver(&udev->dev);
	/* Its driver chooses a configuration when it is bound anew. */
	if (may && !was && device_reprobe(&udev->dev) < 0)
		dev_warn(&udev->dev, "allowed, and no driver takes it\n");
	return 0;
}

/* Where a rule counts, what is in use goes before what waits. */
static void recheck(void)
{
	static bool only_used = true;

	usb_for_each_dev(&only_used, recheck_one);
	usb_for_each_dev(NULL, recheck_one);
}

static const struct lorica_usb_part this_part = {
	.owner = THIS_MODULE,
	.recheck = recheck,
};

static int no_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	return -ENODEV;
}

static void no_disconnect(struct usb_interface *intf)
{
}

static const struct usb_device_id no_ids[] = { {} };

/* Drives nothing: it is registered for a moment, because the bus is not exported. */
static struct usb_driver stub = {
	.name = "lorica_usb",
	.probe = no_probe,
	.disconnect = no_disconnect,
	.id_table = no_ids,
	.no_dynamic_id = 1,
};

/* 6.4 made what it points to const. */
static typeof(((struct device_driver *)NULL)->bus) usb_bus;

static void close_gates(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(gates); i++)
		lorica_gate_close(&gates[i]);
}

static int __init lorica_usb_init(void)
{
	int i, ret;

	ret = usb_register(&stub);
	if (ret)
		return ret;
	usb_bus = lorica_usb_driver(&stub)->bus;
	usb_deregister(&stub);
	for (i = 0; i < ARRAY_SIZE(gates) && !ret; i++) {
		ret = lorica_gate_open(&gates[i]);
		if (ret)
			pr_err("cannot stand before %s: error %d\n", gates[i].function, ret);
	}
	if (!ret)
		ret = bus_register_notifier(usb_bus, &notifier);
	if (ret)
		goto err_gates;
	ret = lorica_usb_attach(&this_part);
	if (ret)
		goto err_notifier;
	return 0;

err_notifier:
	bus_unregister_notifier(usb_bus, &notifier);
err_gates:
	close_gates();
	return ret;
}

static void __exit lorica_usb_exit(void)
{
	bus_unregister_notifier(usb_bus, &notifier);
	close_gates();
	lorica_usb_detach(&this_part);
}

module_init(lorica_usb_init);
module_exit(lorica_usb_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Lorica: the USB bus");
MODULE_AUTHOR("The Lorica authors");
MODULE_VERSION("0.1.0");
