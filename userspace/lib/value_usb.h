/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_VALUE_USB_H
#define LORICA_LIB_VALUE_USB_H

#include "value.h"

struct value_usb_id {
	uint16_t vendor;
	uint16_t product;
};

struct value_usb_class {
	uint8_t class;
	uint8_t subclass;
	uint8_t protocol;
};

/**
 * value_usb_id - read what a USB device says it is
 * @text: 0403:6001, hex digits of either case
 * @id: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else.
 */
bool value_usb_id(const char *text, struct value_usb_id *id, struct value_wrong *wrong);

/**
 * value_usb_ids - read which USB devices are meant
 * @text: 0403:6001, or 0403:* for all products of a vendor
 * @id: the result, without a product in the second form
 * @any: it was the second form
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else.
 */
bool value_usb_ids(const char *text, struct value_usb_id *id, bool *any, struct value_wrong *wrong);

/**
 * value_usb_classes - read which USB interfaces are meant
 * @text: ff:ff:ff, ff:ff, ff:ff:*, ff, ff:*, ff:*:*, or a name like hid
 * @class: the result, zero where nothing is given
 * @given: how many of the numbers are
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else.
 */
bool value_usb_classes(const char *text, struct value_usb_class *class, uint8_t *given,
		       struct value_wrong *wrong);

/**
 * value_usb_class_name - the name of a class
 * @class_code: base class
 *
 * Return: a static string, NULL when it has none.
 */
const char *value_usb_class_name(uint8_t class_code);

#endif
