// SPDX-License-Identifier: GPL-2.0-only
#include "event_line.h"

#include "arena.h"
#include "json_line.h"
#include "kernel/reason.h"
#include "suggest.h"
#include "value.h"
#include "words.h"

const char *event_line_type(const char *name, enum lorica_event_type *type, struct arena *arena)
{
	const char *names[64], *near;
	size_t i;

	for (i = 0; i < words_event_type.n; i++) {
		names[i] = words_event_type.list[i].name;
		if (strcmp(name, names[i]))
			continue;
		*type = words_event_type.list[i].value;
		return NULL;
	}
	near = suggest_word(name, names, i);
	return near ? arena_printf(arena, "no type of event '%s'; did you mean '%s'?", name, near) :
		      arena_printf(arena, "no type of event '%s'", name);
}

static bool number(const struct json_line *json, const char *key, u64 *to)
{
	uint64_t value;

	if (!json_line_number(json, key, &value))
		return false;
	*to = value;
	return true;
}

const char *event_line_parse(struct event_line *line, const char *text, size_t len,
			     struct arena *arena, size_t *at)
{
	const char *wrong, *type, *object, *sha256;
	struct json_line json;
	size_t i;

	memset(line, 0, sizeof(*line));
	wrong = json_line_parse(&json, text, len, arena, at);
	if (wrong)
		return wrong;
	*at = 0;
	for (i = 0; i < json.nr; i++)
		if (strlen(json.member[i].text) >= LORICA_MAX_PATH)
			return "a member is longer than any path";
	type = json_line_string(&json, "type");
	if (!type)
		return "no 'type'";
	wrong = event_line_type(type, &line->event.type, arena);
	if (wrong)
		return wrong;
	object = json_line_string(&json, "object");
	sha256 = json_line_string(&json, "sha256");
	if (sha256 && !value_digest(sha256, line->event.digest, NULL))
		return "'sha256' has to be 64 hex digits";
	line->event.has_digest = sha256;
	/* The kernel keeps the tail of a path that is too long for a record. */
	line->object_cut = json_line_true(&json, "object_cut");
	line->event.path = object && *object == '/' && !line->object_cut ? object : NULL;
	line->event.object = object;
	if (!object && !sha256 && ruling_needs_object(line->event.type))
		return "neither 'object' nor 'sha256'";
	line->verdict = json_line_string(&json, "verdict");
	line->reason = json_line_string(&json, "reason");
	line->comm = json_line_string(&json, "comm");
	line->label = json_line_string(&json, "label");
	line->label_cut = json_line_true(&json, "label_cut");
	if (line->label && *line->label && !line->label_cut)
		line->event.program = line->label;
	line->has_seq = number(&json, "seq", &line->seq) && number(&json, "time_ns", &line->time);
	number(&json, "tgid", &line->tgid);
	number(&json, "policy_serial", &line->serial);
	return NULL;
}

static const char *copy(struct arena *arena, const __u8 *bytes, size_t size)
{
	return arena_string(arena, (const char *)bytes, strnlen((const char *)bytes, size));
}

const char *event_line_record(struct event_line *line, const struct lorica_event *record,
			      struct arena *arena)
{
	u16 flags = le16toh(record->flags);

	memset(line, 0, sizeof(*line));
	if (!words_name(&words_event_type, le16toh(record->type)))
		return "a type of event that this command does not know";
	line->event.type = le16toh(record->type);
	line->event.object = copy(arena, record->object, sizeof(record->object));
	line->object_cut = flags & LORICA_EVENT_OBJECT_CUT;
	if (*line->event.object == '/' && !line->object_cut)
		line->event.path = line->event.object;
	line->event.has_digest = flags & LORICA_EVENT_HAS_DIGEST;
	memcpy(line->event.digest, record->digest, sizeof(record->digest));
	line->verdict = words_name(&words_verdict, le16toh(record->verdict));
	line->reason = lorica_reason_name(le16toh(record->reason));
	line->comm = copy(arena, record->comm, sizeof(record->comm));
	line->label = copy(arena, record->label, sizeof(record->label));
	line->label_cut = flags & LORICA_EVENT_LABEL_CUT;
	if (*line->label && !line->label_cut)
		line->event.program = line->label;
	line->has_seq = true;
	line->seq = le64toh(record->seq);
	line->time = le64toh(record->time);
	line->tgid = le32toh(record->tgid);
	line->serial = le64toh(record->policy_serial);
	return NULL;
}
