// SPDX-License-Identifier: GPL-2.0-only
#include "conf_mount.h"

const char *fstab_parse(struct str line, struct mount_line *m)
{
	memset(m, 0, sizeof(*m));
	if (!str_word(&line, &m->what) || !str_word(&line, &m->where) || !str_word(&line, &m->type))
		return "less than three fields";
	if (!str_word(&line, &m->options))
		m->options = (struct str){ "defaults", 8 };
	return NULL;
}

/* 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw */
const char *mountinfo_parse(struct str line, struct mount_line *m)
{
	struct str word;
	unsigned int i;

	memset(m, 0, sizeof(*m));
	for (i = 0; i < 6; i++) {
		if (!str_word(&line, &word))
			return "too few fields";
		if (i == 2)
			m->dev = word;
		else if (i == 4)
			m->where = word;
		else if (i == 5)
			m->options = word;
	}
	do {
		if (!str_word(&line, &word))
			return "no separator";
	} while (!str_is(word, "-"));
	if (!str_word(&line, &m->type) || !str_word(&line, &m->what))
		return "no file system";
	return NULL;
}

bool mount_is_storage(struct str type)
{
	static const char *const types[] = { "ext2", "ext3",  "ext4",	"f2fs",	 "btrfs",
					     "xfs",  "vfat",  "jffs2",	"ubifs", "exfat",
					     "ntfs", "ntfs3", "nilfs2", "auto" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (str_is(type, types[i]))
			return true;
	return false;
}
