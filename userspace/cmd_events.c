// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../kernel/reason.h"
#include "cmd.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/words.h"

static const char *word(const struct words *words, uint32_t value)
{
	return words_name(words, value) ?: "unknown";
}

static void print_json(const struct lorica_event *e)
{
	struct json j;

	json_start(&j, stdout);
	j.compact = true;
	json_open(&j, NULL, '{');
	json_number(&j, "seq", le64toh(e->seq));
	json_number(&j, "time_ns", le64toh(e->time));
	json_text(&j, "type", word(&words_event_type, le16toh(e->type)));
	json_text(&j, "verdict", word(&words_verdict, le16toh(e->verdict)));
	json_text(&j, "reason", lorica_reason_name(le16toh(e->reason)));
	json_number(&j, "tgid", le32toh(e->tgid));
	json_number(&j, "pid", le32toh(e->pid));
	json_number(&j, "uid", le32toh(e->uid));
	json_number(&j, "code", le32toh(e->code));
	json_number(&j, "policy_serial", le64toh(e->policy_serial));
	json_text(&j, "tier", word(&words_tier, e->tier));
	json_text(&j, "comm", (const char *)e->comm);
	json_text(&j, "label", (const char *)e->label);
	json_text(&j, "object", (const char *)e->object);
	if (le16toh(e->flags) & LORICA_EVENT_OBJECT_CUT)
		json_bool(&j, "object_cut", true);
	if (le16toh(e->flags) & LORICA_EVENT_LABEL_CUT)
		json_bool(&j, "label_cut", true);
	if (le16toh(e->flags) & LORICA_EVENT_HAS_DIGEST)
		json_hex(&j, "sha256", e->digest, sizeof(e->digest));
	json_close(&j, '}');
}

/* Names come from whoever was refused: no byte of them may steer a terminal. */
static void print_name(const __u8 *name, size_t size)
{
	size_t i;

	for (i = 0; i < size && name[i]; i++)
		putchar(name[i] < 0x20 || name[i] >= 0x7f ? '?' : name[i]);
}

static void print_text(const struct lorica_event *e)
{
	unsigned long long ns = le64toh(e->time);

	printf("%llu %llu.%06llu %s %s ", (unsigned long long)le64toh(e->seq), ns / 1000000000,
	       ns / 1000 % 1000000, word(&words_verdict, le16toh(e->verdict)),
	       word(&words_event_type, le16toh(e->type)));
	print_name(e->object, sizeof(e->object));
	printf(" reason=%s pid=%u uid=%u comm=", lorica_reason_name(le16toh(e->reason)),
	       le32toh(e->tgid), le32toh(e->uid));
	print_name(e->comm, sizeof(e->comm));
	if (e->label[0]) {
		printf(" label=");
		print_name(e->label, sizeof(e->label));
	}
	putchar('\n');
}

static int follow(int fd)
{
	struct lorica_event events[16];
	unsigned long long next = 1;
	ssize_t n, i;

	while ((n = read(fd, events, sizeof(events))) > 0) {
		for (i = 0; i < n / (ssize_t)sizeof(events[0]); i++) {
			unsigned long long seq = le64toh(events[i].seq);

			if (seq > next)
				fprintf(stderr, "lorica events: %llu records were overwritten\n",
					seq - next);
			next = seq + 1;
			if (globals.json)
				print_json(&events[i]);
			else
				print_text(&events[i]);
		}
		fflush(stdout);
	}
	if (n < 0 && errno != EAGAIN) {
		perror("lorica events: cannot read the module's events");
		return EXIT_FAILED;
	}
	return EXIT_OK;
}

int cmd_events(int argc, char **argv)
{
	bool wait = false;
	const struct option_spec options[] = { { "follow", 'f', .flag = &wait }, { 0 } };
	int fd, ret;

	ret = option_parse_all(argc, argv, options);
	if (ret)
		return ret;
	fd = node_open("events", wait ? O_RDONLY : O_RDONLY | O_NONBLOCK);
	if (fd < 0) {
		fprintf(stderr, "lorica events: cannot open the module's events: %s\n",
			strerror(-fd));
		return node_exit(fd);
	}
	ret = follow(fd);
	close(fd);
	return ret;
}
