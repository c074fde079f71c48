/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_HASH_POOL_H
#define LORICA_LIB_HASH_POOL_H

#include "filekind.h"
#include "walk.h"

enum { HASH_POOL_MAX_THREADS = 256 };

/**
 * struct hash_job - one file, which may have several names
 * @files: its names, one after the other
 * @nr: their number
 * @fsverity: also compute @verity
 * @taken: at least one of the names is that of code, so the digests are filled
 * @shape: what its content says
 * @sha256: of the whole content
 * @verity: the fs-verity digest of the file, if it is wanted
 * @error: 0, a negative errno, or -ESTALE for a file that changed meanwhile
 */
struct hash_job {
	const struct walk_file *files;
	size_t nr;
	bool fsverity;
	bool taken;
	enum filekind_shape shape;
	u8 sha256[32];
	u8 verity[32];
	int error;
};

/**
 * hash_pool_threads - how many threads this process can use at a time
 *
 * Return: 1 to HASH_POOL_MAX_THREADS.
 */
unsigned int hash_pool_threads(void);

/**
 * hash_pool_run - look at files and hash those that are code
 * @jobs: @nr of them; put into another order, the largest files first
 * @nr: their number
 * @threads: 1 to HASH_POOL_MAX_THREADS
 * @all: hash what is no code as well
 * @progress: show a line on stderr while it lasts
 * @bytes: set to the number of bytes that were hashed
 *
 * What happens to a single file is in its job; nothing is reported here. A
 * thread that cannot be started is done without.
 *
 * Return: 0, or -ENOMEM.
 */
int hash_pool_run(struct hash_job *jobs, size_t nr, unsigned int threads, bool all, bool progress,
		  u64 *bytes);

/**
 * hash_pool_file - hash one file that is open
 * @fd: a regular file
 * @job: @files, @nr and @fsverity are set; the rest is filled
 * @all: as for hash_pool_run()
 *
 * Return: 0, or @job->error.
 */
int hash_pool_file(int fd, struct hash_job *job, bool all);

#endif
