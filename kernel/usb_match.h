/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rule speaks of a USB device: a pure function of what the device says. */
#ifndef LORICA_USB_MATCH_H
#define LORICA_USB_MATCH_H

#include "limits.h"
#include "match.h"

/**
 * struct lorica_usb_facts - what is known of a device before a driver sees it
 * @vendor: as its device descriptor says
 * @product: the same
 * @serial: its string, NULL when it has none
 * @name: of its product, the same
 * @manufacturer: the same
 * @controller: name of the host controller's device
 * @port: ports below the root hub, with dots between them: "1.2"
 * @after_seal: it was plugged in after the seal
 * @overflow: it has more different interfaces than fit
 * @nr_interfaces: entries of @interfaces
 * @interfaces: each different one of all its configurations and alternate
 *	settings, so that no choice of these brings another one
 */
struct lorica_usb_facts {
	u16 vendor;
	u16 product;
	const char *serial;
	const char *name;
	const char *manufacturer;
	const char *controller;
	const char *port;
	bool after_seal;
	bool overflow;
	u32 nr_interfaces;
	struct lorica_usb_class interfaces[LORICA_MAX_USB_INTERFACES];
};

/* What the port of a rule limits it to; the more specific ones last. */
enum lorica_usb_port {
	LORICA_USB_NO_PORT = 0, /* not in the form of one */
	LORICA_USB_PORT_BELOW = 1, /* "1.*", and with a host controller */
	LORICA_USB_PORT_EXACT = 2,
	LORICA_USB_PORT_CONTROLLER_BELOW = 3,
	LORICA_USB_PORT_CONTROLLER_EXACT = 4,
};

/**
 * lorica_usb_port - what kind of port is this?
 * @text: NUL terminated
 *
 * Return: LORICA_USB_NO_PORT when it is in no form that a rule can have.
 */
enum lorica_usb_port lorica_usb_port(const char *text);

/**
 * lorica_usb_add_interface - note an interface of a device
 * @facts: gets it, once; or is said to overflow
 * @class_code: of its descriptor
 * @subclass: the same
 * @protocol: the same
 */
void lorica_usb_add_interface(struct lorica_usb_facts *facts, u8 class_code, u8 subclass,
			      u8 protocol);

/**
 * lorica_usb_specificity - how specific is a rule?
 * @policy: that has its strings
 * @rule: of it
 *
 * A serial number counts more than a product, that more than a port, and so on:
 * vendor, name, manufacturer, classes, and what the seal has to do with it.
 *
 * Return: a number; the larger one is that of the more specific rule. Bit 0
 * alone: nothing of the device is asked.
 */
u32 lorica_usb_specificity(const struct lorica_policy *policy, const struct lorica_usb_rule *rule);

/**
 * lorica_usb_order - the one order that rules have in a statement
 * @policy: that has their strings
 * @a: one rule
 * @b: another
 *
 * Return: below 0 when @a comes first, 0 when they are the same.
 */
int lorica_usb_order(const struct lorica_policy *policy, const struct lorica_usb_rule *a,
		     const struct lorica_usb_rule *b);

/**
 * lorica_usb_class_has - is an interface of a class?
 * @class: of a rule
 * @interface: of a device
 *
 * Return: true when all that the class gives is equal.
 */
bool lorica_usb_class_has(const struct lorica_usb_class *class,
			  const struct lorica_usb_class *interface);

/**
 * lorica_usb_matches - does a rule speak of a device?
 * @policy: that has its strings
 * @rule: of it
 * @facts: of the device
 *
 * Return: true when it does.
 */
bool lorica_usb_matches(const struct lorica_policy *policy, const struct lorica_usb_rule *rule,
			const struct lorica_usb_facts *facts);

/**
 * lorica_match_usb - may this device be used?
 * @policy: a decoded policy with a usb section
 * @facts: of the device
 * @used: by rule, how many devices it allows now; NULL: none
 *
 * Return: the decision, with the rule that decided.
 */
struct lorica_decision lorica_match_usb(const struct lorica_policy *policy,
					const struct lorica_usb_facts *facts, const u16 *used);

#endif
