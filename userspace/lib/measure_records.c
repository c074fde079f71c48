// SPDX-License-Identifier: GPL-2.0-only
#include "measure_records.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "../cmd.h"
#include "input.h"
#include "json.h"
#include "kernel/record.h"
#include "measure.h"
#include "text.h"

/* One entry of the list. */
struct entry {
	const char *name;
	u8 digest[32];
	char text[LORICA_RECORD_SIZE];
};

static bool fill(struct entry *e, const struct input *in, const u8 *sha256, bool sealed)
{
	struct lorica_record record = { .view = &in->view, .sha256 = sha256, .sealed = sealed };
	size_t len;

	if (input_is_policy(in)) {
		record.mode = in->policy.rec->mode;
		record.boot = in->policy.rec->boot ? "ok" : "not-managed";
	}
	e->name = lorica_record_name(&in->view);
	len = lorica_record_write(&record, e->text);
	return EVP_Digest(e->text, len, e->digest, NULL, EVP_sha256(), NULL) == 1;
}

/* Two entries of one statement. */
static int take(struct entry *e, const char *path)
{
	struct input in;
	u8 sha256[32];
	int ret = input_open(&in, "measure", path);

	if (!ret && (EVP_Digest(in.data, in.len, sha256, NULL, EVP_sha256(), NULL) != 1 ||
		     !fill(&e[0], &in, sha256, false) || !fill(&e[1], &in, sha256, true))) {
		fprintf(stderr, "lorica measure: cannot hash '%s'\n", path);
		ret = EXIT_FAILED;
	}
	input_close(&in);
	return ret;
}

static void print_text(const struct entry *e, size_t nr, FILE *to)
{
	for (; nr--; e++) {
		fprintf(to, "%s sha256:", e->name);
		text_hex(e->digest, to);
		fprintf(to, " %s\n", e->text);
	}
}

/* As the runtime policy of a verifier has them: digests by the name of the entry. */
static void print_digests(struct json *j, const char *name, const struct entry *e, size_t nr)
{
	json_open(j, name, '[');
	for (; nr--; e++)
		if (!strcmp(e->name, name))
			json_hex(j, NULL, e->digest, sizeof(e->digest));
	json_close(j, ']');
}

static void print_json(const struct entry *e, size_t nr, FILE *to)
{
	struct json j;
	size_t i;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_open(&j, "records", '[');
	for (i = 0; i < nr; i++) {
		json_open(&j, NULL, '{');
		json_text(&j, "name", e[i].name);
		json_hex(&j, "sha256", e[i].digest, sizeof(e[i].digest));
		json_text(&j, "text", e[i].text);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "ima-buf", '{');
	print_digests(&j, LORICA_RECORD_POLICY, e, nr);
	print_digests(&j, LORICA_RECORD_MANIFEST, e, nr);
	json_close(&j, '}');
	json_close(&j, '}');
	putc('\n', to);
}

int measure_records(const char *const *paths, size_t nr, FILE *to)
{
	static struct entry entries[2 * MEASURE_MAX_FILES];
	int ret = EXIT_OK;
	size_t i;

	for (i = 0; !ret && i < nr; i++)
		ret = take(&entries[2 * i], paths[i]);
	if (ret)
		return ret;
	if (globals.json)
		print_json(entries, 2 * nr, to);
	else
		print_text(entries, 2 * nr, to);
	return EXIT_OK;
}
