/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot section of a policy. */
#ifndef LORICA_POLICY_BOOT_H
#define LORICA_POLICY_BOOT_H

#include "policy_decode.h"

/**
 * lorica_policy_boot_decode - check and open the sections BOOT and BOOT_WORDS
 * @section: of the statement, by enum lorica_section_id
 * @policy: with its record; gets the rest
 *
 * Return: as lorica_policy_decode().
 */
enum lorica_reason lorica_policy_boot_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy);

/**
 * lorica_boot_pcr_ok - may a rule speak of a PCR?
 * @pcr: its number
 *
 * Of PCR 10 the log of the firmware says nothing: IMA extends it all the time.
 * Those from 16 on can be set back without a reset of the TPM.
 *
 * Return: true when it may.
 */
bool lorica_boot_pcr_ok(u32 pcr);

/**
 * lorica_boot_word - the word, or the command line, of a rule
 * @policy: a decoded policy
 * @rule: one of its boot rules
 *
 * Return: NUL terminated, inside the statement; NULL for a rule without one.
 */
const char *lorica_boot_word(const struct lorica_policy *policy,
			     const struct lorica_boot_rule *rule);

#endif
