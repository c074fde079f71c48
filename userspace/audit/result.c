// SPDX-License-Identifier: GPL-2.0-only
#include "result.h"

#include <stdarg.h>
#include <stdio.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/utf8.h"

enum { MAX_TEXT = 400 };

const char *const proof_names[NR_PROOFS] = { "running", "persistent", "after-reboot" };

const char *audit_status_name(enum audit_status status)
{
	static const char *const names[] = {
		[AUDIT_UNSAID] = "unsaid", [AUDIT_NOTAPPLICABLE] = "notapplicable",
		[AUDIT_PASS] = "pass",	   [AUDIT_WAIVED] = "waived",
		[AUDIT_MANUAL] = "manual", [AUDIT_ERROR] = "error",
		[AUDIT_FAIL] = "fail",
	};

	_Static_assert(ARRAY_SIZE(names) == NR_AUDIT_STATUS, "one for each");
	return names[status];
}

const char *clean_text(struct arena *arena, const char *text, size_t len)
{
	char out[4 * MAX_TEXT + 4], *o = out;
	size_t i, n, end = len < MAX_TEXT ? len : MAX_TEXT;

	for (i = 0; i < end; i += n) {
		n = utf8_char(text + i, len - i);
		if (text[i] == '\t') {
			*o++ = ' ';
			continue;
		}
		if (n && !utf8_hidden(text + i, n)) {
			memcpy(o, text + i, n);
			o += n;
			continue;
		}
		n = n ? n : 1;
		o += sprintf(o, "\\x%02x", (unsigned char)text[i]);
		/* The further bytes of a hidden character say no more. */
	}
	if (end < len)
		o += sprintf(o, "...");
	return arena_string(arena, out, o - out);
}

void say(struct result *r, enum audit_status status, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	if (status < r->status)
		return;
	va_start(ap, fmt);
	text = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	text = clean_text(r->arena, text, strlen(text));
	if (status > r->status) {
		r->status = status;
		r->nr_said = 0;
	}
	if (!r->nr_said)
		r->observed = text;
	else if (r->nr_said < RESULT_MAX_SHOWN)
		r->observed = arena_printf(r->arena, "%s; %s", r->observed, text);
	r->nr_said++;
}

static struct evidence *next(struct result *r)
{
	r->nr_evidence++;
	return r->nr_shown < RESULT_MAX_SHOWN ? &r->evidence[r->nr_shown++] : NULL;
}

void show(struct result *r, const struct tree_file *file, u32 line, struct str excerpt)
{
	bool is_state = !strncmp(file->path, "/proc/", 6) || !strncmp(file->path, "/sys/", 5);
	struct evidence *e = next(r);

	r->proves |= is_state ? PROVES_RUNNING : PROVES_PERSISTENT;
	if (e)
		*e = (struct evidence){
			.path = file->path,
			.line = line,
			.excerpt = clean_text(r->arena, excerpt.p, excerpt.n),
			.sha256 = file->sha256,
			.proves = is_state ? PROVES_RUNNING : PROVES_PERSISTENT,
		};
}

void show_seen(struct result *r, const char *path, unsigned int proves, const char *fmt, ...)
{
	struct evidence *e = next(r);
	const char *text;
	va_list ap;

	r->proves |= proves;
	if (!e)
		return;
	va_start(ap, fmt);
	text = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	*e = (struct evidence){
		.path = clean_text(r->arena, path, strlen(path)),
		.excerpt = clean_text(r->arena, text, strlen(text)),
		.proves = proves,
	};
}
