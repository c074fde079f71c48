// SPDX-License-Identifier: GPL-2.0-only
/* A ruling, for people and for programs. */
#include "ruling.h"

#include <stdio.h>

#include "desk.h"
#include "json.h"
#include "kernel/reason.h"
#include "ruling_exec.h"
#include "show.h"
#include "words.h"

static const struct {
	const char *name;
	const char *text;
} sources[] = {
	[RULING_UNKNOWN] = { "unknown", "not known: no manifest lists the path" },
	[RULING_GIVEN] = { "event", "of the event" },
	[RULING_HASHED] = { "root", "of the file in the root" },
	[RULING_LISTED] = { "manifest", "as a manifest lists the path" },
};

static const char *unsealed = "only while fs-verity is enabled on it, see lorica-seal-files(8)";
static const char *script = "its interpreter is asked for by itself";

static void print_hex(const u8 *data, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		printf("%02x", data[i]);
}

static void print_object(const struct ruling_event *e)
{
	if (e->path || e->object) {
		putchar(' ');
		show_path(e->path ? e->path : e->object);
	} else if (e->has_digest || e->has_verity) {
		printf(e->has_digest ? " sha256:" : " fsverity:");
		print_hex(e->has_digest ? e->digest : e->verity, sizeof(e->digest));
	}
}

void ruling_print_line(const struct ruling *r)
{
	printf("%s", words_name(&words_event_type, r->event.type));
	print_object(&r->event);
	if (!r->section)
		printf(": not managed: %s", r->outside);
	else
		printf(": %s: %s", words_name(&words_verdict, r->verdict),
		       r->unmanaged ? "not managed" : lorica_reason_text(r->decision.reason));
}

static void print_rule(const char *title, const struct ruling_rule *rule)
{
	printf("  %s: ", title);
	if (rule->source)
		printf("%s:%u:%u: ", rule->source->name, rule->at.line, rule->at.column);
	fputs(rule->text, stdout);
	if (rule->why)
		printf(": %s", rule->why);
	putchar('\n');
}

static const char *key_name(const struct desk *desk, u32 key)
{
	return (const char *)desk->policy.policy.keys[key].name;
}

/* What a manifest lists a file by. */
static const enum lorica_tier tiers[] = { LORICA_TIER_SHA256, LORICA_TIER_FSVERITY };

static void print_entry(const struct desk *desk, const struct desk_manifest *m,
			const struct lorica_digest *d)
{
	printf("  listed by: %s of '%s' as ", m->in.path, key_name(desk, m->key));
	show_path(lorica_manifest_path(&m->in.manifest, d));
	printf(", %s%s\n", words_name(&words_file_kind, d->kind),
	       d->tier == LORICA_TIER_FSVERITY ? ", by fs-verity" : "");
}

static void print_manifests(const struct desk *desk, const struct ruling *r)
{
	u32 i, k;

	for (i = 0; i < desk->nr_manifests; i++) {
		for (k = 0; k < ARRAY_SIZE(tiers); k++) {
			const struct desk_manifest *m = &desk->manifests[i];
			const struct lorica_digest *d = ruling_exec_entry(m, r, tiers[k]);

			if (d)
				print_entry(desk, m, d);
		}
	}
}

static void print_digest(const char *name, bool has, const u8 *digest, const struct ruling *r)
{
	printf("  %s: ", name);
	if (has) {
		print_hex(digest, sizeof(r->event.digest));
		putchar(' ');
	}
	printf("%s\n", has || r->source == RULING_UNKNOWN ? sources[r->source].text : "not listed");
}

