/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_NET_MATCH_H
#define LORICA_NET_MATCH_H

#include "match.h"

enum { LORICA_NO_RULE = ~0U };

/**
 * struct lorica_net_query - something that a program is about to do
 * @act: enum lorica_net_act
 * @proto: enum lorica_net_proto, or the address family; see struct lorica_net_rule
 * @version: 4 or 6, 0: there is no address
 * @unused: zero, so that two queries can be compared by their bytes
 * @port: 0: the kernel will pick one
 * @address: in network order
 */
struct lorica_net_query {
	u8 act;
	u8 proto;
	u8 version;
	u8 unused;
	u16 port;
	u8 address[16];
};

/**
 * lorica_net_normal - write an IPv4 address inside of an IPv6 address as what it is
 * @query: with an address
 *
 * A socket for IPv6 that speaks to ::ffff:a.b.c.d sends packets of IPv4.
 */
void lorica_net_normal(struct lorica_net_query *query);

/**
 * lorica_net_find - the rule that speaks of something for one name of a program
 * @policy: a decoded policy
 * @path: of the program, NUL terminated; NULL: rules for every program
 * @query: what it is about to do
 *
 * Takes a handful of binary searches, one for each length of prefix that the
 * rules of the program have.
 *
 * Return: its index, LORICA_NO_RULE when there is none.
 */
u32 lorica_net_find(const struct lorica_policy *policy, const char *path,
		    const struct lorica_net_query *query);

/**
 * lorica_net_better - of the rules for two names of one program, which decides?
 * @policy: a decoded policy
 * @a: from lorica_net_find()
 * @b: from lorica_net_find()
 *
 * Return: the one with the longer prefix; of two alike the one that denies.
 */
u32 lorica_net_better(const struct lorica_policy *policy, u32 a, u32 b);

/**
 * lorica_net_decide - what the net section says
 * @policy: a decoded policy that has one
 * @named: the best rule for the program's own names
 * @query: what it is about to do
 *
 * Return: the decision; its rule is that which allowed or denied, ~0 for the default.
 */
struct lorica_decision lorica_net_decide(const struct lorica_policy *policy, u32 named,
					 const struct lorica_net_query *query);

/**
 * lorica_net_sends - may a program send by some protocol at all?
 * @policy: a decoded policy
 * @path: of the program; NULL: every program
 * @proto: which
 *
 * Return: true when a rule allows it to connect to something.
 */
bool lorica_net_sends(const struct lorica_policy *policy, const char *path, u8 proto);

/**
 * lorica_net_family - which act of the language is it to make such a socket?
 * @family: of the socket
 * @type: of the socket, without flags
 * @protocol: of the socket
 *
 * Return: the number that a rule has for it; 0 when it is decided by what the
 * socket is used for, or not at all: TCP and UDP, AF_UNIX and AF_NETLINK.
 */
u8 lorica_net_family(int family, int type, int protocol);

/**
 * lorica_net_family_name - the word of the language for a family
 * @family: as a rule has it
 *
 * Return: NULL when the language has none.
 */
const char *lorica_net_family_name(u8 family);

/**
 * lorica_net_proto - the protocol of the language that a socket speaks
 * @protocol: of the socket
 *
 * Return: LORICA_NET_TCP, also for MPTCP; LORICA_NET_UDP, also for UDP-Lite; else 0.
 */
u8 lorica_net_proto(int protocol);

#endif
