// SPDX-License-Identifier: GPL-2.0-only
#include "ruling_program.h"

#include "desk.h"
#include "desk_names.h"
#include "kernel/policy_exec.h"
#include "ruling.h"
#include "ruling_exec.h"
#include "userspace/cmd.h"

static const enum lorica_reason open_nothing[] = { LORICA_OK };
static const enum lorica_reason open_bpf[] = {
	LORICA_R_PROG_TYPE,
	LORICA_R_OWN_OBJECT,
	LORICA_OK,
};

/* A line of `exec` that denies something to all programs but those that it names. */
struct line {
	const char *text;
	const char *none;
	enum lorica_program_flags flag;
	enum lorica_reason reason;
	const enum lorica_reason *open;
};

static const struct line writable = {
	.text = "writable-code deny",
	.none = "no 'writable-code' line",
	.flag = LORICA_PROGRAM_WRITABLE_CODE,
	/* Of the reasons that there are the one of most programs that make code. */
	.reason = LORICA_R_ANONYMOUS,
	.open = open_nothing,
};

static const struct line bpf = {
	.text = "bpf deny",
	.none = "no 'bpf' line",
	.flag = LORICA_PROGRAM_BPF,
	.reason = LORICA_R_BPF_LOADER,
	.open = open_bpf,
};

static const struct line helpers = {
	.text = "kernel-helpers deny",
	.none = "no 'kernel-helpers' line",
	.flag = LORICA_PROGRAM_HELPER,
	.reason = LORICA_R_HELPER,
	.open = open_nothing,
};

/* The line in this policy: where it stands, and whom it excepts. */
struct found {
	bool denies;
	struct span span;
	const struct ast_path *excepted;
};

static struct found find(const struct desk *desk, const struct line *line)
{
	const struct lorica_policy_rec *rec = desk->policy.policy.rec;
	const struct ast_exec *exec = desk->policy.text.c.sema.exec;

	if (!exec)
		return (struct found){ 0 };
	if (line == &writable)
		return (struct found){ rec->writable_code == LORICA_DEFAULT_DENY, exec->writable,
				       exec->excepted };
	if (line == &bpf)
		return (struct found){ rec->bpf == LORICA_DEFAULT_DENY, exec->bpf, exec->loaders };
	return (struct found){ rec->helpers == LORICA_DEFAULT_DENY, exec->no_helpers,
			       exec->helpers };
}

/* As add_flags() in kernel/active.c: what the policy says of one name counts for all. */
struct flags {
	const struct lorica_policy *policy;
	u32 flags;
	u32 wanted;
	const char *by;
};

static void add_flags(void *context, const char *name)
{
	struct flags *f = context;

	f->flags |= lorica_policy_program(f->policy, name);
	if (!f->by && f->flags & f->wanted)
		f->by = name;
}

static struct ruling_rule rule_of(struct desk *desk, const struct line *line,
				  const struct found *found, const char *excepted)
{
	struct ruling_rule rule = { .text = line->text };
	const struct ast_path *path = found->excepted;

	while (excepted && path && strcmp(path->path.text, excepted))
		path = path->next;
	if (excepted)
		rule.text = arena_printf(&desk->arena, "%s except \"%s\"", line->text, excepted);
	ruling_place(desk, excepted && path ? path->path.span : found->span, &rule);
	return rule;
}

static void judge(struct desk *desk, struct ruling *r, const struct line *line, const char *program)
{
	struct flags f = { .policy = &desk->policy.policy, .wanted = line->flag };
	const struct found found = find(desk, line);

	r->open = line->open;
	r->decision = (struct lorica_decision){ true, LORICA_R_DEFAULT, ~0U };
	r->decided_by.text = line->none;
	r->unmanaged = !found.denies;
	if (r->unmanaged)
		return;
	if (program)
		desk_names(desk, program, add_flags, &f);
	r->decision.allow = f.by;
	r->decision.reason = f.by ? LORICA_R_DEFAULT : line->reason;
	r->decided_by = rule_of(desk, line, &found, f.by);
}

int ruling_program(struct desk *desk, struct ruling *r)
{
	r->by_program = true;
	judge(desk, r, r->event.type == LORICA_EVENT_BPF ? &bpf : &writable, r->event.program);
	return EXIT_OK;
}

int ruling_helper(struct desk *desk, struct ruling *r)
{
	struct ruling_rule line;
	int ret = EXIT_OK;

	judge(desk, r, &helpers, r->event.path);
	if (!r->decision.allow)
		return ruling_exec_digest(desk, r);
	line = r->decided_by;
	ret = ruling_exec(desk, r);
	if (!ret && line.source) {
		r->lost[r->nr_lost] = line;
		r->lost[r->nr_lost++].why = "it excepts the program, so it is judged as others are";
	}
	return ret;
}
