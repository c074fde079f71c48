// SPDX-License-Identifier: GPL-2.0-only
#include "value_pattern.h"

#include <string.h>

static bool is(const char *name, size_t len, const char *word)
{
	return len == strlen(word) && !memcmp(name, word, len);
}

/* Judges one name, @len bytes at @at; @tree tells whether the one before was "**". */
static bool name(const char *text, size_t at, size_t len, bool tree, struct value_wrong *wrong)
{
	const char *name = text + at, *stars = memmem(name, len, "**", 2);

	if (!len && !text[at])
		return value_refuse(wrong, at - 1, at,
				    "a pattern has no '/' at its end; '/**' is all below a directory");
	if (!len)
		return value_refuse(wrong, at - 1, at + 1, "a name is missing between two '/'");
	if (is(name, len, ".") || is(name, len, ".."))
		return value_refuse(wrong, at, at + len, "'%.*s' has no place in a pattern",
				    (int)len, name);
	if (stars && len != 2)
		return value_refuse(wrong, at + (stars - name), at + (stars - name) + 2,
				    "'**' has to be a whole name; '*' is a part of one");
	if (stars && tree)
		return value_refuse(wrong, at, at + len, "'**' behind '**' says nothing more");
	return true;
}

bool value_pattern(const char *text, enum value_pattern *kind, struct value_wrong *wrong)
{
	size_t at, len;
	bool tree = false;

	*kind = VALUE_PATTERN_PATH;
	if (*text != '/')
		return value_refuse(wrong, 0, strlen(text), "a pattern begins with '/'");
	for (at = 1;; at += len + 1) {
		len = strcspn(text + at, "/");
		if (!name(text, at, len, tree, wrong))
			return false;
		tree = is(text + at, len, "**");
		if (tree)
			*kind = VALUE_PATTERN_TREE;
		else if (memchr(text + at, '*', len) && *kind == VALUE_PATTERN_PATH)
			*kind = VALUE_PATTERN_NAMES;
		if (!text[at + len])
			return true;
	}
}
