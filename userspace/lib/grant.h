/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy allows, said so that two policies can be compared. */
#ifndef LORICA_LIB_GRANT_H
#define LORICA_LIB_GRANT_H

struct changes;
struct input;

/**
 * grant_compare - find out what becomes allowed, and what becomes denied
 * @c: told in CHANGE_ALLOWED and CHANGE_DENIED
 * @a: the policy before
 * @b: the policy after
 *
 * Keys count by their certificates, not by their names. The mode counts too:
 * what audit mode lets pass is allowed, unless both policies are in it; then
 * the difference is in what is reported, and the text says so.
 */
void grant_compare(struct changes *c, const struct input *a, const struct input *b);

#endif
