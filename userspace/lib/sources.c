// SPDX-License-Identifier: GPL-2.0-only
#include "sources.h"

#include <string.h>

#include "arena.h"

/* Numbers of files end far below. */
enum { VALUES = 1 << 30 };

struct value_use {
	struct span use;
	struct span written;
};

void sources_start(struct sources *s, struct arena *arena)
{
	*s = (struct sources){ .arena = arena };
}

/* Room for one more in an array that doubles; @nr are in it. */
static void *room(struct arena *arena, void *list, unsigned int nr, size_t size)
{
	void *larger;

	if (nr & (nr - 1))
		return list;
	larger = arena_alloc(arena, 2 * (nr ? nr : 1) * size);
	if (nr)
		memcpy(larger, list, nr * size);
	return larger;
}

struct source *sources_add(struct sources *s, const struct source *source)
{
	struct source *copy;

	if (s->nr == SOURCES_MAX || source->len >= SOURCES_MAX_BYTES - s->next)
		return NULL;
	copy = arena_alloc(s->arena, sizeof(*copy));
	*copy = *source;
	copy->base = s->next;
	s->next += source->len + 1;
	s->list = room(s->arena, s->list, s->nr, sizeof(s->list[0]));
	s->list[s->nr++] = copy;
	return copy;
}

struct source *sources_known(const struct sources *s, const char *id)
{
	unsigned int i;

	for (i = 0; i < s->nr; i++)
		if (s->list[i]->id && !strcmp(s->list[i]->id, id))
			return s->list[i];
	return NULL;
}

const struct source *sources_find(const struct sources *s, uint32_t offset)
{
	unsigned int low = 0, high = s->nr, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (s->list[middle]->base <= offset)
			low = middle;
		else
			high = middle;
	}
	return s->list[low];
}

/* Takes the last directory off @dir, @n bytes that end with a slash; 0 when it has none. */
static size_t above(const char *dir, size_t n)
{
	const char *slash = n > 1 ? memrchr(dir, '/', n - 1) : NULL;
	size_t start = slash ? slash + 1 - dir : 0;

	if (n - start == 1) /* the root */
		return 0;
	return n - start == 3 && !memcmp(dir + start, "../", 3) ? 0 : n - start;
}

const char *sources_path(const struct sources *s, const struct source *source, const char *path)
{
	const char *slash = source->path ? strrchr(source->path, '/') : NULL;
	size_t n = slash ? slash + 1 - source->path : 0, last;

	if (*path == '/' || !slash)
		return path;
	for (;; path += strspn(path, "/")) {
		if (!strncmp(path, "./", 2)) {
			path += 2;
			continue;
		}
		last = strncmp(path, "../", 3) ? 0 : above(source->path, n);
		if (!last)
			break;
		n -= last;
		path += 3;
	}
	return arena_printf(s->arena, "%.*s%s", (int)n, source->path, path);
}

unsigned int sources_max_values(const struct sources *s)
{
	return s->next > SOURCES_MAX_VALUES ? s->next : SOURCES_MAX_VALUES;
}

bool sources_use(struct sources *s, struct span use, struct span written, struct span *span)
{
	if (s->nr_values == sources_max_values(s))
		return false;
	s->values = room(s->arena, s->values, s->nr_values, sizeof(s->values[0]));
	s->values[s->nr_values] = (struct value_use){ use, written };
	span->start = VALUES + s->nr_values++;
	span->end = span->start + 1;
	return true;
}

bool sources_used(const struct sources *s, struct span *span, struct span *written)
{
	const struct value_use *value;

	if (span->start < VALUES)
		return false;
	value = &s->values[span->start - VALUES];
	*span = value->use;
	*written = value->written;
	return true;
}
