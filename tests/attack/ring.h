/* SPDX-License-Identifier: GPL-2.0-only */
/* io_uring without its library, which the root file systems do not have. */
#ifndef LORICA_ATTACK_RING_H
#define LORICA_ATTACK_RING_H

#include <linux/io_uring.h>
#include <stdbool.h>

struct ring {
	int fd;
	struct io_uring_params params;
	char *sq, *cq;
	struct io_uring_sqe *sqes;
};

/* False when the kernel gives none. */
bool ring_open(struct ring *r);

#endif
