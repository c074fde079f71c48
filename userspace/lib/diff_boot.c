// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <stdio.h>

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "kernel/policy_boot.h"

/* Of a kind of which one value is enough, all values of one thing exclude the rest together. */
static bool is_choice(u8 kind)
{
	return kind != LORICA_BOOT_REQUIRE && kind != LORICA_BOOT_DENY;
}

static bool is_same_thing(const struct lorica_boot_rule *a, const struct lorica_boot_rule *b)
{
	return a->kind == b->kind && a->pcr == b->pcr;
}

static bool says_of(const struct input *in, const struct lorica_boot_rule *rule)
{
	u32 i;

	for (i = 0; i < in->policy.nr_boot; i++)
		if (is_same_thing(&in->policy.boot[i], rule))
			return true;
	return false;
}

static const char *word_of(const struct input *in, const struct lorica_boot_rule *rule)
{
	return lorica_boot_word(&in->policy, rule) ?: "";
}

static bool has(const struct input *in, const struct lorica_boot_rule *rule, const char *word)
{
	u32 i;

	for (i = 0; i < in->policy.nr_boot; i++) {
		const struct lorica_boot_rule *one = &in->policy.boot[i];

		if (is_same_thing(one, rule) && !strcmp(word_of(in, one), word) &&
		    !memcmp(one->digest, rule->digest, sizeof(rule->digest)))
			return true;
	}
	return false;
}

static const char *hex(struct arena *arena, const u8 *digest)
{
	char *text = arena_alloc(arena, 65);
	size_t i;

	for (i = 0; i < 32; i++)
		sprintf(text + 2 * i, "%02x", digest[i]);
	return text;
}

/* What the rule accepts, or what it refuses when it is none of a choice. */
static const char *describe(struct arena *arena, const struct input *in,
			    const struct lorica_boot_rule *rule)
{
	const char *word = word_of(in, rule);

	switch (rule->kind) {
	case LORICA_BOOT_PCR:
		return arena_printf(arena, "a boot with the value %s in PCR %u",
				    hex(arena, rule->digest), rule->pcr);
	case LORICA_BOOT_EVENT:
		return arena_printf(arena, "a boot with an event %s in PCR %u",
				    hex(arena, rule->digest), rule->pcr);
	case LORICA_BOOT_EXACT:
		return arena_printf(arena, "the command line '%s'", word);
	case LORICA_BOOT_REQUIRE:
		return arena_printf(arena, "a command line without '%s'", word);
	default:
		return arena_printf(arena, "a command line with '%s'", word);
	}
}

/* What the first rule of a choice shuts out. */
static const char *describe_rest(struct arena *arena, const struct lorica_boot_rule *rule)
{
	if (rule->kind == LORICA_BOOT_EXACT)
		return "any other command line";
	return arena_printf(arena, "a boot with any other %s PCR %u",
			    rule->kind == LORICA_BOOT_PCR ? "value in" : "event in", rule->pcr);
}

/*
 * Rules that @in has and @other has not. Of a choice that both have, what the
 * rule accepts belongs to @choice; everything else is shut out, and to @rest.
 */
static void tell(struct changes *c, const struct input *in, const struct input *other,
		 enum change_group choice, enum change_group rest)
{
	u32 i;

	for (i = 0; i < in->policy.nr_boot; i++) {
		const struct lorica_boot_rule *rule = &in->policy.boot[i];
		bool is_first = !i || !is_same_thing(rule, rule - 1);

		if (has(other, rule, word_of(in, rule)))
			continue;
		if (!is_choice(rule->kind))
			changes_add(c, rest, "boot", describe(c->arena, in, rule), NULL);
		else if (says_of(other, rule))
			changes_add(c, choice, "boot", describe(c->arena, in, rule), NULL);
		else if (is_first)
			changes_add(c, rest, "boot", describe_rest(c->arena, rule), NULL);
	}
}

static const struct {
	u8 flag;
	const char *what;
} flags[] = {
	{ LORICA_BOOT_TPM, "a boot without a TPM" },
	{ LORICA_BOOT_SECURE_BOOT, "a boot without Secure Boot" },
};

static enum lorica_rollback rollback_of(u8 boot_flags)
{
	if (boot_flags & LORICA_BOOT_ROLLBACK_TPM)
		return LORICA_ROLLBACK_TPM;
	return boot_flags & LORICA_BOOT_ROLLBACK_FILE ? LORICA_ROLLBACK_FILE : LORICA_ROLLBACK_NONE;
}

/* A counter of the TPM does where a file is asked for, not the other way round. */
static void diff_rollback(struct changes *c, enum lorica_rollback before,
			  enum lorica_rollback after)
{
	if (before == after)
		return;
	changes_add(c, after > before ? CHANGE_DENIED : CHANGE_ALLOWED, "boot",
		    before && after ? "a boot whose smallest epoch a file told" :
		    (after > before ? after : before) == LORICA_ROLLBACK_TPM ?
				      "a boot without a counter of epochs in the TPM" :
				      "a boot without a store of epochs",
		    NULL);
}

void diff_boot(struct changes *c, const struct input *a, const struct input *b)
{
	u8 before = a->policy.rec->boot_flags, after = b->policy.rec->boot_flags;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flags); i++)
		if ((before ^ after) & flags[i].flag)
			changes_add(c, after & flags[i].flag ? CHANGE_DENIED : CHANGE_ALLOWED,
				    "boot", flags[i].what, NULL);
	diff_rollback(c, rollback_of(before), rollback_of(after));
	tell(c, a, b, CHANGE_DENIED, CHANGE_ALLOWED);
	tell(c, b, a, CHANGE_ALLOWED, CHANGE_DENIED);
}
