/* SPDX-License-Identifier: GPL-2.0-only */
/* What is not the same in two policies, or in the heads of two manifests. */
#ifndef LORICA_LIB_CHANGES_H
#define LORICA_LIB_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;

/* In the order in which they are shown. */
enum change_group {
	CHANGE_HEAD,
	CHANGE_KEYS,
	CHANGE_SECTIONS,
	CHANGE_ALLOWED,
	CHANGE_DENIED,
	CHANGE_NR_GROUPS,
};

/**
 * struct change - one difference
 * @next: of its group
 * @what: a word of the language; in CHANGE_ALLOWED and CHANGE_DENIED the section
 * @a: what A says, NULL for nothing; there what becomes allowed or denied
 * @b: what B says, NULL for nothing; NULL there
 */
struct change {
	struct change *next;
	const char *what;
	const char *a;
	const char *b;
};

/**
 * struct changes - all differences
 * @arena: holds them
 * @list: by group, in the order of the calls
 * @tail: their ends
 * @nr: their number
 */
struct changes {
	struct arena *arena;
	struct change *list[CHANGE_NR_GROUPS];
	struct change **tail[CHANGE_NR_GROUPS];
	size_t nr;
};

/**
 * changes_start - begin without a difference
 * @c: to be filled
 * @arena: for what is added
 */
void changes_start(struct changes *c, struct arena *arena);

/**
 * changes_add - add a difference
 * @c: the collection
 * @group: where to
 * @what: see struct change
 * @a: see struct change
 * @b: see struct change
 */
void changes_add(struct changes *c, enum change_group group, const char *what, const char *a,
		 const char *b);

/**
 * changes_compare - add a difference unless there is none
 * @c: the collection
 * @group: where to
 * @what: see struct change
 * @a: see struct change
 * @b: see struct change
 */
void changes_compare(struct changes *c, enum change_group group, const char *what, const char *a,
		     const char *b);

/**
 * changes_print - write them for people on stdout, one a line below the title of their group
 * @c: the collection
 */
void changes_print(const struct changes *c);

/**
 * changes_json - write the members "changes", "allowed" and "denied"
 * @c: the collection
 * @j: with an open object
 */
void changes_json(const struct changes *c, struct json *j);

/**
 * changes_json_fields - write the member "changes"
 * @c: the collection
 * @j: with an open object
 */
void changes_json_fields(const struct changes *c, struct json *j);

#endif
