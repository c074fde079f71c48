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
	cert->has_key_id = strcmp(path, "nameless");
	return KEY_CERT_OK;
}

/* What can be included; any other path is the name of an empty file. */
static const struct {
	const char *path;
	const char *text;
} fixture_files[] = {
	{ "lib/a.lorica", "syntax 1\ninclude \"b.lorica\"\n"
			  "keys {\n\tz x509 \"../k z\\\"\\\\\" for policy\n}\n" },
	{ "lib/b.lorica", "syntax 1\ndefine path = \"b\"\nexec {\n\tallow manifest $team\n}\n"
			  "keys {\n\tin-b x509 $path for manifest\n}\n" },
};

static int fixture_find(void *context, struct arena *arena, struct source *source)
{
	(void)context;
	(void)arena;
	source->name = source->path;
	source->id = source->path;
	return 0;
}

static int fixture_read(void *context, struct arena *arena, struct source *source)
{
	size_t i;

	(void)context;
	(void)arena;
	source->text = "syntax 1\n";
	for (i = 0; i < sizeof(fixture_files) / sizeof(fixture_files[0]); i++)
		if (!strcmp(source->path, fixture_files[i].path))
			source->text = fixture_files[i].text;
	source->len = strlen(source->text);
	return 0;
}

static __attribute__((unused)) bool fixture_compile(struct compile *c, const char *text, size_t len)
{
	memset(c, 0, sizeof(*c));
	c->source = (struct source){ .name = "t", .text = text, .len = len };
	c->loader.load = fixture_load;
	c->reader = (struct source_reader){ .find = fixture_find, .read = fixture_read };
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
