// SPDX-License-Identifier: GPL-2.0-only
/* SARIF 2.1.0: checks are rules, results name the controls that they are about in a taxonomy. */
#include "report.h"
#include "userspace/lib/json.h"

#ifndef LORICA_VERSION
#define LORICA_VERSION "0.1.0"
#endif

static const char taxonomy[] = "lorica-controls";
static const char no_check[] = "lorica.no-check";

static void put_text(struct json *j, const char *key, const char *text)
{
	json_open(j, key, '{');
	json_text(j, "text", text);
	json_close(j, '}');
}

static void put_tool(struct json *j, const struct audit *audit)
{
	size_t i;

	json_open(j, "tool", '{');
	json_open(j, "driver", '{');
	json_text(j, "name", "lorica audit");
	json_text(j, "version", LORICA_VERSION);
	json_open(j, "supportedTaxonomies", '[');
	json_open(j, NULL, '{');
	json_text(j, "name", taxonomy);
	json_number(j, "index", 0);
	json_close(j, '}');
	json_close(j, ']');
	json_open(j, "rules", '[');
	for (i = 0; i < audit->nr_checks; i++) {
		json_open(j, NULL, '{');
		json_text(j, "id", audit->checks[i].check->name);
		put_text(j, "shortDescription", audit->checks[i].check->expected);
		json_close(j, '}');
	}
	json_open(j, NULL, '{');
	json_text(j, "id", no_check);
	put_text(j, "shortDescription", "a person has to look, or to read a document");
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, '}');
}

static void put_taxonomy(struct json *j)
{
	u16 id;

	json_open(j, "taxonomies", '[');
	json_open(j, NULL, '{');
	json_text(j, "name", taxonomy);
	json_text(j, "version", LORICA_VERSION);
	put_text(j, "shortDescription", "Controls of a connected device");
	json_bool(j, "isComprehensive", true);
	json_open(j, "taxa", '[');
	for (id = 1; id <= NR_CONTROLS; id++) {
		json_open(j, NULL, '{');
		json_text(j, "id", control_row(id)->id);
		put_text(j, "shortDescription", control_row(id)->title);
		if (*control_row(id)->refs)
			put_text(j, "help", control_row(id)->refs);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
}

static void put_taxon(struct json *j, u16 id)
{
	json_open(j, NULL, '{');
	json_text(j, "id", control_row(id)->id);
	json_number(j, "index", id - 1);
	json_open(j, "toolComponent", '{');
	json_text(j, "name", taxonomy);
	json_number(j, "index", 0);
	json_close(j, '}');
	json_close(j, '}');
}

/* An error is told as one: what could not be looked at is not open, it is broken. */
static void put_kind(struct json *j, enum audit_status status)
{
	static const struct {
		const char *kind;
		const char *level;
	} kinds[NR_AUDIT_STATUS] = {
		[AUDIT_NOTAPPLICABLE] = { "notApplicable", "none" },
		[AUDIT_PASS] = { "pass", "none" },
		[AUDIT_WAIVED] = { "review", "none" },
		[AUDIT_MANUAL] = { "review", "none" },
		[AUDIT_ERROR] = { "fail", "error" },
		[AUDIT_FAIL] = { "fail", "error" },
	};

	json_text(j, "kind", kinds[status].kind);
	json_text(j, "level", kinds[status].level);
}

/* A URI is not a path: what is not a letter, a digit or one of a few becomes %NN. */
static void put_uri(struct json *j, const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	char uri[3 * 512 + 1], *o = uri;

	for (path += *path == '/'; *path && o < uri + sizeof(uri) - 4; path++) {
		unsigned char c = *path;

		if (c > ' ' && c < 0x7f && !strchr("%\"<>\\^`{|}#?[]:@", c)) {
			*o++ = c;
			continue;
		}
		*o++ = '%';
		*o++ = hex[c >> 4];
		*o++ = hex[c & 15];
	}
	*o = '\0';
	json_text(j, "uri", *uri ? uri : ".");
}

static void put_location(struct json *j, const struct evidence *e)
{
	json_open(j, NULL, '{');
	json_open(j, "physicalLocation", '{');
	json_open(j, "artifactLocation", '{');
	put_uri(j, e->path);
	json_text(j, "uriBaseId", "ROOT");
	json_close(j, '}');
	if (e->line) {
		json_open(j, "region", '{');
		json_number(j, "startLine", e->line);
		if (*e->excerpt)
			put_text(j, "snippet", e->excerpt);
		json_close(j, '}');
	}
	json_close(j, '}');
	json_close(j, '}');
}

static void put_check(struct json *j, const struct audit_check *c, size_t index)
{
	size_t i;

	json_open(j, NULL, '{');
	json_text(j, "ruleId", c->check->name);
	json_number(j, "ruleIndex", index);
	put_kind(j, c->result.status);
	put_text(j, "message", c->result.observed);
	json_open(j, "locations", '[');
	for (i = 0; i < c->result.nr_shown; i++)
		put_location(j, &c->result.evidence[i]);
	json_close(j, ']');
	json_open(j, "taxa", '[');
	for (i = 0; i < CHECK_MAX_CONTROLS && c->check->controls[i] != CTL_NONE; i++)
		put_taxon(j, c->check->controls[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void put_unchecked(struct json *j, const struct audit *audit, u16 id)
{
	json_open(j, NULL, '{');
	json_text(j, "ruleId", no_check);
	json_number(j, "ruleIndex", audit->nr_checks);
	put_kind(j, audit->answers[id].status);
	put_text(j, "message", audit->answers[id].text);
	json_open(j, "taxa", '[');
	put_taxon(j, id);
	json_close(j, ']');
	json_close(j, '}');
}

void report_sarif(const struct report *report, FILE *to)
{
	const struct audit *audit = report->audit;
	struct json j;
	size_t i;
	u16 id;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_text(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_text(&j, "version", "2.1.0");
	json_open(&j, "runs", '[');
	json_open(&j, NULL, '{');
	put_tool(&j, audit);
	json_open(&j, "invocations", '[');
	json_open(&j, NULL, '{');
	json_bool(&j, "executionSuccessful", !audit->count[AUDIT_ERROR]);
	json_number(&j, "exitCode", audit_exit_code(audit));
	json_text(&j, "endTimeUtc", report->time);
	json_close(&j, '}');
	json_close(&j, ']');
	json_open(&j, "originalUriBaseIds", '{');
	json_open(&j, "ROOT", '{');
	json_text(&j, "uri", "file:///");
	json_close(&j, '}');
	json_close(&j, '}');
	put_taxonomy(&j);
	json_open(&j, "results", '[');
	for (i = 0; i < audit->nr_checks; i++)
		put_check(&j, &audit->checks[i], i);
	for (id = 1; id <= NR_CONTROLS; id++)
		if (audit->answers[id].is_selected && control_row(id)->class != 'H' &&
		    !audit->answers[id].nr_checks)
			put_unchecked(&j, audit, id);
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
}
