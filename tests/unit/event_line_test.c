// SPDX-License-Identifier: GPL-2.0-only
/* A record of the kernel means what the same record means in JSON. */
#include "tap.h"

#include <endian.h>
#include <string.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/event_line.h"

static struct arena arena;

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same(const struct event_line *a, const struct event_line *b)
{
	return a->event.type == b->event.type && same_text(a->event.object, b->event.object) &&
	       same_text(a->event.path, b->event.path) &&
	       a->event.has_digest == b->event.has_digest &&
	       !memcmp(a->event.digest, b->event.digest, 32) && same_text(a->verdict, b->verdict) &&
	       same_text(a->reason, b->reason) && same_text(a->comm, b->comm) &&
	       same_text(a->label, b->label) && a->object_cut == b->object_cut &&
	       a->label_cut == b->label_cut && a->has_seq && b->has_seq && a->seq == b->seq &&
	       a->time == b->time && a->serial == b->serial;
}

static void means(const struct lorica_event *record, const char *json, const char *what)
{
	struct event_line a, b;
	const char *wrong;
	size_t at;

	wrong = event_line_record(&a, record, &arena);
	if (!wrong)
		wrong = event_line_parse(&b, json, strlen(json), &arena, &at);
	if (!ok(!wrong && same(&a, &b), "%s", what))
		printf("# %s\n", wrong ? wrong : "not the same");
}

static struct lorica_event record(void)
{
	struct lorica_event e = {
		.seq = htole64(0x100000000),
		.time = htole64(7000000001),
		.type = htole16(LORICA_EVENT_EXEC),
		.verdict = htole16(LORICA_VERDICT_AUDIT),
		.reason = htole16(LORICA_R_NOT_LISTED),
		.flags = htole16(LORICA_EVENT_HAS_DIGEST),
		.policy_serial = htole64(3),
		.comm = "sh",
		.label = "/bin/sh",
		.object = "/bin/x",
	};

	memset(e.digest, 0xa5, sizeof(e.digest));
	return e;
}

#define HEAD "{\"seq\": 4294967296,\"time_ns\": 7000000001,\"policy_serial\": 3,"
#define A5 "a5a5a5a5a5a5a5a5"

int main(void)
{
	struct lorica_event e = record();
	struct event_line line;

	means(&e,
	      HEAD
	      "\"type\": \"exec\",\"verdict\": \"audit\",\"reason\": \"not-listed\",\"comm\": \"sh\","
	      "\"label\": \"/bin/sh\",\"object\": \"/bin/x\",\"sha256\": \"" A5 A5 A5 A5 "\"}",
	      "a file that is not listed");
	e.flags = htole16(LORICA_EVENT_OBJECT_CUT | LORICA_EVENT_LABEL_CUT);
	memset(e.digest, 0, sizeof(e.digest));
	means(&e,
	      HEAD
	      "\"type\": \"exec\",\"verdict\": \"audit\",\"reason\": \"not-listed\",\"comm\": \"sh\","
	      "\"label\": \"/bin/sh\",\"label_cut\": true,\"object\": \"/bin/x\",\"object_cut\": true}",
	      "one whose texts were cut, without a digest");
	e.flags = 0;
	e.type = htole16(LORICA_EVENT_KEXEC);
	e.verdict = htole16(LORICA_VERDICT_DENY);
	e.reason = htole16(LORICA_R_SEALED);
	memset(e.object, 'o', sizeof(e.object));
	memset(e.comm, 0, sizeof(e.comm));
	ok(!event_line_record(&line, &e, &arena) && strlen(line.event.object) == sizeof(e.object) &&
		   !line.event.path && !*line.comm,
	   "a text without an end is as long as its room");
	e.type = htole16(999);
	ok(event_line_record(&line, &e, &arena), "no such type");
	e.type = htole16(LORICA_EVENT_EXEC);
	e.verdict = htole16(9);
	ok(!event_line_record(&line, &e, &arena) && !line.verdict, "no such verdict");
	e.reason = htole16(999);
	ok(!event_line_record(&line, &e, &arena) && !strcmp(line.reason, "unknown"),
	   "no such reason");
	arena_free(&arena);
	return tap_done();
}
