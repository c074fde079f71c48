// SPDX-License-Identifier: GPL-2.0-only
#include "cmdline.h"

/* clang-format off */
static const struct {
	const char *path;
	const char *before; /* what a line begins with in front of it; "" when it is all of the line */
	const char *end; /* of the names in a directory, NULL for a file */
} places[] = {
	{ "/proc/cmdline", "", NULL },
	{ "/boot/grub/grub.cfg", "linux", NULL },
	{ "/boot/grub2/grub.cfg", "linux", NULL },
	{ "/boot/extlinux/extlinux.conf", "append", NULL },
	{ "/boot/cmdline.txt", "", NULL },
	{ "/etc/kernel/cmdline", "", NULL },
	{ "/boot/loader/entries", "options", ".conf" },
	{ "/efi/loader/entries", "options", ".conf" },
};
/* clang-format on */

/* extlinux writes APPEND, GRUB linux and linuxefi. */
static bool take(struct str line, const char *before, struct str *text)
{
	struct str word;

	*text = line;
	if (!*before)
		return true;
	str_word(text, &word);
	if (word.n < strlen(before))
		return false;
	if (!str_is_like((struct str){ word.p, strlen(before) }, before))
		return false;
	/* The kernel's name is no parameter. */
	return strcmp(before, "linux") || str_word(text, &word);
}

static bool next_in_file(struct cmdline *c)
{
	const char *before = places[c->place - 1].before;
	struct str line;

	while (c->file && lines_next_used(&c->lines, &line, "#")) {
		if (!take(line, before, &c->text))
			continue;
		c->line = c->lines.nr;
		c->nr++;
		return true;
	}
	return false;
}

static void open_file(struct probe *p, struct result *r, struct cmdline *c, const char *path)
{
	probe_text(p, r, path, &c->file);
	c->lines = (struct lines){ 0 };
	if (c->file)
		c->lines.rest = c->file->text;
}

static bool next_file(struct probe *p, struct result *r, struct cmdline *c)
{
	if (c->part < c->parts.nr) {
		open_file(p, r, c, c->parts.name[c->part++]);
		return true;
	}
	/* The kernel's state is that of the running system. */
	if (!c->place && !p->tree.running)
		c->place++;
	if (c->place == ARRAY_SIZE(places))
		return false;
	c->file = NULL;
	c->part = 0;
	c->parts.nr = 0;
	if (places[c->place].end)
		probe_list(p, r, places[c->place].path, places[c->place].end, &c->parts);
	else
		open_file(p, r, c, places[c->place].path);
	c->place++;
	return true;
}

bool cmdline_next(struct probe *p, struct result *r, struct cmdline *c)
{
	while (!c->place || !next_in_file(c))
		if (!next_file(p, r, c))
			return false;
	return true;
}

bool cmdline_value(struct str text, const char *name, struct str *value)
{
	struct str word, key;
	bool found = false;

	while (str_word(&text, &word)) {
		str_field(&word, '=', &key);
		if (!str_is(key, name))
			continue;
		*value = word.p ? word : (struct str){ key.p + key.n, 0 };
		found = true;
	}
	return found;
}
