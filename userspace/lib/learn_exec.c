// SPDX-License-Identifier: GPL-2.0-only
#include "learn_exec.h"

#include <stdlib.h>
#include <unistd.h>

#include "hash_pool.h"
#include "kernel/reason.h"
#include "learn.h"
#include "ruling.h"
#include "stmt_build.h"
#include "userspace/cmd.h"
#include "utf8.h"

bool learn_exec_is_reason(const char *name, enum lorica_reason reason)
{
	return !strcmp(name, lorica_reason_name(reason));
}

/* A mapped file needs what an executed one does; these are judged otherwise, each its own way. */
static bool is_apart(enum lorica_event_type type)
{
	return type == LORICA_EVENT_MODULE || type == LORICA_EVENT_FIRMWARE;
}

/* What a file is where no tree tells. */
static u8 kind_of(enum lorica_event_type type)
{
	switch (type) {
	case LORICA_EVENT_MODULE:
		return LORICA_FILE_MODULE;
	case LORICA_EVENT_FIRMWARE:
		return LORICA_FILE_FIRMWARE;
	default:
		return LORICA_FILE_OTHER;
	}
}

void learn_exec_file(const struct event_line *line, struct learn_key *key)
{
	if (!line->event.has_digest || !learn_exec_is_reason(line->reason, LORICA_R_NOT_LISTED))
		return;
	*key = (struct learn_key){
		.kind = LEARN_FILE,
		.type = is_apart(key->type) ? key->type : LORICA_EVENT_EXEC,
		.enforced = key->enforced,
		.what = line->event.object ? line->event.object : "",
		.cut = line->object_cut,
		.has_digest = true,
	};
	memcpy(key->digest, line->event.digest, sizeof(key->digest));
}

static int refuse(struct learn_item *item, const char *why, const char *advice)
{
	item->outcome = LEARN_REFUSED;
	item->why = why;
	item->advice = advice;
	return EXIT_OK;
}

/* JSON has U+FFFD for bytes that are no text, so nobody knows what they were. */
bool learn_exec_is_text(const char *path)
{
	size_t n, left = strlen(path);

	for (; left; path += n, left -= n) {
		n = utf8_char(path, left);
		if (!n || utf8_hidden(path, n) || (n == 3 && !memcmp(path, "\xef\xbf\xbd", 3)))
			return false;
	}
	return true;
}

bool learn_exec_is_deleted(const char *path)
{
	static const char mark[] = " (deleted)";
	size_t len = strlen(path), n = sizeof(mark) - 1;

	return len > n && !strcmp(path + len - n, mark);
}

const char *learn_exec_name_trouble(const struct learn_key *key)
{
	if (key->cut)
		return "only the end of its path fitted into the record";
	if (*key->what != '/')
		return "the record does not tell its path";
	if (!learn_exec_is_text(key->what))
		return "its path has bytes that are no text";
	return NULL;
}

/* -errno, or 0 with the digest and the kind of the file that the tree has. */
static int hash(struct learn *l, const char *path, u8 *sha256, u8 *kind)
{
	struct walk_file name = { .path = (char *)path };
	struct hash_job job = { .files = &name, .nr = 1 };
	int fd = root_open_inside(&l->desk->root, path), err;

	if (fd < 0)
		return fd;
	err = hash_pool_file(fd, &job, true);
	close(fd);
	memcpy(sha256, job.sha256, sizeof(job.sha256));
	*kind = filekind_of(job.shape, path, true);
	return err;
}

static const char *hex(struct arena *arena, const u8 *digest)
{
	char text[65];
	size_t i;

	for (i = 0; i < 32; i++)
		sprintf(text + 2 * i, "%02x", digest[i]);
	return arena_string(arena, text, 64);
}

/* What ran on a device that was attacked is not what its tree has. */
static int check_tree(struct learn *l, struct learn_item *item)
{
	static const char nevertheless[] = "without --root it is listed nevertheless";
	u8 sha256[32], kind;
	int err = hash(l, item->key.what, sha256, &kind);

	if (err == -ENOENT || err == -ENOTDIR || err == -EINVAL || err == -ENXIO)
		return refuse(item, "the tree has no such file", nevertheless);
	if (err) {
		fprintf(stderr, "lorica learn: cannot read '%s' in '%s': %s\n", item->key.what,
			l->desk->root.name,
			err == -ESTALE ? "it changed meanwhile" : strerror(-err));
		return EXIT_FAILED;
	}
	if (memcmp(sha256, item->key.digest, sizeof(sha256)))
		return refuse(item,
			      arena_printf(&l->arena,
					   "the tree has another content there, sha256 %s",
					   hex(&l->arena, sha256)),
			      nevertheless);
	item->file_kind = kind;
	return EXIT_OK;
}

