// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "kernel/envelope.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/refusal.h"
#include "lib/show.h"
#include "lib/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char running[] = "/sys/kernel/security/" LORICA_SECURITYFS "/policy";

static void date(struct json *j, const char *key, u64 seconds)
{
	char text[VALUE_DATE];

	if (seconds && !value_date_print(seconds, text))
		json_u64(j, key, seconds);
	else
		json_text(j, key, seconds ? text : NULL);
}

void show_head(const struct shown *s, struct json *j)
{
	json_text(j, "file", s->path);
	json_bool(j, "signed", s->is_signed);
	if (s->is_signed)
		json_text(j, "signature", "not checked");
	json_text(j, "type", s->view.type == LORICA_TYPE_POLICY ? "policy" : "manifest");
	json_text(j, "name", s->view.name);
	json_u64(j, "serial", s->view.serial);
	json_u64(j, "epoch", s->view.epoch);
	if (s->view.device)
		json_hex(j, "device", s->view.device, sizeof(s->view.head->device));
	else
		json_text(j, "device", NULL);
	date(j, "valid_from", s->view.valid_from);
	date(j, "valid_until", s->view.valid_until);
}

/* Moves the content of an envelope to the front of its buffer, so aligned. */
static enum lorica_reason unwrap(u8 *data, struct shown *s)
{
	struct lorica_envelope parts;
	enum lorica_reason reason;

	s->is_signed = s->len && data[0] == 0x30;
	if (!s->is_signed)
		return LORICA_OK;
	reason = lorica_envelope_open(data, s->len, &parts);
	if (reason)
		return reason;
	s->len = parts.content.len;
	memmove(data, parts.content.data, s->len);
	fprintf(stderr, "lorica show: '%s' is signed; the signature was not checked\n", s->path);
	return LORICA_OK;
}

static int show(const char *path, const char *extract)
{
	struct shown s = { .path = path };
	enum lorica_reason reason;
	u8 *data;
	int ret;

	ret = refusal_read(path, &data, &s.len);
	if (ret)
		return ret;
	if (!s.len && path == running) {
		fprintf(stderr, "lorica show: the kernel has no active policy\n");
		free(data);
		return EXIT_FAILED;
	}
	s.data = data;
	reason = unwrap(data, &s);
	if (!reason)
		reason = lorica_stmt_decode(s.data, s.len, &s.view);
	if (reason)
		ret = refusal_say(path, reason);
	else if (s.view.type == LORICA_TYPE_POLICY)
		ret = show_policy(&s, extract);
	else if (extract)
		ret = cmd_usage("show", "'%s' is a manifest, which has no certificates", path);
	else
		ret = show_manifest(&s);
	free(data);
	return ret;
}

static int show_running(const char *extract)
{
	int err;

	if (!access(running, F_OK))
		return show(running, extract);
	err = -errno;
	fprintf(stderr, "lorica show: cannot read '%s': %s\n", running, strerror(-err));
	return node_exit(err);
}

int cmd_show(int argc, char **argv)
{
	const char *extract = NULL;
	bool active = false;
	const struct option_spec options[] = {
		{ "extract", .text = &extract, .once = true },
		{ "running", .flag = &active },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (active && argc)
		return cmd_usage("show", "--running takes no file");
	if (!active && argc != 1)
		return cmd_usage("show", "one statement is needed, %d given", argc);
	return active ? show_running(extract) : show(argv[0], extract);
}
