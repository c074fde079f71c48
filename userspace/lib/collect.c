// SPDX-License-Identifier: GPL-2.0-only
#include "collect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/reason.h"
#include "signed_file.h"

static int say_memory(void)
{
	fprintf(stderr, "lorica: out of memory\n");
	return -ENOMEM;
}

static const char *why(int err)
{
	return err == -ESTALE ? "it changed meanwhile" : strerror(-err);
}

static int walk_roots(struct collect *c, const char *const *names, size_t nr)
{
	int err;

	c->roots = calloc(nr, sizeof(*c->roots));
	if (!c->roots)
		return say_memory();
	while (c->nr_roots < nr) {
		struct root *root = &c->roots[c->nr_roots];

		err = root_init(root, names[c->nr_roots], c->cross_mounts);
		if (err) {
			fprintf(stderr, "lorica: cannot open '%s': %s\n", names[c->nr_roots],
				strerror(-err));
			return err;
		}
		c->nr_roots++;
		if (walk_tree(&c->walk, root))
			return say_memory();
	}
	return 0;
}

static int by_inode(const void *a, const void *b)
{
	const struct walk_file *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* A file with several names is hashed once. */
static int make_jobs(struct collect *c)
{
	struct walk_file *files = c->walk.files;
	size_t i, nr = c->walk.nr;

	c->jobs = calloc(nr + 1, sizeof(*c->jobs));
	if (!c->jobs)
		return say_memory();
	if (nr)
		qsort(files, nr, sizeof(*files), by_inode);
	for (i = 0; i < nr; i++) {
		/* Some file systems number inodes anew: only links may be equal. */
		if (i && files[i].linked && files[i].dev == files[i - 1].dev &&
		    files[i].ino == files[i - 1].ino) {
			c->jobs[c->nr_jobs - 1].nr++;
			continue;
		}
		c->jobs[c->nr_jobs].files = &files[i];
		c->jobs[c->nr_jobs].fsverity = c->tiers & BIT(LORICA_TIER_FSVERITY);
		c->jobs[c->nr_jobs++].nr = 1;
	}
	return 0;
}

static bool has_room(struct collect *c)
{
	size_t room = c->room ? 2 * c->room : 256;
	struct manifest_entry *entries;

	if (c->nr < c->room)
		return true;
	entries = reallocarray(c->entries, room, sizeof(*entries));
	if (!entries)
		return false;
	memset(entries + c->nr, 0, (room - c->nr) * sizeof(*entries));
	c->entries = entries;
	c->room = room;
	return true;
}

/* The kernel judges these by the bytes in its own memory, which have no fs-verity. */
static u8 tiers_of(const struct collect *c, u8 kind)
{
	if (kind == LORICA_FILE_MODULE || kind == LORICA_FILE_FIRMWARE)
		return BIT(LORICA_TIER_SHA256);
	return c->tiers ? c->tiers : BIT(LORICA_TIER_SHA256);
}

static void take(struct collect *c, const struct hash_job *job, const struct walk_file *file,
		 const char *origin, bool all)
{
	struct manifest_entry *entry = &c->entries[c->nr];

	entry->kind = filekind_of(job->shape, file->path, false);
	if (!entry->kind && walk_glob(c->scripts, c->nr_scripts, file->path))
		entry->kind = LORICA_FILE_SCRIPT;
	else if (!entry->kind)
		entry->kind = filekind_of(job->shape, file->path, all);
	if (!entry->kind) {
		c->no_code++;
		return;
	}
	if (c->verbose)
		fprintf(stderr, "%s %s\n", filekind_name(entry->kind), file->path);
	entry->path = file->path;
	entry->origin = origin;
	entry->tiers = tiers_of(c, entry->kind);
	memcpy(entry->sha256, job->sha256, sizeof(entry->sha256));
	memcpy(entry->verity, job->verity, sizeof(entry->verity));
	c->nr++;
}

static enum lorica_reason check_signature(const struct collect *c, int fd, const u8 *sha256)
{
	enum lorica_reason reason = LORICA_R_UNREADABLE;
	struct signed_file file;

	if (fd >= 0)
		reason = signed_file_read(fd, &file);
	return reason ? reason : signed_file_verify(&file, c->signer, sha256);
}

/* What somebody else signed is as good as not signed; what is wrong has to be looked at. */
static bool is_signed(struct collect *c, const struct hash_job *job)
{
	const struct walk_file *file = &job->files[0];
	int fd = root_open(file->root, file->path, O_RDONLY);
	enum lorica_reason reason = check_signature(c, fd, job->sha256);

	if (fd >= 0)
		close(fd);
	if (!reason)
		return true;
	if (reason == LORICA_R_NOT_LISTED || reason == LORICA_R_SIG_KEY) {
		c->not_signed += job->nr;
		if (c->verbose)
			fprintf(stderr, "not signed: %s\n", file->path);
		return false;
	}
	fprintf(stderr, "lorica: '%s' in '%s' is left out: %s\n", file->path, file->root->name,
		lorica_reason_text(reason));
	c->badly_signed += job->nr;
	return false;
}

static void take_job(struct collect *c, const struct hash_job *job)
{
	const struct walk_file *file = &job->files[0];
	size_t i;

	if (job->error == -EXDEV) {
		c->walk.mounts++;
	} else if (job->error) {
		fprintf(stderr, "lorica: cannot read '%s' in '%s': %s\n", file->path,
			file->root->name, why(job->error));
		c->errors++;
	} else if (!c->signer || !job->taken || is_signed(c, job)) {
		for (i = 0; i < job->nr; i++)
			take(c, job, &file[i], file[i].root->name, c->all);
	}
}

int collect_trees(struct collect *c, const char *const *names, size_t nr)
{
	size_t i;
	int err;

	err = walk_roots(c, names, nr);
	if (!err)
		err = make_jobs(c);
	if (err)
		return err;
	c->room = c->walk.nr + 1;
	c->entries = calloc(c->room, sizeof(*c->entries));
	if (!c->entries)
		return say_memory();
	if (hash_pool_run(c->jobs, c->nr_jobs, c->threads, c->all || c->nr_scripts, c->progress,
			  &c->bytes))
		return say_memory();
	for (i = 0; i < c->nr_jobs; i++)
		take_job(c, &c->jobs[i]);
	return 0;
}

int collect_fd(struct collect *c, char *path, int fd, const char *origin, bool all)
{
	struct walk_file name = { .path = path };
	struct hash_job job = {
		.files = &name,
		.nr = 1,
		.fsverity = c->tiers & BIT(LORICA_TIER_FSVERITY),
	};
	enum lorica_reason reason = LORICA_OK;
	struct stat st;
	int err;

	if (fstat(fd, &st))
		err = -errno;
	else
		err = S_ISREG(st.st_mode) ? hash_pool_file(fd, &job, all || c->nr_scripts) :
					    -EINVAL;
	if (!err && c->signer)
		reason = check_signature(c, fd, job.sha256);
	if (!err && !has_room(c))
		err = -ENOMEM;
	if (err == -EINVAL)
		fprintf(stderr, "lorica: '%s' is not a regular file\n", origin);
	else if (err)
		fprintf(stderr, "lorica: cannot read '%s': %s\n", origin, why(err));
	if (err)
		return err;
	if (reason) {
		fprintf(stderr, "lorica: '%s' is not signed with that certificate: %s\n", origin,
			reason == LORICA_R_NOT_LISTED ? "it has no signature" :
			reason == LORICA_R_SIG_KEY    ? "another key signed it" :
							lorica_reason_text(reason));
		return -EKEYREJECTED;
	}
	c->bytes += st.st_size;
	take(c, &job, &name, origin, all);
	return 0;
}

int collect_file(struct collect *c, char *path, const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err;

	if (fd < 0) {
		err = -errno;
		fprintf(stderr, "lorica: cannot read '%s': %s\n", file, why(err));
		return err;
	}
	err = collect_fd(c, path, fd, file, true);
	close(fd);
	return err;
}

int collect_again(struct collect *c, char *path, const char *other)
{
	size_t i = c->nr;

	while (i && strcmp(c->entries[i - 1].path, other))
		i--;
	if (!i)
		return 0;
	if (!has_room(c))
		return say_memory();
	c->entries[c->nr] = c->entries[i - 1];
	c->entries[c->nr++].path = path;
	return 0;
}

void collect_free(struct collect *c)
{
	free(c->entries);
	free(c->jobs);
	walk_free(&c->walk);
	while (c->nr_roots)
		root_close(&c->roots[--c->nr_roots]);
	free(c->roots);
	arena_free(&c->arena);
}
