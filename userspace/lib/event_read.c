// SPDX-License-Identifier: GPL-2.0-only
#include "event_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"
#include "event_line.h"
#include "node.h"
#include "userspace/cmd.h"

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

static int read_record(const struct event_reader *reader, const struct lorica_event *record)
{
	struct arena arena = { 0 };
	struct event_line line;
	const char *wrong = event_line_record(&line, record, &arena);

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
