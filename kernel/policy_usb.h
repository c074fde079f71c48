/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_POLICY_USB_H
#define LORICA_POLICY_USB_H

#include "policy_decode.h"

/**
 * lorica_policy_usb_decode - check and open the sections USB and USB_STRINGS
 * @section: of the statement, by enum lorica_section_id
 * @policy: with its record; gets the rules
 *
 * Return: as lorica_policy_decode().
 */
enum lorica_reason lorica_policy_usb_decode(const struct lorica_bytes *section,
					    struct lorica_policy *policy);

/**
 * lorica_policy_usb_string - what a rule compares
 * @policy: a decoded policy
 * @offset: as the rule has it
 *
 * Return: NUL terminated, inside the statement; NULL for LORICA_NO_STRING.
 */
const char *lorica_policy_usb_string(const struct lorica_policy *policy, __le32 offset);

#endif
