// SPDX-License-Identifier: GPL-2.0-only
#include "rollback.h"

#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/string.h>

static const char *const sources[] = {
	[LORICA_ROLLBACK_NONE] = "none",
	[LORICA_ROLLBACK_FILE] = "file",
	[LORICA_ROLLBACK_TPM] = "tpm",
};

/* Both under the lock of the active state. */
static enum lorica_rollback source;
static u64 min_epoch;

void lorica_rollback_tell(enum lorica_rollback from, u64 epoch)
{
	source = max(source, from);
	min_epoch = max(min_epoch, epoch);
}

u64 lorica_rollback_epoch(void)
{
	return min_epoch;
}

enum lorica_rollback lorica_rollback_source(void)
{
	return source;
}

int lorica_rollback_parse(char *text, enum lorica_rollback *from, u64 *epoch)
{
	char *word = strsep(&text, " ");
	int i = match_string(sources, ARRAY_SIZE(sources), word);

	if (i <= LORICA_ROLLBACK_NONE || !text)
		return -EINVAL;
	*from = i;
	return kstrtou64(text, 10, epoch);
}

void lorica_rollback_show(struct seq_file *m)
{
	seq_printf(m, "min_epoch %llu %s\n", min_epoch, sources[source]);
}
