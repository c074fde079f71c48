/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which program may use the network how. What is decided on is the socket's own
 * family, protocol and port, and the address that the kernel will use. All
 * functions are for process context and do not sleep; a refusal leaves an event.
 */
#ifndef LORICA_NET_H
#define LORICA_NET_H

#include <linux/types.h>

struct lorica_slot;
struct msghdr;
struct sockaddr;
struct socket;

/**
 * lorica_net_asks - is there a question about the use of this socket?
 * @sock: any
 *
 * Return: true for one of TCP or UDP.
 */
bool lorica_net_asks(const struct socket *sock);

/**
 * lorica_net_create - may the acting program have such a socket?
 * @family: of the socket
 * @type: of the socket, without flags
 * @protocol: of the socket
 * @self: slot of the acting program's inode, zeroed when it has none
 *
 * Return: 0, -EACCES, -LORICA_CANARY_ERRNO for an armed canary.
 */
int lorica_net_create(int family, int type, int protocol, const struct lorica_slot *self);

/**
 * lorica_net_bind - may it bind the socket to this port and address?
 * @sock: which lorica_net_asks() takes
 * @address: in kernel memory
 * @len: its bytes
 * @self: as above
 *
 * Return: as lorica_net_create().
 */
int lorica_net_bind(const struct socket *sock, const struct sockaddr *address, int len,
		    const struct lorica_slot *self);

/**
 * lorica_net_listen - may it take connections on the port that the socket has?
 * @sock: which lorica_net_asks() takes
 * @accepts: by accept, else by listen
 * @self: as above
 *
 * Return: as lorica_net_create().
 */
int lorica_net_listen(const struct socket *sock, bool accepts, const struct lorica_slot *self);

/**
 * lorica_net_connect - may it connect to this port and address?
 * @sock: which lorica_net_asks() takes
 * @address: in kernel memory
 * @len: its bytes
 * @self: as above
 *
 * Return: as lorica_net_create().
 */
int lorica_net_connect(const struct socket *sock, const struct sockaddr *address, int len,
		       const struct lorica_slot *self);

/**
 * lorica_net_send - may it send to the address that comes with the message?
 * @sock: which lorica_net_asks() takes
 * @msg: with an address
 * @self: as above
 *
 * Return: as lorica_net_create().
 */
int lorica_net_send(const struct socket *sock, const struct msghdr *msg,
		    const struct lorica_slot *self);

/**
 * lorica_net_reroutes - should a routing header be refused?
 * @how: it is asked for, for the event
 *
 * With one what is sent goes to another address first than the one that was
 * judged. Context: any but NMI.
 *
 * Return: true, and it is reported, while a net section enforces.
 */
bool lorica_net_reroutes(const char *how);

#endif
