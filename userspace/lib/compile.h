/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_COMPILE_H
#define LORICA_LIB_COMPILE_H

#include <stdbool.h>
#include <time.h>

#include "arena.h"
#include "diag.h"
#include "key_cert.h"
#include "sema.h"
#include "sources.h"

/**
 * struct compile - one run over one policy text
 * @source: the text; the caller fills it in, and owns it
 * @reader: fetches included files; the caller fills it in, or leaves it zeroed
 * @loader: fetches the certificates; the caller fills it in
 * @lints: warnings that are asked for; the caller fills it in, or leaves it NULL
 * @now: seconds since 1970, for warnings; the caller fills it in
 * @arena: holds everything below
 * @sources: @source, and what it includes
 * @diags: what was said
 * @sema: the policy, good when there was no error
 */
struct compile {
	struct source source;
	struct source_reader reader;
	struct key_cert_loader loader;
	const struct lints *lints;
	time_t now;
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct sema sema;
};

/**
 * compile_run - parse and judge a policy text
 * @c: the run
 *
 * Return: true when it may go on to emit_policy().
 */
bool compile_run(struct compile *c);

/**
 * compile_free - forget a run
 * @c: the run; its source stays with the caller
 */
void compile_free(struct compile *c);

#endif
