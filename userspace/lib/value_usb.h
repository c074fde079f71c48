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
 * value_usb_class - read what a USB interface says it is
 * @text: class, subclass and protocol: ff:ff:ff, hex digits of either case
 * @class: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else.
 */
bool value_usb_class(const char *text, struct value_usb_class *class, struct value_wrong *wrong);

#endif
