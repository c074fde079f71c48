// SPDX-License-Identifier: GPL-2.0-only
#include "path_text.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"

char *path_text(const char *path, char *text)
{
	size_t n, i, left = strlen(path);
	char *to = text;

	for (; left; path += n, left -= n) {
		n = utf8_char(path, left);
		if (n && *path != '\\' && !utf8_hidden(path, n)) {
			memcpy(to, path, n);
			to += n;
			continue;
		}
		n = n ? n : 1;
		for (i = 0; i < n; i++)
			to += sprintf(to, "\\x%02x", (unsigned char)path[i]);
	}
	*to = '\0';
	return text;
}
