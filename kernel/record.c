// SPDX-License-Identifier: GPL-2.0-only
#include "record.h"

#include "limits.h"

static void write_hex(const u8 *data, size_t len, char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		*text++ = digits[data[i] >> 4];
		*text++ = digits[data[i] & 15];
	}
	*text = '\0';
}

const char *lorica_record_name(const struct lorica_stmt_view *view)
{
	return view->type == LORICA_TYPE_POLICY ? LORICA_RECORD_POLICY : LORICA_RECORD_MANIFEST;
}

size_t lorica_record_write(const struct lorica_record *record, char *text)
{
	const struct lorica_stmt_view *view = record->view;
	char digest[65], policy[64] = "";

	write_hex(record->sha256, 32, digest);
	if (view->type == LORICA_TYPE_POLICY)
		snprintf(policy, sizeof(policy), "mode=%s;boot=%s;",
			 record->mode == LORICA_MODE_ENFORCE ? "enforce" : "audit", record->boot);
	return snprintf(text, LORICA_RECORD_SIZE,
			"name=%s;serial=%llu;epoch=%llu;sha256=%s;%ssealed=%s;", view->name,
			(unsigned long long)view->serial, (unsigned long long)view->epoch, digest,
			policy, record->sealed ? "yes" : "no");
}
