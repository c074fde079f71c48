/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_POLICY_NET_H
#define LORICA_POLICY_NET_H

#include "policy_decode.h"

/* Address families as the kernel numbers them, whose headers are on one side of the border only. */
enum lorica_net_family_number {
	LORICA_NET_FAMILY_UNIX = 1,
	LORICA_NET_FAMILY_IP = 2,
	LORICA_NET_FAMILY_IP6 = 10,
	LORICA_NET_FAMILY_NETLINK = 16,
	LORICA_NET_FAMILY_PACKET = 17,
};

/**
 * lorica_policy_net_decode - check and open the section NET
 * @section: all of a policy, by enum lorica_section_id
 * @policy: with its record and its strings; gets the rules
 *
 * Return: LORICA_OK, or LORICA_R_TABLE, LIMIT, RESERVED, CONTENT or ORDER.
 */
enum lorica_reason lorica_policy_net_decode(const struct lorica_bytes *section,
					    struct lorica_policy *policy);

/**
 * lorica_policy_net_names - does a rule name this string?
 * @policy: with its rules
 * @offset: of the string
 *
 * Return: true when one does.
 */
bool lorica_policy_net_names(const struct lorica_policy *policy, u32 offset);

/**
 * lorica_net_order - which of two rules stands first?
 * @a: one
 * @b: the other
 *
 * Return: below, above or equal to 0, by all that a table is sorted by.
 */
int lorica_net_order(const struct lorica_net_rule *a, const struct lorica_net_rule *b);

/**
 * lorica_net_alike - do two rules differ in their ports and verdicts alone?
 * @a: one
 * @b: the other
 *
 * Return: true when they do.
 */
bool lorica_net_alike(const struct lorica_net_rule *a, const struct lorica_net_rule *b);

#endif
