/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the attacks on the network have in common. The policy of the scenario
 * `net` lets lorica-attack listen on port OPEN, by UDP at 127.0.0.1 alone, and
 * connect to OPEN of 127.0.0.1, and to DENIED anywhere but at the loopback; /attack/signed/net may do nothing.
 */
#ifndef LORICA_ATTACK_NET_H
#define LORICA_ATTACK_NET_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include "probe.h"

enum { OPEN = 7001, CLOSED = 7002, DENIED = 7003 };

struct io_uring_sqe;
struct ring;

/* net.c */
struct sockaddr_in net_at(const char *address, uint16_t port);
struct sockaddr_in6 net_at6(const char *address, uint16_t port);
bool net_loopback_up(void);
/* Listens on 127.0.0.1 at OPEN; -1 with errno. */
int net_listener(void);
int net_bind(int fd, const void *address, socklen_t len);
/* REFUSED if the program without rules ended with EACCES. */
enum result net_other(const char *what, const char *act, int number);

/* net_around.c */
/* One request, and its result; a worker of the kernel does it. */
int ring_do(struct ring *r, struct io_uring_sqe sqe);
/* Judges the results of an act that is allowed and of one that is not. */
enum result ring_result(const char *what, int good, int bad);

#endif
