// SPDX-License-Identifier: GPL-2.0-only
#include "string_pool.h"

#include <stdlib.h>
#include <string.h>

void string_pool_add(struct string_pool *pool, const char *text)
{
	if (pool->nr == pool->room) {
		size_t room = pool->room ? 2 * pool->room : 64;
		const char **list = reallocarray(pool->list, room, sizeof(*list));

		if (!list) {
			pool->failed = true;
			return;
		}
		pool->list = list;
		pool->room = room;
	}
	pool->list[pool->nr++] = text;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool string_pool_finish(struct string_pool *pool)
{
	size_t i, n = 0;

	if (pool->failed)
		return false;
	if (pool->nr)
		qsort(pool->list, pool->nr, sizeof(pool->list[0]), by_text);
	for (i = 0; i < pool->nr; i++)
		if (!n || strcmp(pool->list[n - 1], pool->list[i]))
			pool->list[n++] = pool->list[i];
	pool->nr = n;
	for (i = 0; i < n; i++)
		pool->len += strlen(pool->list[i]) + 1;
	pool->offset = calloc(n + 1, sizeof(pool->offset[0]));
	pool->bytes = malloc(pool->len + 1);
	if (!pool->offset || !pool->bytes)
		return false;
	for (i = 0; i < n; i++) {
		strcpy(pool->bytes + pool->offset[i], pool->list[i]);
		pool->offset[i + 1] = pool->offset[i] + strlen(pool->list[i]) + 1;
	}
	return true;
}

__le32 string_pool_offset(const struct string_pool *pool, const char *text)
{
	const char **found;

	if (!text)
		return cpu_to_le32(LORICA_NO_STRING);
	found = bsearch(&text, pool->list, pool->nr, sizeof(pool->list[0]), by_text);
	return cpu_to_le32(pool->offset[found - pool->list]);
}

void string_pool_free(struct string_pool *pool)
{
	free(pool->list);
	free(pool->offset);
	free(pool->bytes);
}
