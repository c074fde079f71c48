/* SPDX-License-Identifier: GPL-2.0-only */
/* A rule for USB devices as the canonical text has it. */
#ifndef LORICA_LIB_TEXT_USB_H
#define LORICA_LIB_TEXT_USB_H

#include <stdio.h>

#include "kernel/policy_decode.h"

struct arena;

/**
 * text_usb_rule - write a rule
 * @policy: that has its strings
 * @rule: of it
 * @to: where to; no newline is written
 */
void text_usb_rule(const struct lorica_policy *policy, const struct lorica_usb_rule *rule,
		   FILE *to);

/**
 * text_usb_class - write a class of interfaces
 * @class: of a rule, or of a device
 * @to: where to
 */
void text_usb_class(const struct lorica_usb_class *class, FILE *to);

/**
 * text_usb_string - a rule as a string
 * @policy: that has its strings
 * @rule: of it
 * @arena: where it lives
 *
 * Return: NUL terminated.
 */
const char *text_usb_string(const struct lorica_policy *policy, const struct lorica_usb_rule *rule,
			    struct arena *arena);

#endif
