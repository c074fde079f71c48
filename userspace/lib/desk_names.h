/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_DESK_NAMES_H
#define LORICA_LIB_DESK_NAMES_H

struct desk;

/**
 * desk_names - the names that a program has in the kernel
 * @desk: with its manifests
 * @program: one of them
 * @each: gets @context and each name, maybe more than once; @program is one of them
 * @context: for @each
 *
 * A program is known by its digest, so it has every path under which a manifest lists that, as
 * far as a rule takes the entry. What no manifest of the desk lists has the one name.
 */
void desk_names(const struct desk *desk, const char *program,
		void (*each)(void *context, const char *name), void *context);

#endif
