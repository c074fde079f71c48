/* SPDX-License-Identifier: GPL-2.0-only */
/* A compiler run over a string, with certificates that need no files. */
#ifndef LORICA_TESTS_FIXTURE_H
#define LORICA_TESTS_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "userspace/lib/compile.h"

/* The path is the certificate: as good as any, to everything but the kernel. */
static enum key_cert_wrong fixture_load(void *context, struct arena *arena, const char *path,
					struct key_cert *cert, const char **why)
{
	(void)context;
	if (!strcmp(path, "missing")) {
		*why = "is missing";
		return KEY_CERT_UNREADABLE;
	}
	cert->len = strlen(path);
	cert->der = (const uint8_t *)arena_string(arena, path, cert->len);
	memset(cert->sha256, path[0], sizeof(cert->sha256));
	cert->not_before = 0;
	cert->not_after = INT64_MAX;
	return KEY_CERT_OK;
}

static __attribute__((unused)) bool fixture_compile(struct compile *c, const char *text, size_t len)
{
	memset(c, 0, sizeof(*c));
	c->source = (struct source){ .name = "t", .text = text, .len = len };
	c->loader.load = fixture_load;
	return compile_run(c);
}

/* What the run says; for free(). */
static __attribute__((unused)) char *fixture_diags(struct compile *c)
{
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	diag_print(&c->diags, to, false, false);
	fclose(to);
	return text;
}

#endif
