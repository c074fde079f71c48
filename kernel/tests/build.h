/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes small statements for the tests of the decoders. */
#ifndef LORICA_TESTS_BUILD_H
#define LORICA_TESTS_BUILD_H

#include "../statement.h"

enum { BUILD_SIZE = 4096 };

/**
 * struct build - a statement under construction
 * @data: its bytes, aligned as the decoders ask
 * @len: their number
 */
struct build {
	u8 data[BUILD_SIZE] __attribute__((aligned(8)));
	size_t len;
};

static inline struct lorica_stmt *build_head(struct build *b)
{
	return (struct lorica_stmt *)b->data;
}

static inline struct lorica_section *build_section(struct build *b, int i)
{
	return (struct lorica_section *)(b->data + sizeof(struct lorica_stmt)) + i;
}

/* A statement with room for @nsections, whose bodies build_add() appends. */
static inline void build_start(struct build *b, u16 type, u16 nsections)
{
	struct lorica_stmt *head = build_head(b);

	memset(b, 0, sizeof(*b));
	memcpy(head->magic, LORICA_MAGIC, sizeof(head->magic));
	head->abi = cpu_to_le16(LORICA_ABI);
	head->type = cpu_to_le16(type);
	head->serial = cpu_to_le64(1);
	head->nsections = cpu_to_le16(nsections);
	head->name[0] = 't';
	b->len = sizeof(*head) + nsections * sizeof(struct lorica_section);
	head->length = cpu_to_le32(b->len);
}

static inline void build_add(struct build *b, int i, u32 id, const void *body, size_t len)
{
	struct lorica_section *s = build_section(b, i);

	s->id = cpu_to_le32(id);
	s->offset = cpu_to_le32(b->len);
	s->length = cpu_to_le32(len);
	memcpy(b->data + b->len, body, len);
	b->len += (len + 7) & ~(size_t)7;
	build_head(b)->length = cpu_to_le32(b->len);
}

/* The smallest policy: audit, nothing managed. */
static inline void build_policy(struct build *b)
{
	struct lorica_policy_rec rec = { .mode = LORICA_MODE_AUDIT };

	build_start(b, LORICA_TYPE_POLICY, 2);
	build_add(b, 0, LORICA_SECTION_POLICY, &rec, sizeof(rec));
	build_add(b, 1, LORICA_SECTION_TEXT, "syntax 1\n", 9);
}

#endif
