// SPDX-License-Identifier: GPL-2.0-only
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cms.h"
#include "emit.h"
#include "node.h"
#include "policy_file.h"
#include "refusal.h"
#include "term.h"
#include "userspace/cmd.h"

bool input_is_policy(const struct input *in)
{
	return in->view.type == LORICA_TYPE_POLICY;
}

static const char *shown(const char *path)
{
	return strcmp(path, "-") ? path : "standard input";
}

/* DER of more than 127 bytes; the text of a policy cannot begin like that. */
static bool is_envelope(const u8 *data, size_t len)
{
	return len > 1 && data[0] == 0x30 && data[1] & 0x80;
}

/* A statement whose first bytes are damaged is no text either, nor is nothing. */
static bool is_statement(const u8 *data, size_t len)
{
	static const size_t magic = sizeof(LORICA_MAGIC) - 1;

	return !len || (len >= magic && !memcmp(data, LORICA_MAGIC, magic)) || memchr(data, 0, len);
}

/* The text is now for policy_file_free(). */
static int compile_text(struct input *in, char *text, size_t len)
{
	struct compile *c = &in->text.c;
	enum lorica_reason reason;
	int ret = policy_file_given(c, in->path, text, len);

	if (ret == EXIT_REJECTED)
		policy_file_report(c);
	if (ret)
		return ret;
	reason = emit_policy(&c->sema, &in->data, &in->len);
	return reason ? refusal_say(in->path, reason) : EXIT_OK;
}

static int decode_policy(struct input *in, const char *verb, bool is_text)
{
	enum lorica_reason reason = lorica_policy_decode(&in->view, &in->policy);

	if (reason)
		return refusal_say(in->path, reason);
	if (is_text || recheck_policy(&in->text, in->path, in->data, in->len, &in->policy))
		return EXIT_OK;
	fprintf(stderr, "lorica %s: the text in '%s' is not what its tables say\n", verb,
		shown(in->path));
	diag_print(&in->text.c.diags, stderr, term_color(stderr, globals.color), true);
	return EXIT_REJECTED;
}

static int decode(struct input *in, const char *verb, bool is_text)
{
	enum lorica_reason reason = lorica_stmt_decode(in->data, in->len, &in->view);

	if (!reason && input_is_policy(in))
		return decode_policy(in, verb, is_text);
	if (!reason)
		reason = lorica_manifest_decode(&in->view, &in->manifest);
	return reason ? refusal_say(in->path, reason) : EXIT_OK;
}

static int unwrap(struct input *in, u8 *data, size_t len)
{
	enum lorica_reason reason;

	in->is_signed = true;
	in->envelope = data;
	in->signed_len = len;
	reason = cms_content(data, len, &in->data, &in->len);
	return reason ? refusal_say(in->path, reason) : EXIT_OK;
}

static int check_running(const char *verb)
{
	int err;

	if (!access(INPUT_RUNNING, F_OK))
		return EXIT_OK;
	err = -errno;
	fprintf(stderr, "lorica %s: cannot read '%s': %s\n", verb, INPUT_RUNNING, strerror(-err));
	return node_exit(err);
}

int input_open(struct input *in, const char *verb, const char *path)
{
	bool is_running = !strcmp(path, INPUT_RUNNING), is_text;
	u8 *data;
	size_t len;
	int ret;

	memset(in, 0, sizeof(*in));
	in->path = path;
	ret = is_running ? check_running(verb) : EXIT_OK;
	if (!ret)
		ret = refusal_read(path, &data, &len);
	if (ret)
		return ret;
	if (!len && is_running) {
		fprintf(stderr, "lorica %s: the kernel has no active policy\n", verb);
		free(data);
		return EXIT_FAILED;
	}
	is_text = !is_envelope(data, len) && !is_statement(data, len);
	if (is_text) {
		ret = compile_text(in, (char *)data, len);
	} else if (is_envelope(data, len)) {
		ret = unwrap(in, data, len);
	} else {
		in->data = data;
		in->len = len;
	}
	return ret ? ret : decode(in, verb, is_text);
}

int input_open_policy(struct input *in, const char *verb, const char *path)
{
	int ret = input_open(in, verb, path);

	if (ret || input_is_policy(in))
		return ret;
	fprintf(stderr, "lorica %s: '%s' is a manifest, not a policy\n", verb, shown(path));
	return EXIT_REJECTED;
}

void input_close(struct input *in)
{
	/* Of a text this frees the text; recheck_policy() borrows from its arena. */
	if (in->text.policy)
		recheck_free(&in->text);
	else
		policy_file_free(&in->text.c);
	free(in->envelope);
	free(in->data);
	memset(in, 0, sizeof(*in));
}
