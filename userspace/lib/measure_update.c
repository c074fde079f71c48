// SPDX-License-Identifier: GPL-2.0-only
#include "measure_update.h"

#include <stdlib.h>

#include "../cmd.h"
#include "arena.h"
#include "input.h"
#include "json.h"
#include "kernel/boot_match.h"
#include "kernel/policy_boot.h"
#include "measure.h"
#include "sema.h"
#include "text.h"

/* The section that comes out, and where it came from. */
struct update {
	const struct input *now;
	const struct measure *next;
	struct arena arena;
	struct sema sema;
	unsigned int nr_added;
};

static bool is_same(const struct ast_boot_rule *a, const struct ast_boot_rule *b)
{
	if (a->kind != b->kind || a->pcr != b->pcr || !a->word != !b->word)
		return false;
	return a->word ? !strcmp(a->word, b->word) :
			 !memcmp(a->digest, b->digest, sizeof(a->digest));
}

/* Behind those that are on one line with it. */
static void insert(struct update *u, const struct ast_boot_rule *rule)
{
	unsigned int at = u->sema.nr_boot_rules++;

	while (at && (u->sema.boot_rules[at - 1]->kind > rule->kind ||
		      (u->sema.boot_rules[at - 1]->kind == rule->kind &&
		       u->sema.boot_rules[at - 1]->pcr > rule->pcr))) {
		u->sema.boot_rules[at] = u->sema.boot_rules[at - 1];
		at--;
	}
	u->sema.boot_rules[at] = rule;
}

static void keep(struct update *u)
{
	const struct lorica_policy *policy = &u->now->policy;
	u32 i, room = policy->nr_boot + LORICA_MAX_PCRS + MEASURE_MAX_EVENTS + 1;

	u->sema.boot = policy->rec->boot;
	u->sema.boot_flags = policy->rec->boot_flags;
	u->sema.boot_rules = arena_alloc(&u->arena, room * sizeof(u->sema.boot_rules[0]));
	for (i = 0; i < policy->nr_boot; i++) {
		struct ast_boot_rule *rule = arena_alloc(&u->arena, sizeof(*rule));

		rule->kind = policy->boot[i].kind;
		rule->pcr = policy->boot[i].pcr;
		rule->word = lorica_boot_word(policy, &policy->boot[i]);
		memcpy(rule->digest, policy->boot[i].digest, sizeof(rule->digest));
		insert(u, rule);
	}
}

/* Does the policy name values of that? */
static bool speaks_of(const struct update *u, enum lorica_boot_kind kind, u8 pcr)
{
	u32 i;

	for (i = 0; i < u->now->policy.nr_boot; i++)
		if (u->now->policy.boot[i].kind == kind && u->now->policy.boot[i].pcr == pcr)
			return true;
	return false;
}

static void add(struct update *u, enum lorica_boot_kind kind, u8 pcr, const char *word,
		const u8 *digest)
{
	struct ast_boot_rule *rule = arena_alloc(&u->arena, sizeof(*rule));
	unsigned int i;

	if (!speaks_of(u, kind, pcr))
		return;
	rule->kind = kind;
	rule->pcr = pcr;
	rule->word = word;
	if (digest)
		memcpy(rule->digest, digest, sizeof(rule->digest));
	for (i = 0; i < u->sema.nr_boot_rules; i++)
		if (is_same(u->sema.boot_rules[i], rule))
			return;
	insert(u, rule);
	u->nr_added++;
}

static void add_all(struct update *u)
{
	const struct measure *next = u->next;
	u32 i;

	for (i = 0; i < LORICA_MAX_PCRS; i++)
		if (next->pcrs & BIT(i))
			add(u, LORICA_BOOT_PCR, i, NULL, next->pcr[i]);
	for (i = 0; i < next->nr_events; i++)
		add(u, LORICA_BOOT_EVENT, next->events[i].pcr, NULL, next->events[i].digest);
	if (next->cmdline)
		add(u, LORICA_BOOT_EXACT, 0, next->cmdline, NULL);
}

