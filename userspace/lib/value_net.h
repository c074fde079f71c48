/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_VALUE_NET_H
#define LORICA_LIB_VALUE_NET_H

#include "value.h"

/**
 * struct value_net - a range of IP addresses
 * @version: 4 or 6
 * @bits: of the prefix, at most 32 or 128
 * @address: the first one, in network order; 4 or 16 bytes count
 */
struct value_net {
	uint8_t version;
	uint8_t bits;
	uint8_t address[16];
};

enum { VALUE_NET = 50 }; /* characters of a printed range and its NUL */

/**
 * value_net - read an address or a range of addresses
 * @text: 10.0.0.0/8, 2001:db8::/32, or an address, which is a range of one
 * @net: the result
 * @wrong: NULL if nobody wants to know
 *
 * Return: false when @text is anything else, when bits behind the prefix are
 * set, or for an IPv4 address inside of an IPv6 address, which would match
 * other packets than its looks say.
 */
bool value_net(const char *text, struct value_net *net, struct value_wrong *wrong);

/**
 * value_net_print - write a range in its one canonical form
 * @net: the range
 * @text: VALUE_NET bytes; an address alone for a range of one
 */
void value_net_print(const struct value_net *net, char *text);

#endif
