// SPDX-License-Identifier: GPL-2.0-only
#include "learn_program.h"

#include "few.h"
#include "learn.h"
#include "learn_exec.h"
#include "userspace/cmd.h"
#include "value_pattern.h"

/* clang-format off */
const struct learn_line learn_lines[LEARN_NR_LINES] = {
	{ LEARN_PROGRAM, LORICA_PROGRAM_WRITABLE_CODE, "writable-code deny", "programs",
	  "\t# Generalised: an exception is for every way to make code, and for all that\n"
	  "\t# the program runs or reads. What was seen:\n" },
	{ LEARN_LOADER, LORICA_PROGRAM_BPF, "bpf deny", "loaders",
	  "\t# Generalised: an exception is for every BPF program that the seal leaves to\n"
	  "\t# anybody, whatever it does. What was seen:\n" },
	{ LEARN_HELPER, LORICA_PROGRAM_HELPER, "kernel-helpers deny", "helpers",
	  "\t# Generalised: an exception is for all arguments, and for all reasons that\n"
	  "\t# the kernel has to start the program. What was seen:\n" },
};
/* clang-format on */

const struct learn_line *learn_program_line(enum learn_kind kind)
{
	size_t i;

	for (i = 0; i < LEARN_NR_LINES; i++)
		if (learn_lines[i].kind == kind)
			return &learn_lines[i];
	return NULL;
}

/* By the acting program. */
static void take_label(enum learn_kind kind, const struct event_line *line, struct learn_key *key)
{
	*key = (struct learn_key){
		.kind = kind,
		.enforced = key->enforced,
		.what = line->label ? line->label : "",
		/* Those without a name are told apart by what they call themselves. */
		.label = line->label && *line->label ? NULL : line->comm,
		.cut = line->label_cut,
	};
}

void learn_program_code(const struct event_line *line, struct learn_key *key)
{
	/* kernel/gate.c asks for no program, so no exception helps. */
	if (!line->event.object || strncmp(line->event.object, "personality", 11))
		take_label(LEARN_PROGRAM, line, key);
}

void learn_program_bpf(const struct event_line *line, struct learn_key *key)
{
	/* What the seal refuses it refuses to everybody. */
	if (learn_exec_is_reason(line->reason, LORICA_R_BPF_LOADER))
		take_label(LEARN_LOADER, line, key);
}

void learn_program_helper(const struct event_line *line, struct learn_key *key)
{
	if (!learn_exec_is_reason(line->reason, LORICA_R_HELPER))
		return;
	*key = (struct learn_key){
		.kind = LEARN_HELPER,
		.enforced = key->enforced,
		.what = line->event.object ? line->event.object : "",
		.cut = line->object_cut,
	};
}

static int refuse(struct learn_item *item, const char *why, const char *advice)
{
	item->outcome = LEARN_REFUSED;
	item->why = why;
	item->advice = advice;
	return EXIT_OK;
}

/* The exception holds for the content, whatever its names are. */
static void note_names(struct learn *l, struct learn_item *item)
{
	struct few few = { .arena = &l->arena };
	bool found = false;
	u32 i;

	for (i = 0; i < l->desk->nr_manifests; i++) {
		const struct lorica_manifest *m = &l->desk->manifests[i].in.manifest;
		const struct lorica_digest *d = learn_exec_entry(&l->desk->manifests[i],
								 item->key.what);

		if (!d)
			continue;
		found = true;
		d = lorica_manifest_lookup(m, d->digest, d->tier);
		for (; d; d = lorica_manifest_next(m, d))
			if (strcmp(lorica_manifest_path(m, d), item->key.what))
				few_add(&few, lorica_manifest_path(m, d), NULL);
	}
	if (few.nr)
		item->note = arena_printf(&l->arena, "the same content is %s: excepted as well",
					  few_text(&few));
	else if (!found && l->desk->nr_manifests)
		item->note = "no manifest that was given lists it";
}

static bool is_excepted(const struct sema *sema, const char *path, u32 flag)
{
	unsigned int i;

	for (i = 0; i < sema->nr_programs; i++)
		if (!strcmp(sema->programs[i].ast->path.text, path) &&
		    sema->programs[i].flags & flag)
			return true;
	return false;
}

static bool denies(const struct sema *sema, enum learn_kind kind)
{
	switch (kind) {
	case LEARN_PROGRAM:
		return sema->writable_code == LORICA_DEFAULT_DENY;
	case LEARN_LOADER:
		return sema->bpf == LORICA_DEFAULT_DENY;
	default:
		return sema->helpers == LORICA_DEFAULT_DENY;
	}
}

int learn_program_decide(struct learn *l, struct learn_item *item)
{
	const struct sema *sema = &l->desk->policy.text.c.sema;
	const char *trouble = learn_exec_name_trouble(&item->key);
	const u32 flag = learn_program_line(item->key.kind)->flag;
	enum value_pattern kind;

	item->outcome = LEARN_PERMITTED;
	if (!denies(sema, item->key.kind) || is_excepted(sema, item->key.what, flag))
		return EXIT_OK;
	if (item->key.enforced)
		return refuse(item, learn_enforced, NULL);
	if (!*item->key.what)
		return refuse(item, "a program that is in no manifest has no name here",
			      "list it, run it with that manifest, and learn again");
	if (item->key.kind == LEARN_HELPER && learn_exec_is_deleted(item->key.what))
		return refuse(item, "it was deleted by then", "find out what made it");
	if (!trouble && (!value_pattern(item->key.what, &kind, NULL) || kind != VALUE_PATTERN_PATH))
		trouble = "a policy cannot name such a path";
	if (trouble)
		return refuse(item, trouble, "give the program a shorter, plainer path");
	item->outcome = LEARN_LEARNT;
	note_names(l, item);
	return EXIT_OK;
}
