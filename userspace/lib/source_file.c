// SPDX-License-Identifier: GPL-2.0-only
#include "source_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "file.h"
#include "kernel/limits.h"

static const char *id_of(struct arena *arena, const struct stat *st)
{
	return arena_printf(arena, "%jx:%jx", (uintmax_t)st->st_dev, (uintmax_t)st->st_ino);
}

void source_file_given(const char *path, const char *text, size_t len, struct arena *arena,
		       struct source *source)
{
	bool is_file = strcmp(path, "-");
	struct stat st;

	*source = (struct source){ .name = is_file ? path : "<stdin>", .text = text, .len = len };
	if (is_file && !stat(path, &st))
		source->id = id_of(arena, &st);
}

int source_file_main(const char *path, struct arena *arena, struct source *source)
{
	size_t len;
	char *text;
	int err = file_read(path, LORICA_MAX_TEXT, &text, &len);

	if (!err)
		source_file_given(path, text, len, arena, source);
	return err;
}

char *source_file_dir(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_string(arena, ".", 1);
	return arena_string(arena, path, slash == path ? 1 : slash - path);
}

int source_file_find(void *dir, struct arena *arena, struct source *source)
{
	const char *start = dir;
	struct stat st;

	if (*source->path == '/' || !strcmp(start, "."))
		source->name = source->path;
	else
		source->name = arena_printf(arena, "%s%s%s", start,
					    start[strlen(start) - 1] == '/' ? "" : "/",
					    source->path);
	if (stat(source->name, &st))
		return -errno;
	/* To open another kind of file may have an effect, or no end. */
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return -ENOTSUP;
	source->id = id_of(arena, &st);
	return 0;
}

int source_file_read(void *dir, struct arena *arena, struct source *source)
{
	size_t len;
	char *text;
	int err = file_read(source->name, LORICA_MAX_TEXT, &text, &len);

	(void)dir;
	if (err)
		return err;
	source->text = arena_string(arena, text, len);
	source->len = len;
	free(text);
	return 0;
}
