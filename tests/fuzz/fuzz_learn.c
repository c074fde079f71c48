// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events, one a line, from an attacker: whatever they say, the draft compiles, its comments
 * change nothing, and it excepts those alone that events name.
 */
#include "fuzz.h"

#include "kernel/manifest.h"
#include "userspace/cmd.h"
#include "userspace/lib/arena.h"
#include "userspace/lib/emit.h"
#include "userspace/lib/json.h"
#include "userspace/lib/learn.h"
#include "userspace/lib/learn_draft.h"
#include "userspace/lib/learn_exec.h"
#include "userspace/lib/learn_program.h"
#include "userspace/lib/node.h"
#include "userspace/lib/policy_file.h"
#include "userspace/lib/text.h"

struct globals globals;

static const char base[] =
	"syntax 1\npolicy b serial 7 epoch 1 audit\n"
	"exec default deny {\n\twritable-code deny except \"/b\"\n"
	"\tbpf deny except \"/b\"\n\tkernel-helpers deny except \"/b\"\n}\n"
	"net default deny {\n\tany connect udp 53\n\tdeny any connect tcp 25\n}\n";

/* Of the command and of the verbs for a device; nothing here gets that far. */
int node_exit(int err)
{
	(void)err;
	abort();
}

int cmd_usage(const char *verb, const char *fmt, ...)
{
	(void)verb;
	(void)fmt;
	abort();
}

static void lay_out(struct desk *desk)
{
	struct input *in = &desk->policy;

	memset(desk, 0, sizeof(*desk));
	desk->verb = "fuzz";
	desk->volume = LORICA_NO_VOLUME;
	in->path = "base";
	fuzz_assert(!policy_file_given(&in->text.c, "base", strdup(base), strlen(base)));
	fuzz_assert(!emit_policy(&in->text.c.sema, &in->data, &in->len));
	fuzz_assert(!lorica_stmt_decode(in->data, in->len, &in->view));
	fuzz_assert(!lorica_policy_decode(&in->view, &in->policy));
}

static void read_lines(struct learn *l, const char *text, size_t len, struct arena *arena)
{
	struct event_line line;
	const char *end;
	size_t at, n;

	for (; len; text += n, len -= n) {
		end = memchr(text, '\n', len);
		n = end ? (size_t)(end - text) : len;
		if (!event_line_parse(&line, text, n, arena, &at))
			learn_add(l, &line);
		n += !!end;
	}
}

/* One program is in the base, with all flags; what was learnt has one item for each flag. */
static void check_programs(const struct sema *sema, const struct learn *l)
{
	unsigned int i;
	size_t k, nr;

	for (k = 0; k < LEARN_NR_LINES; k++) {
		for (nr = i = 0; i < sema->nr_programs; i++)
			nr += !!(sema->programs[i].flags & learn_lines[k].flag);
		fuzz_assert(nr == 1 + learn_count(l, learn_lines[k].kind, LEARN_LEARNT));
	}
}

/* The draft as a reader of it has it: compiled, and then in its canonical form. */
static void check_text(const struct learn_draft *draft, const struct learn *l)
{
	struct compile c;
	char *text, *again;
	size_t len, again_len;
	FILE *to = open_memstream(&text, &len);

	fuzz_assert(!learn_draft_print(draft, l, to));
	fclose(to);
	fuzz_assert(strlen(text) == len);
	fuzz_assert(!policy_file_given(&c, "draft", text, len));
	to = open_memstream(&again, &again_len);
	text_print(&c.sema, to);
	fclose(to);
	fuzz_assert(again_len == draft->len && !memcmp(again, draft->text, again_len));
	check_programs(&c.sema, l);
	fuzz_assert(c.sema.nr_net >= 2 &&
		    c.sema.nr_net <= 2 + learn_count(l, LEARN_NET, LEARN_LEARNT));
	fuzz_assert(c.sema.policy->serial == 8 && c.sema.policy->mode == LORICA_MODE_AUDIT);
	policy_file_free(&c);
	free(again);
}

static void check_manifest(const struct learn *l)
{
	struct lorica_stmt_view view;
	struct lorica_manifest manifest;
	u8 *content;
	size_t len;

	fuzz_assert(!learn_exec_manifest(l, "m", 8, &content, &len));
	fuzz_assert(!lorica_stmt_decode(content, len, &view));
	fuzz_assert(!lorica_manifest_decode(&view, &manifest));
	fuzz_assert(manifest.nr <= learn_count(l, LEARN_FILE, LEARN_LEARNT));
	free(content);
}

static void check_json(const struct learn_draft *draft, const struct learn *l)
{
	struct json j;
	char *text;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	json_start(&j, to);
	json_open(&j, NULL, '{');
	learn_draft_json(draft, l, &j);
	json_close(&j, '}');
	fclose(to);
	free(text);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	u8 *text = fuzz_copy(data, len);
	struct learn_draft draft = { .text = NULL };
	struct arena arena = { 0 };
	struct desk desk;
	struct learn l;

	lay_out(&desk);
	learn_start(&l, &desk);
	read_lines(&l, (const char *)text, len, &arena);
	fuzz_assert(!learn_decide(&l));
	fuzz_assert(!learn_draft_make(&draft, &l, false));
	check_text(&draft, &l);
	check_manifest(&l);
	check_json(&draft, &l);
	learn_draft_free(&draft);
	learn_end(&l);
	desk_close(&desk);
	arena_free(&arena);
	free(text);
	return 0;
}