const struct lorica_digest *learn_exec_entry(const struct desk_manifest *m, const char *path)
{
	u32 i;

	for (i = 0; i < m->in.manifest.nr; i++)
		if (!strcmp(lorica_manifest_path(&m->in.manifest, &m->in.manifest.digests[i]),
			    path))
			return &m->in.manifest.digests[i];
	return NULL;
}

static void note_other_content(struct learn *l, struct learn_item *item)
{
	u32 i;

	for (i = 0; i < l->desk->nr_manifests; i++) {
		if (!learn_exec_entry(&l->desk->manifests[i], item->key.what))
			continue;
		item->note = arena_printf(&l->arena,
					  "manifest '%s' lists the path with another content",
					  l->desk->manifests[i].in.view.name);
		return;
	}
}

int learn_exec_decide_file(struct learn *l, struct learn_item *item)
{
	struct ruling_event event = {
		.type = item->key.type,
		.path = item->key.what,
		.has_digest = true,
	};
	const char *trouble = learn_exec_name_trouble(&item->key);
	struct ruling ruling;

	memcpy(event.digest, item->key.digest, sizeof(event.digest));
	if (ruling_make(l->desk, &event, &ruling))
		return EXIT_FAILED;
	item->outcome = LEARN_PERMITTED;
	if (ruling.decision.allow)
		return EXIT_OK;
	if (item->key.enforced)
		return refuse(item, learn_enforced, NULL);
	if (trouble)
		return refuse(item, trouble,
			      "look for the file by its digest, and list it by hand");
	if (learn_exec_is_deleted(item->key.what))
		return refuse(item, "it was deleted by then", "find out what made it");
	item->outcome = LEARN_LEARNT;
	item->file_kind = kind_of(item->key.type);
	note_other_content(l, item);
	return l->desk->has_root ? check_tree(l, item) : EXIT_OK;
}

void learn_exec_settle(struct learn *l)
{
	static const char why[] = "it was seen with several contents, and a manifest takes one";
	static const char advice[] = "--root tells which it is";
	struct learn_item *last = NULL, *item;
	bool clash = false;
	size_t i;

	for (i = 0; i < l->nr; i++) {
		item = l->items[i];
		if (item->key.kind != LEARN_FILE || item->outcome != LEARN_LEARNT)
			continue;
		clash = last && !strcmp(last->key.what, item->key.what) &&
			memcmp(last->key.digest, item->key.digest, sizeof(item->key.digest));
		if (clash) {
			refuse(last, why, advice);
			refuse(item, why, advice);
		}
		last = item;
	}
}

enum lorica_reason learn_exec_manifest(const struct learn *l, const char *name, u64 serial,
				       u8 **content, size_t *len)
{
	size_t nr = learn_count(l, LEARN_FILE, LEARN_LEARNT), n = 0, i;
	struct manifest_entry *entries = calloc(nr + 1, sizeof(*entries));
	struct stmt_build *head = stmt_build_new(LORICA_TYPE_MANIFEST, name, serial,
						 l->desk->policy.view.epoch);
	enum lorica_reason reason = LORICA_R_MEMORY;

	for (i = 0; entries && i < l->nr; i++) {
		const struct learn_item *item = l->items[i];

		if (item->key.kind != LEARN_FILE || item->outcome != LEARN_LEARNT)
			continue;
		entries[n].path = item->key.what;
		entries[n].origin = "the events";
		memcpy(entries[n].sha256, item->key.digest, sizeof(entries[n].sha256));
		entries[n].tiers = BIT(LORICA_TIER_SHA256);
		entries[n++].kind = item->file_kind;
	}
	if (entries && head) {
		/* Cannot fail: learn_exec_settle() has left one content of a path. */
		manifest_build_merge(entries, &n);
		reason = manifest_build(head, entries, n, content, len);
	}
	stmt_build_free(head);
	free(entries);
	return reason;
}
