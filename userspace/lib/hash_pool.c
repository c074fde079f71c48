// SPDX-License-Identifier: GPL-2.0-only
#include "hash_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fsverity.h"

enum {
	READ_SIZE = 256 << 10,
	READAHEAD_FROM = 128 << 10, /* below, a file is read in one go */
	PROGRESS_MS = 200,
};

struct pool {
	struct hash_job *jobs;
	size_t nr;
	bool all;
	atomic_size_t next;
	atomic_size_t done;
	atomic_ullong bytes;

	pthread_mutex_t lock; /* of @running and its condition */
	pthread_cond_t idle;
	unsigned int running;
};

/* What one thread has for itself. */
struct worker {
	EVP_MD_CTX *ctx;
	struct fsverity *verity; /* made when the first file wants it */
	u8 *buf;
};

static int worker_init(struct worker *w)
{
	w->ctx = EVP_MD_CTX_new();
	w->buf = malloc(READ_SIZE);
	/* Given once, the algorithm is not looked up again for every file. */
	return w->ctx && w->buf && EVP_DigestInit_ex(w->ctx, EVP_sha256(), NULL) ? 0 : -ENOMEM;
}

static void worker_free(struct worker *w)
{
	EVP_MD_CTX_free(w->ctx);
	fsverity_free(w->verity);
	free(w->buf);
}

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static int hash_start(struct worker *w, const struct hash_job *job)
{
	if (job->fsverity && !w->verity)
		w->verity = fsverity_new();
	if ((job->fsverity && !w->verity) || !EVP_DigestInit_ex(w->ctx, NULL, NULL))
		return -ENOMEM;
	if (job->fsverity)
		fsverity_start(w->verity);
	return 0;
}

static int hash_add(struct worker *w, const struct hash_job *job, size_t n)
{
	if (!EVP_DigestUpdate(w->ctx, w->buf, n))
		return -ENOMEM;
	return job->fsverity ? fsverity_add(w->verity, w->buf, n) : 0;
}

static int hash_end(struct worker *w, struct hash_job *job)
{
	if (!EVP_DigestFinal_ex(w->ctx, job->sha256, NULL))
		return -ENOMEM;
	return job->fsverity ? fsverity_end(w->verity, job->verity) : 0;
}

static int hash_content(struct worker *w, int fd, const struct stat *before, struct hash_job *job)
{
	int err = hash_start(w, job);
	struct stat after;
	u64 total = 0;
	ssize_t n;

	if (before->st_size >= READAHEAD_FROM)
		posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	while (!err && (n = read(fd, w->buf, READ_SIZE))) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		err = hash_add(w, job, n);
		total += n;
	}
	if (!err)
		err = hash_end(w, job);
	if (err)
		return err;
	if (fstat(fd, &after))
		return -errno;
	return total == (u64)after.st_size && same_state(before, &after) ? 0 : -ESTALE;
}

static bool wanted(const struct hash_job *job, bool all)
{
	size_t i;

	for (i = 0; i < job->nr; i++)
		if (filekind_of(job->shape, job->files[i].path, all))
			return true;
	return false;
}

static int hash_open(struct worker *w, int fd, const struct stat *st, struct hash_job *job,
		     bool all)
{
	int err = filekind_probe(fd, st->st_size, &job->shape);

	if (err)
		return err;
	job->taken = wanted(job, all);
	return job->taken ? hash_content(w, fd, st, job) : 0;
}

static int hash_job(struct worker *w, struct hash_job *job, bool all)
{
	const struct walk_file *file = &job->files[0];
	int fd = root_open(file->root, file->path, O_RDONLY), err;
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st))
		err = -errno;
	else if (!S_ISREG(st.st_mode) || st.st_dev != file->dev || st.st_ino != file->ino)
		err = -ESTALE;
	else
		err = hash_open(w, fd, &st, job, all);
	close(fd);
	return err;
}