void ruling_print(const struct desk *desk, const struct ruling *r)
{
	u32 i;

	ruling_print_line(r);
	putchar('\n');
	if (!r->section)
		return;
	if (r->by_program)
		printf("  program: %s\n",
		       r->event.program ?: "not known: rules for any program alone");
	else if (!r->by_device && (r->event.has_digest || !r->event.has_verity))
		print_digest("sha256", r->event.has_digest, r->event.digest, r);
	if (r->event.has_verity)
		print_digest("fsverity", true, r->event.verity, r);
	print_manifests(desk, r);
	if (r->is_signed)
		printf("  signed by: '%s'\n", key_name(desk, r->signer));
	print_rule("decided by", &r->decided_by);
	for (i = 0; i < r->nr_lost; i++)
		print_rule("lost", &r->lost[i]);
	if (r->sealed)
		printf("  note: %s\n", unsealed);
	if (r->kind == LORICA_FILE_SCRIPT && r->event.type == LORICA_EVENT_EXEC)
		printf("  note: a script: %s\n", script);
	for (i = 0; r->decision.allow && r->open[i]; i++)
		printf("%s%s", i ? ", " : "  not judged, as only a running kernel can: ",
		       lorica_reason_name(r->open[i]));
	fputs(i ? "\n" : "", stdout);
}

static void json_rule(const char *key, const struct ruling_rule *rule, struct json *j)
{
	json_open(j, key, '{');
	json_text(j, "rule", rule->text);
	json_text(j, "file", rule->source ? rule->source->name : NULL);
	if (rule->source) {
		json_number(j, "line", rule->at.line);
		json_number(j, "column", rule->at.column);
	}
	if (rule->why)
		json_text(j, "why", rule->why);
	json_close(j, '}');
}

static void json_entry(const struct desk *desk, const struct desk_manifest *m,
		       const struct lorica_digest *d, struct json *j)
{
	json_open(j, NULL, '{');
	json_text(j, "file", m->in.path);
	json_text(j, "key", key_name(desk, m->key));
	json_text(j, "path", lorica_manifest_path(&m->in.manifest, d));
	json_text(j, "kind", words_name(&words_file_kind, d->kind));
	json_text(j, "tier", words_name(&words_tier, d->tier));
	json_close(j, '}');
}

static void json_manifests(const struct desk *desk, const struct ruling *r, struct json *j)
{
	u32 i, k;

	json_open(j, "manifests", '[');
	for (i = 0; i < desk->nr_manifests; i++) {
		for (k = 0; k < ARRAY_SIZE(tiers); k++) {
			const struct desk_manifest *m = &desk->manifests[i];
			const struct lorica_digest *d = ruling_exec_entry(m, r, tiers[k]);

			if (d)
				json_entry(desk, m, d, j);
		}
	}
	json_close(j, ']');
}

void ruling_json(const struct desk *desk, const struct ruling *r, struct json *j)
{
	u32 i;

	json_text(j, "type", words_name(&words_event_type, r->event.type));
	json_text(j, "object", r->event.path ? r->event.path : r->event.object);
	json_text(j, "section", r->section);
	if (!r->section) {
		json_text(j, "outside", r->outside);
		return;
	}
	json_text(j, "verdict", words_name(&words_verdict, r->verdict));
	json_text(j, "reason", lorica_reason_name(r->decision.reason));
	json_text(j, "program", r->by_program ? r->event.program : NULL);
	if (r->event.has_digest)
		json_hex(j, "sha256", r->event.digest, sizeof(r->event.digest));
	else
		json_text(j, "sha256", NULL);
	if (r->event.has_verity)
		json_hex(j, "fsverity", r->event.verity, sizeof(r->event.verity));
	json_text(j, "sha256_from", sources[r->source].name);
	if (r->sealed)
		json_bool(j, "needs_fsverity", true);
	json_manifests(desk, r, j);
	json_text(j, "signed_by", r->is_signed ? key_name(desk, r->signer) : NULL);
	json_rule("decided_by", &r->decided_by, j);
	json_open(j, "lost", '[');
	for (i = 0; i < r->nr_lost; i++)
		json_rule(NULL, &r->lost[i], j);
	json_close(j, ']');
	json_open(j, "not_judged", '[');
	for (i = 0; r->decision.allow && r->open[i]; i++)
		json_text(j, NULL, lorica_reason_name(r->open[i]));
	json_close(j, ']');
}
