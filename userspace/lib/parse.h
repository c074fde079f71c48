/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_PARSE_H
#define LORICA_LIB_PARSE_H

struct arena;
struct ast;
struct diags;
struct source_reader;
struct sources;

/**
 * parse_policy - read a policy text
 * @sources: the main file; those that it includes are added
 * @reader: fetches them
 * @diags: where errors are reported, and which stops the work when it is full
 * @arena: for the result
 *
 * Goes on behind an error at the end of the statement it is in, so one run
 * finds several. What could be read is in the result, with its broken parts
 * marked: it may be judged further, but not compiled.
 *
 * Return: the tree, never NULL.
 */
struct ast *parse_policy(struct sources *sources, const struct source_reader *reader,
			 struct diags *diags, struct arena *arena);

#endif
