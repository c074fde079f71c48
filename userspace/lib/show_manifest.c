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

/* SHA-256 is what everybody takes such digits for; anything else says what it is. */
void show_digest(const struct lorica_digest *entry)
{
	size_t i;

	if (entry->tier != LORICA_TIER_SHA256)
		printf("%s:", words_name(&words_tier, entry->tier));
	for (i = 0; i < sizeof(entry->digest); i++)
		printf("%02x", entry->digest[i]);
}

static void print_text(const struct lorica_manifest *manifest)
{
	u32 i;

	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];

		show_digest(d);
		printf("  %s  ", words_name(&words_file_kind, d->kind));
		show_path(lorica_manifest_path(manifest, d));
		putchar('\n');
	}
}

static void print_json(const struct input *s)
{
	const struct lorica_manifest *manifest = &s->manifest;
	struct json j;
	u32 i;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	show_head(s, &j);
	json_open(&j, "files", '[');
	for (i = 0; i < manifest->nr; i++) {
		const struct lorica_digest *d = &manifest->digests[i];

		json_open(&j, NULL, '{');
		json_hex(&j, words_name(&words_tier, d->tier), d->digest, sizeof(d->digest));
		json_text(&j, "kind", words_name(&words_file_kind, d->kind));
		json_text(&j, "path", lorica_manifest_path(manifest, d));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
}

int show_manifest(const struct input *s)
{
	if (globals.json)
		print_json(s);
	else
		print_text(&s->manifest);
	return EXIT_OK;
}
