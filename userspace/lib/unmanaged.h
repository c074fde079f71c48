/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_UNMANAGED_H
#define LORICA_LIB_UNMANAGED_H

struct json;
struct sema;

/**
 * struct unmanaged - a section that a policy may do without
 * @section: its name
 * @effect: what holds then, to follow "NAME is not managed: "
 */
struct unmanaged {
	const char *section;
	const char *effect;
};

/**
 * unmanaged_next - go through the sections that a policy does not have
 * @sema: the policy
 * @last: the one before, NULL at first
 *
 * Return: the next one, or NULL.
 */
const struct unmanaged *unmanaged_next(const struct sema *sema, const struct unmanaged *last);

/**
 * unmanaged_json - write the member "unmanaged", the names of these sections
 * @sema: the policy, judged without an error; NULL writes null
 * @j: with an open object
 */
void unmanaged_json(const struct sema *sema, struct json *j);

#endif
