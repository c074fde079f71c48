// SPDX-License-Identifier: GPL-2.0-only
/* A draft as JSON. The schema is policy/schema/learn.json. */
#include "learn_draft.h"

#include "json.h"
#include "learn_program.h"
#include "words.h"

static void json_place(struct json *j, const char *key, const struct learn_place *at)
{
	json_open(j, key, '{');
	json_number(j, "boot", at->boot + 1);
	json_u64(j, "seq", at->record.seq);
	json_u64(j, "time_ns", at->record.time);
	json_close(j, '}');
}

/* @a and @b name the two texts of an entry; no @b, no second text. */
static void json_tally(struct json *j, const char *key, const struct tally *tally, const char *a,
		       const char *b)
{
	size_t i;

	json_open(j, key, '[');
	for (i = 0; i < tally->nr; i++) {
		json_open(j, NULL, '{');
		json_text(j, a, tally->entry[i].a);
		if (b)
			json_text(j, b, tally->entry[i].b);
		json_number(j, "events", tally->entry[i].times);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_evidence(struct json *j, const struct learn_item *item)
{
	json_number(j, "events", item->nr);
	json_number(j, "other_policy", item->foreign);
	json_place(j, "first", &item->first);
	json_place(j, "last", &item->last);
	json_tally(j, "how", &item->how, "type", "reason");
	json_tally(j, "by", &item->who, "label", "comm");
	json_bool(j, "more", item->how.others || item->who.others || item->objects.others);
	json_text(j, "note", item->note);
}

static void json_file(struct json *j, const struct learn_item *item)
{
	json_text(j, "path", item->key.what);
	json_hex(j, "sha256", item->key.digest, sizeof(item->key.digest));
	json_text(j, "kind", words_name(&words_file_kind, item->file_kind));
}

static void json_net(struct json *j, const struct learn_item *item)
{
	json_text(j, "program", item->key.label);
	json_text(j, "rule", item->said);
	json_text(j, "generalised", item->wide);
	json_tally(j, "objects", &item->objects, "object", NULL);
}

static void json_learnt(struct json *j, const char *key, const struct learn *l,
			enum learn_kind kind)
{
	size_t i;

	json_open(j, key, '[');
	for (i = 0; i < l->nr; i++) {
		if (l->items[i]->key.kind != kind || l->items[i]->outcome != LEARN_LEARNT)
			continue;
		json_open(j, NULL, '{');
		if (kind == LEARN_FILE)
			json_file(j, l->items[i]);
		else if (learn_program_line(kind))
			json_text(j, "path", l->items[i]->key.what);
		else
			json_net(j, l->items[i]);
		json_evidence(j, l->items[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static const char *const kinds[LEARN_NR_KINDS] = {
	[LEARN_FILE] = "file",	   [LEARN_PROGRAM] = "program", [LEARN_LOADER] = "loader",
	[LEARN_HELPER] = "helper", [LEARN_NET] = "net",		[LEARN_NOTHING] = "nothing",
};

static void json_refused(struct json *j, const struct learn *l)
{
	size_t i;

	json_open(j, "refused", '[');
	for (i = 0; i < l->nr; i++) {
		const struct learn_item *item = l->items[i];

		if (item->outcome != LEARN_REFUSED)
			continue;
		json_open(j, NULL, '{');
		json_text(j, "wants", kinds[item->key.kind]);
		json_text(j, "what", item->key.what);
		if (item->key.has_digest)
			json_hex(j, "sha256", item->key.digest, sizeof(item->key.digest));
		else
			json_text(j, "sha256", NULL);
		json_text(j, "why", item->why);
		json_text(j, "to_do", item->advice);
		json_tally(j, "objects", &item->objects, "object", NULL);
		json_evidence(j, item);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_lost(struct json *j, const struct learn *l)
{
	size_t boot = 0, at = 0;
	u64 first, last;

	json_open(j, "lost", '[');
	while (record_log_gap(&l->log, &boot, &at, &first, &last)) {
		json_open(j, NULL, '{');
		json_number(j, "boot", boot + 1);
		json_u64(j, "first", first);
		json_u64(j, "last", last);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_events(struct json *j, const struct learn *l)
{
	json_open(j, "events", '{');
	json_number(j, "boots", l->log.nr);
	json_number(j, "read", l->nr_events);
	json_number(j, "repeated", l->log.repeated);
	json_number(j, "told", l->told);
	json_number(j, "permitted", learn_permitted(l));
	json_number(j, "other_policy", l->foreign);
	json_tally(j, "other_serials", &l->serials, "serial", NULL);
	json_lost(j, l);
	json_close(j, '}');
}

void learn_draft_json(const struct learn_draft *draft, const struct learn *l, struct json *j)
{
	size_t i;

	json_text(j, "name", draft->line.name.text);
	json_u64(j, "serial", draft->line.serial);
	json_u64(j, "base_serial", l->desk->policy.view.serial);
	json_text(j, "mode", words_name(&words_mode, draft->line.mode));
	json_events(j, l);
	json_learnt(j, "files", l, LEARN_FILE);
	for (i = 0; i < LEARN_NR_LINES; i++)
		json_learnt(j, learn_lines[i].json, l, learn_lines[i].kind);
	json_learnt(j, "net", l, LEARN_NET);
	json_refused(j, l);
	json_string(j, "text", draft->text, draft->len);
}
