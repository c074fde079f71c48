// SPDX-License-Identifier: GPL-2.0-only
#include "stmt_build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/limits.h"

/* By id, which is the order they have to be written in. */
struct stmt_build {
	struct lorica_stmt head;
	struct lorica_bytes section[LORICA_NR_SECTION_IDS];
	size_t body; /* bytes of all bodies with their padding */
};

static size_t align8(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

struct stmt_build *stmt_build_new(enum lorica_type type, const char *name, u64 serial, u64 epoch)
{
	struct stmt_build *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	memcpy(b->head.magic, LORICA_MAGIC, sizeof(b->head.magic));
	b->head.abi = cpu_to_le16(LORICA_ABI);
	b->head.type = cpu_to_le16(type);
	b->head.serial = cpu_to_le64(serial);
	b->head.epoch = cpu_to_le64(epoch);
	/* A name that is too long fills the field, which the decoder refuses. */
	memcpy(b->head.name, name, strnlen(name, sizeof(b->head.name)));
	return b;
}

void stmt_build_validity(struct stmt_build *b, u64 from, u64 until)
{
	b->head.valid_from = cpu_to_le64(from);
	b->head.valid_until = cpu_to_le64(until);
}

void stmt_build_device(struct stmt_build *b, const u8 *device)
{
	memcpy(b->head.device, device, sizeof(b->head.device));
}

int stmt_build_section(struct stmt_build *b, u32 id, const void *data, size_t len)
{
	if (!id || id >= LORICA_NR_SECTION_IDS || b->section[id].data)
		return -EINVAL;
	if (len > LORICA_MAX_STATEMENT || b->body + align8(len) > LORICA_MAX_STATEMENT)
		return -E2BIG;
	if (!len)
		return 0;
	b->section[id].data = data;
	b->section[id].len = len;
	b->body += align8(len);
	return 0;
}

static void write_sections(const struct stmt_build *b, u8 *out, u32 n)
{
	struct lorica_section *entry = (void *)(out + sizeof(b->head));
	size_t at = sizeof(b->head) + n * sizeof(*entry);
	u32 id;

	for (id = 0; id < LORICA_NR_SECTION_IDS; id++) {
		if (!b->section[id].data)
			continue;
		entry->id = cpu_to_le32(id);
		entry->offset = cpu_to_le32(at);
		entry->length = cpu_to_le32(b->section[id].len);
		memcpy(out + at, b->section[id].data, b->section[id].len);
		at += align8(b->section[id].len);
		entry++;
	}
}

enum lorica_reason stmt_build_finish(struct stmt_build *b, u8 **out, size_t *len)
{
	struct lorica_stmt_view view;
	enum lorica_reason reason;
	u32 id, n = 0;
	size_t total;
	u8 *data;

	for (id = 0; id < LORICA_NR_SECTION_IDS; id++)
		if (b->section[id].data)
			n++;
	total = sizeof(b->head) + n * sizeof(struct lorica_section) + b->body;
	data = calloc(1, total);
	if (!data)
		return LORICA_R_MEMORY;
	b->head.length = cpu_to_le32(total);
	b->head.nsections = cpu_to_le16(n);
	memcpy(data, &b->head, sizeof(b->head));
	write_sections(b, data, n);

	reason = lorica_stmt_decode(data, total, &view);
	if (reason) {
		free(data);
		return reason;
	}
	*out = data;
	*len = total;
	return LORICA_OK;
}

void stmt_build_free(struct stmt_build *b)
{
	free(b);
}
