/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_BENCH_NET_H
#define LORICA_BENCH_NET_H

#include <stdint.h>

void net_listen_close(void);
/* Before the following ones, with the loopback up. */
void net_prepare(void);
void net_connect_close(void);
/* 64 bytes, and their reception, with an address and without. */
void net_sendto(void);
void net_send(void);
/* What a look-up among @nr rules costs; only prefixes of 8 bits cover what is asked for. */
uint64_t net_lookup(uint32_t nr, uint64_t (*now)(void));

#endif
