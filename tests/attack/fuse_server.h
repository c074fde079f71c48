/* SPDX-License-Identifier: GPL-2.0-only */
/* A file server in a process of its own: one file, "f/p". */
#ifndef LORICA_ATTACK_FUSE_SERVER_H
#define LORICA_ATTACK_FUSE_SERVER_H

#include <stddef.h>
#include <sys/types.h>

#include "probe.h"

/* Fills @buf with what the file has at @offset, at the moment of asking. */
typedef void fuse_content(char *buf, size_t offset, size_t len);

/* Mounts it in a mount namespace of our own; 0, or an errno. */
int fuse_start(unsigned int open_flags, size_t size, fuse_content *content, pid_t *pid);

/* Ends the server; returns @result. */
enum result fuse_finish(enum result result, pid_t pid);

/* What to return when fuse_start() failed with @err. */
enum result fuse_absent(int err);

#endif
