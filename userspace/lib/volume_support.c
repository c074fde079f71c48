// SPDX-License-Identifier: GPL-2.0-only
#include "volume_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As in kernel/volume.c. */
static const char *const wanted[] = {
	"dm_table_create", "dm_swap_table",	   "dm_table_resume_targets",
	"blkdev_open",	   "verity_prepare_ioctl",
};

enum { NR_WANTED = sizeof(wanted) / sizeof(wanted[0]) };

/* "ffffffffc0a1b2c0 t dm_swap_table	[dm_mod]" */
static int index_of(const char *line)
{
	const char *name = strchr(line, ' ');
	int i;

	name = name ? strchr(name + 1, ' ') : NULL;
	for (i = 0; name && i < NR_WANTED; i++) {
		size_t len = strlen(wanted[i]);

		if (!strncmp(name + 1, wanted[i], len) && strchr("\t\n", name[1 + len]))
			return i;
	}
	return -1;
}

bool volume_supported(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	unsigned int found = 0;
	char *line = NULL;
	size_t room = 0;
	int i;

	if (!symbols)
		return false;
	while (getline(&line, &room, symbols) > 0) {
		i = index_of(line);
		if (i >= 0)
			found |= 1U << i;
	}
	free(line);
	fclose(symbols);
	return found == (1U << NR_WANTED) - 1;
}