static bool knows_event(const struct update *u, const struct measure_event *event)
{
	u32 i;

	for (i = 0; i < u->now->policy.nr_boot; i++) {
		const struct lorica_boot_rule *rule = &u->now->policy.boot[i];

		if (rule->kind == LORICA_BOOT_EVENT && rule->pcr == event->pcr &&
		    !memcmp(rule->digest, event->digest, sizeof(event->digest)))
			return true;
	}
	return false;
}

/* An event that is new changes its PCR, and the new value has to be known then. */
static int check_pcrs(const struct update *u)
{
	int ret = EXIT_OK;
	u32 i, told = 0;

	for (i = 0; i < u->next->nr_events; i++) {
		const struct measure_event *event = &u->next->events[i];

		if ((u->next->pcrs | told) & BIT(event->pcr) ||
		    !speaks_of(u, LORICA_BOOT_PCR, event->pcr) || knows_event(u, event))
			continue;
		fprintf(stderr,
			"lorica measure: '%s' accepts only values of PCR %u, and that of the next release cannot be told\n",
			u->now->path, event->pcr);
		told |= BIT(event->pcr);
		ret = EXIT_CHECK_NO;
	}
	return ret;
}

/* By the very judge that the policy will have, which is asked for words alone. */
static int check_words(const struct update *u)
{
	static struct lorica_boot_verdict verdict;
	struct lorica_policy_rec rec = { .boot = LORICA_BOOT_LOG };
	struct lorica_policy policy = u->now->policy;
	const struct lorica_boot_facts facts = { .cmdline = u->next->cmdline };
	int ret = EXIT_OK;
	u32 i;

	if (!facts.cmdline)
		return EXIT_OK;
	policy.rec = &rec;
	lorica_boot_check(&policy, &facts, &verdict);
	for (i = 0; i < verdict.nr && i < LORICA_MAX_BOOT_FINDINGS; i++) {
		if (verdict.finding[i].reason != LORICA_R_BOOT_WORD &&
		    verdict.finding[i].reason != LORICA_R_BOOT_NO_WORD)
			continue;
		fprintf(stderr, "lorica measure: the next release does not pass '%s': %s\n",
			u->now->path, verdict.finding[i].what);
		ret = EXIT_CHECK_NO;
	}
	return ret;
}

static void print(const struct update *u, const char *text, FILE *to)
{
	struct json j;

	if (!globals.json) {
		fputs(text, to);
		return;
	}
	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_number(&j, "added", u->nr_added);
	json_text(&j, "text", text);
	json_close(&j, '}');
	putc('\n', to);
}

/* Without the empty line that it has in the text of a whole policy. */
static int print_section(const struct update *u, FILE *to)
{
	char *text = NULL;
	size_t len = 0;
	FILE *section = open_memstream(&text, &len);

	if (section) {
		text_boot(&u->sema, section);
		fclose(section);
	}
	if (!text) {
		fprintf(stderr, "lorica measure: out of memory\n");
		return EXIT_FAILED;
	}
	print(u, text + strspn(text, "\n"), to);
	free(text);
	return EXIT_OK;
}

static int update(struct update *u, FILE *to)
{
	int ret = check_pcrs(u), words = check_words(u);

	if (ret || words)
		return EXIT_CHECK_NO;
	keep(u);
	add_all(u);
	if (u->sema.nr_boot_rules > LORICA_MAX_BOOT_RULES) {
		fprintf(stderr,
			"lorica measure: a policy can expect at most %d things of the boot\n",
			LORICA_MAX_BOOT_RULES);
		return EXIT_REJECTED;
	}
	if (!u->nr_added)
		fprintf(stderr, "lorica measure: '%s' accepts the next release as it is\n",
			u->now->path);
	return print_section(u, to);
}

int measure_update(const char *path, const struct measure *next, FILE *to)
{
	struct input now;
	struct update u = { .now = &now, .next = next };
	int ret = input_open_policy(&now, "measure", path);

	if (!ret && !now.policy.rec->boot) {
		fprintf(stderr, "lorica measure: '%s' has no boot section\n", path);
		ret = EXIT_REJECTED;
	}
	if (!ret)
		ret = update(&u, to);
	arena_free(&u.arena);
	input_close(&now);
	return ret;
}
