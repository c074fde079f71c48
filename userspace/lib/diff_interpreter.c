// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "kernel/match.h"
#include "kernel/policy_interpreter.h"

static const char *program_of(const struct input *in, u32 i)
{
	return lorica_policy_string(&in->policy, in->policy.interpreters[i].program);
}

static const char *data_of(const struct input *in, u32 i)
{
	return lorica_policy_string(&in->policy, in->policy.interpreters[i].data);
}

static bool has_data(const struct input *in, const char *program, const char *dir)
{
	u32 i;

	for (i = 0; i < in->policy.nr_interpreters; i++)
		if (!strcmp(program_of(in, i), program) && data_of(in, i) &&
		    lorica_match_under(dir, data_of(in, i)))
			return true;
	return false;
}

/* What @in says and @other does not; @group is what becomes of the directories of @in. */
static void one_way(struct changes *c, const struct input *in, const struct input *other,
		    enum change_group directories, enum change_group programs)
{
	const char *last = NULL;
	u32 i;

	for (i = 0; i < in->policy.nr_interpreters; i++) {
		const char *program = program_of(in, i), *data = data_of(in, i);
		bool is_first = !last || strcmp(last, program);

		last = program;
		if (!lorica_interpreter_records(&other->policy, program)) {
			if (is_first)
				changes_add(c, programs, "exec",
					    arena_printf(c->arena,
							 "files without evidence, read by the interpreter '%s'",
							 program),
					    NULL);
			continue;
		}
		if (data && !has_data(other, program, data))
			changes_add(c, directories, "exec",
				    arena_printf(c->arena,
						 "files without evidence below '%s', read by the interpreter '%s'",
						 data, program),
				    NULL);
	}
}

void diff_interpreters(struct changes *c, const struct input *a, const struct input *b)
{
	one_way(c, b, a, CHANGE_ALLOWED, CHANGE_DENIED);
	one_way(c, a, b, CHANGE_DENIED, CHANGE_ALLOWED);
}
