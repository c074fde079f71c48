/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EXPECT_USB_H
#define LORICA_LIB_EXPECT_USB_H

#include <stdbool.h>

struct arena;
struct ast_usb_rule;
struct diags;
struct lorica_usb_facts;

/**
 * expect_usb_check - is it one device that these words are about?
 * @rule: the words
 * @diags: where it is reported that it is not
 *
 * Return: false, and a report, when they are about several, or none.
 */
bool expect_usb_check(const struct ast_usb_rule *rule, struct diags *diags);

/**
 * expect_usb_facts - what the device says of itself
 * @rule: good
 * @arena: for the result
 *
 * Return: the facts; what no word tells the device does not have.
 */
const struct lorica_usb_facts *expect_usb_facts(const struct ast_usb_rule *rule,
						struct arena *arena);

/**
 * expect_usb_text - the words in one form, however they were written
 * @rule: good
 * @arena: for the result
 *
 * Return: the text, without the word `usb`.
 */
const char *expect_usb_text(const struct ast_usb_rule *rule, struct arena *arena);

#endif
