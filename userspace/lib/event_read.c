// SPDX-License-Identifier: GPL-2.0-only
#include "event_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"
#include "event_line.h"
#include "kernel/reason.h"
#include "node.h"
#include "userspace/cmd.h"
#include "words.h"

static int read_line(const struct event_reader *reader, const char *name, size_t nr,
		     const char *text, size_t len)
{
	struct arena arena = { 0 };
	struct event_line line;
	const char *wrong;
	size_t at;

	wrong = event_line_parse(&line, text, len, &arena, &at);
	if (!wrong) {
		wrong = reader->take(reader->context, &line);
		at = 0;
	}
	if (wrong)
		fprintf(stderr, "%s:%zu:%zu: error: %s\n", name, nr, at + 1, wrong);
	arena_free(&arena);
	return wrong ? EXIT_REJECTED : EXIT_OK;
}

static int read_lines(const struct event_reader *reader, const char *name, FILE *from)
{
	size_t room = 0, nr;
	char *text = NULL;
	int ret = EXIT_OK;
	ssize_t len;

	for (nr = 1; (len = getline(&text, &room, from)) >= 0; nr++) {
		len -= len && text[len - 1] == '\n';
		if (len && read_line(reader, name, nr, text, len))
			ret = EXIT_REJECTED;
	}
	if (ferror(from)) {
		fprintf(stderr, "lorica %s: cannot read '%s': %s\n", reader->verb, name,
			strerror(errno));
		ret = EXIT_FAILED;
	}
	free(text);
	return ret;
}

int event_read_file(const struct event_reader *reader, const char *path)
{
	FILE *from;
	int ret;

	if (!strcmp(path, "-"))
		return read_lines(reader, "<stdin>", stdin);
	from = fopen(path, "re");
	if (!from) {
		fprintf(stderr, "lorica %s: cannot open '%s': %s\n", reader->verb, path,
			strerror(errno));
		return EXIT_FAILED;
	}
	ret = read_lines(reader, path, from);
	fclose(from);
	return ret;
}

static const char *text(struct arena *arena, const __u8 *bytes, size_t size)
{
	return arena_string(arena, (const char *)bytes, strnlen((const char *)bytes, size));
}

/* What event_line_parse() makes of the same record in JSON. */
static const char *from_record(struct event_line *line, const struct lorica_event *e,
			       struct arena *arena)
{
	u16 flags = le16toh(e->flags);

	memset(line, 0, sizeof(*line));
	if (!words_name(&words_event_type, le16toh(e->type)))
		return "a type of event that this command does not know";
	line->event.type = le16toh(e->type);
	line->event.object = text(arena, e->object, sizeof(e->object));
	line->object_cut = flags & LORICA_EVENT_OBJECT_CUT;
	if (*line->event.object == '/' && !line->object_cut)
		line->event.path = line->event.object;
	line->event.has_digest = flags & LORICA_EVENT_HAS_DIGEST;
	memcpy(line->event.digest, e->digest, sizeof(e->digest));
	line->verdict = words_name(&words_verdict, le16toh(e->verdict));
	line->reason = lorica_reason_name(le16toh(e->reason));
	line->comm = text(arena, e->comm, sizeof(e->comm));
	line->label = text(arena, e->label, sizeof(e->label));
	line->label_cut = flags & LORICA_EVENT_LABEL_CUT;
	line->has_seq = true;
	line->seq = le64toh(e->seq);
	line->time = le64toh(e->time);
	line->serial = le64toh(e->policy_serial);
	return NULL;
}

static int read_record(const struct event_reader *reader, const struct lorica_event *record)
{
	struct arena arena = { 0 };
	struct event_line line;
	const char *wrong = from_record(&line, record, &arena);

	if (!wrong)
		wrong = reader->take(reader->context, &line);
	if (wrong)
		fprintf(stderr, "lorica %s: record %llu of the kernel: %s\n", reader->verb,
			(unsigned long long)le64toh(record->seq), wrong);
	arena_free(&arena);
	return wrong ? EXIT_REJECTED : EXIT_OK;
}

int event_read_kernel(const struct event_reader *reader)
{
	int fd = node_open("events", O_RDONLY | O_NONBLOCK), ret = EXIT_OK;
	struct lorica_event records[16];
	ssize_t n, i;

	if (fd < 0) {
		fprintf(stderr, "lorica %s: cannot open the module's events: %s\n", reader->verb,
			strerror(-fd));
		return node_exit(fd);
	}
	while ((n = read(fd, records, sizeof(records))) > 0)
		for (i = 0; i < n / (ssize_t)sizeof(records[0]); i++)
			if (read_record(reader, &records[i]))
				ret = EXIT_REJECTED;
	if (n < 0 && errno != EAGAIN) {
		fprintf(stderr, "lorica %s: cannot read the module's events: %s\n", reader->verb,
			strerror(errno));
		ret = EXIT_FAILED;
	}
	close(fd);
	return ret;
}