static void work(struct pool *pool, struct worker *w)
{
	size_t i;

	while ((i = atomic_fetch_add(&pool->next, 1)) < pool->nr) {
		struct hash_job *job = &pool->jobs[i];

		job->error = hash_job(w, job, pool->all);
		if (job->taken && !job->error)
			atomic_fetch_add(&pool->bytes, job->files[0].size);
		atomic_fetch_add(&pool->done, 1);
	}
}

static void *thread_main(void *arg)
{
	struct pool *pool = arg;
	struct worker w = { 0 };

	/* Without memory it leaves the work to the others. */
	if (!worker_init(&w))
		work(pool, &w);
	worker_free(&w);
	pthread_mutex_lock(&pool->lock);
	if (!--pool->running)
		pthread_cond_signal(&pool->idle);
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) + (now.tv_nsec - start->tv_nsec) / 1e9;
}

static void show_progress(struct pool *pool, const struct timespec *start)
{
	double mb = atomic_load(&pool->bytes) / 1e6, s = seconds_since(start);

	fprintf(stderr, "\r%zu of %zu files, %.0f MB, %.0f MB/s\033[K", atomic_load(&pool->done),
		pool->nr, mb, s > 0 ? mb / s : 0);
}

static void wait_for_all(struct pool *pool, bool progress)
{
	struct timespec start, until;

	clock_gettime(CLOCK_MONOTONIC, &start);
	pthread_mutex_lock(&pool->lock);
	while (pool->running) {
		if (!progress) {
			pthread_cond_wait(&pool->idle, &pool->lock);
			continue;
		}
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += PROGRESS_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&pool->idle, &pool->lock, &until);
		show_progress(pool, &start);
	}
	pthread_mutex_unlock(&pool->lock);
	if (progress)
		fputs("\r\033[K", stderr);
}

/* The largest first, so that no thread is left alone with one at the end. */
static int by_size(const void *a, const void *b)
{
	const struct hash_job *x = a, *y = b;

	if (x->files->size != y->files->size)
		return x->files->size < y->files->size ? 1 : -1;
	return strcmp(x->files->path, y->files->path);
}

static unsigned int start(struct pool *pool, pthread_t *ids, unsigned int threads)
{
	unsigned int n = 0;

	pthread_mutex_lock(&pool->lock);
	while (n < threads && !pthread_create(&ids[n], NULL, thread_main, pool))
		n++;
	pool->running = n;
	pthread_mutex_unlock(&pool->lock);
	return n;
}

unsigned int hash_pool_threads(void)
{
	cpu_set_t set;
	int n;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > HASH_POOL_MAX_THREADS ? HASH_POOL_MAX_THREADS : n;
}

int hash_pool_run(struct hash_job *jobs, size_t nr, unsigned int threads, bool all, bool progress,
		  u64 *bytes)
{
	struct pool pool = { .jobs = jobs, .nr = nr, .all = all };
	pthread_t ids[HASH_POOL_MAX_THREADS];
	struct worker w = { 0 };
	unsigned int n, i;
	int err;

	qsort(jobs, nr, sizeof(*jobs), by_size);
	pthread_mutex_init(&pool.lock, NULL);
	pthread_cond_init(&pool.idle, NULL);
	n = start(&pool, ids, threads < nr ? threads : nr);
	wait_for_all(&pool, progress);
	for (i = 0; i < n; i++)
		pthread_join(ids[i], NULL);
	/* Whatever is left because no thread could start or get memory. */
	err = worker_init(&w);
	if (!err)
		work(&pool, &w);
	worker_free(&w);
	pthread_cond_destroy(&pool.idle);
	pthread_mutex_destroy(&pool.lock);
	*bytes = atomic_load(&pool.bytes);
	return err;
}

int hash_pool_file(int fd, struct hash_job *job, bool all)
{
	struct worker w = { 0 };
	struct stat st;

	job->error = worker_init(&w);
	if (!job->error && fstat(fd, &st))
		job->error = -errno;
	if (!job->error)
		job->error = S_ISREG(st.st_mode) ? hash_open(&w, fd, &st, job, all) : -EINVAL;
	worker_free(&w);
	return job->error;
}
