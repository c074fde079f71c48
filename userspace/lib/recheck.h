/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RECHECK_H
#define LORICA_LIB_RECHECK_H

#include <stdbool.h>

#include "compile.h"
#include "kernel/policy_decode.h"

/**
 * struct recheck - a policy compiled again from its own text
 * @c: the run; c.sema has the paths of the certificates, which no table has
 * @policy: the decoded policy, where the certificates come from
 * @next: key whose certificate is asked for next
 * @differs: offset of the first byte that is another one, when the text
 *	compiles and is not the same
 */
struct recheck {
	struct compile c;
	const struct lorica_policy *policy;
	u32 next;
	size_t differs;
};

/**
 * recheck_policy - does the text of a policy say what its tables say?
 * @r: the run, for recheck_free()
 * @name: of the statement, for messages
 * @data: the statement that @policy was decoded from
 * @len: its bytes
 * @policy: decoded
 *
 * The kernel reads the tables, people read the text. Compiles the text, with
 * the certificates in the statement, and compares every byte, so the text is
 * canonical too.
 *
 * Return: true when both are the same.
 */
bool recheck_policy(struct recheck *r, const char *name, const u8 *data, size_t len,
		    const struct lorica_policy *policy);

/**
 * recheck_free - forget the run
 * @r: the run
 */
void recheck_free(struct recheck *r);

#endif
