// SPDX-License-Identifier: GPL-2.0-only
#include "profile.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "tree.h"
#include "userspace/lib/arena.h"
#include "userspace/lib/file.h"

/* Names in a profile start at its directory. */
static const char *beside(struct arena *arena, const char *profile, const char *name)
{
	const char *slash = strrchr(profile, '/');

	if (*name == '/' || !slash)
		return name;
	return arena_printf(arena, "%.*s/%s", (int)(slash - profile), profile, name);
}

/* A file that is elsewhere is no mistake; one with another content is. */
static void look_at(struct profile_entry *e, struct arena *arena, const char *profile)
{
	const char *path = beside(arena, profile, e->file);
	u8 sha256[32];
	size_t len;
	char *data;
	int err = file_read(path, 16 * TREE_MAX_FILE, &data, &len);

	if (err == -ENOENT)
		return;
	if (err) {
		e->wrong = arena_printf(arena, "cannot read '%s': %s", e->file, strerror(-err));
		return;
	}
	EVP_Digest(data, len, sha256, NULL, EVP_sha256(), NULL);
	free(data);
	e->seen = !memcmp(sha256, e->sha256, sizeof(sha256));
	if (!e->seen)
		e->wrong = arena_printf(arena, "'%s' has another SHA-256 than is declared",
					e->file);
}

bool profile_open(struct profile *profile, struct arena *arena, const char *path)
{
	struct profile_entry *e;
	const char *wrong;
	size_t len;
	char *text;
	u32 line;
	int err = file_read(path, TREE_MAX_FILE, &text, &len);

	if (err) {
		fprintf(stderr, "lorica audit: cannot read '%s': %s\n", path, strerror(-err));
		return false;
	}
	wrong = profile_parse(profile, arena, (struct str){ text, len }, &line);
	profile->path = path;
	EVP_Digest(text, len, profile->sha256, NULL, EVP_sha256(), NULL);
	free(text);
	if (wrong) {
		fprintf(stderr, "%s:%u: %s\n", path, line, wrong);
		return false;
	}
	if (profile->anchor)
		profile->anchor = beside(arena, path, profile->anchor);
	for (e = profile->entries; e; e = e->next)
		if (e->kind == PROFILE_EVIDENCE)
			look_at(e, arena, path);
	return true;
}
