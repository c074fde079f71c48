// SPDX-License-Identifier: GPL-2.0-only
#include "show.h"

#include <stdio.h>

#include "json.h"
#include "kernel/manifest.h"
#include "path_text.h"
#include "refusal.h"
#include "userspace/cmd.h"
#include "words.h"

void show_path(const char *path)
{
	char text[PATH_TEXT];

	fputs(path_text(path, text), stdout);
}

static void print_text(const struct lorica_manifest *manifest)
{
	u32 i, k;

	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];

		for (k = 0; k < sizeof(d->sha256); k++)
			printf("%02x", d->sha256[k]);
		printf("  %s  ", words_name(&words_file_kind, d->kind));
		show_path(lorica_manifest_path(manifest, d));
		putchar('\n');
	}
}

static void print_json(const struct shown *s, const struct lorica_manifest *manifest)
{
	struct json j;
	u32 i;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	show_head(s, &j);
	json_open(&j, "files", '[');
	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];

		json_open(&j, NULL, '{');
		json_hex(&j, "sha256", d->sha256, sizeof(d->sha256));
		json_text(&j, "kind", words_name(&words_file_kind, d->kind));
		json_text(&j, "path", lorica_manifest_path(manifest, d));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
}

int show_manifest(const struct shown *s)
{
	struct lorica_manifest manifest;
	enum lorica_reason reason = lorica_manifest_decode(&s->view, &manifest);

	if (reason)
		return refusal_say(s->path, reason);
	if (globals.json)
		print_json(s, &manifest);
	else
		print_text(&manifest);
	return EXIT_OK;
}
