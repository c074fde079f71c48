// SPDX-License-Identifier: GPL-2.0-only
/*
 * A record of an event in JSON. What is wrong lies inside of the line; what is
 * good is the same after it was written and read again.
 */
#include "fuzz.h"

#include "userspace/lib/arena.h"
#include "userspace/lib/event_line.h"
#include "userspace/lib/json.h"
#include "userspace/lib/words.h"

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void write_again(const struct event_line *line, FILE *to)
{
	struct json j;

	json_start(&j, to);
	j.compact = true;
	json_open(&j, NULL, '{');
	json_text(&j, "type", words_name(&words_event_type, line->event.type));
	if (line->event.object)
		json_text(&j, "object", line->event.object);
	if (line->event.has_digest)
		json_hex(&j, "sha256", line->event.digest, sizeof(line->event.digest));
	json_text(&j, "verdict", line->verdict);
	json_text(&j, "reason", line->reason);
	json_text(&j, "comm", line->comm);
	json_text(&j, "label", line->label);
	json_bool(&j, "object_cut", line->object_cut);
	json_bool(&j, "label_cut", line->label_cut);
	if (line->has_seq) {
		json_number(&j, "seq", line->seq);
		json_number(&j, "time_ns", line->time);
	}
	json_number(&j, "policy_serial", line->serial);
	json_close(&j, '}');
}

static void check(const struct event_line *line, struct arena *arena)
{
	struct event_line again;
	size_t len, at;
	char *text;
	FILE *to = open_memstream(&text, &len);

	write_again(line, to);
	fclose(to);
	fuzz_assert(!event_line_parse(&again, text, len - 1, arena, &at));
	fuzz_assert(again.event.type == line->event.type);
	fuzz_assert(again.event.has_digest == line->event.has_digest);
	fuzz_assert(!memcmp(again.event.digest, line->event.digest, sizeof(again.event.digest)));
	fuzz_assert(same(again.event.object, line->event.object));
	fuzz_assert(!again.event.path == !line->event.path);
	fuzz_assert(same(again.verdict, line->verdict) && same(again.reason, line->reason));
	fuzz_assert(same(again.comm, line->comm) && same(again.label, line->label));
	fuzz_assert(again.object_cut == line->object_cut && again.label_cut == line->label_cut);
	fuzz_assert(again.has_seq == line->has_seq && again.serial == line->serial);
	fuzz_assert(!line->has_seq || (again.seq == line->seq && again.time == line->time));
	free(text);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	u8 *text = fuzz_copy(data, len);
	struct arena arena = { 0 };
	struct event_line line;
	const char *wrong;
	size_t at = 0;

	wrong = event_line_parse(&line, (const char *)text, len, &arena, &at);
	fuzz_assert(!wrong || at <= len);
	if (!wrong)
		check(&line, &arena);
	arena_free(&arena);
	free(text);
	return 0;
}
