// SPDX-License-Identifier: GPL-2.0-only
#include "learn.h"

#include <search.h>
#include <stdlib.h>

#include "kernel/reason.h"
#include "learn_exec.h"
#include "learn_net.h"
#include "learn_program.h"
#include "learn_why.h"
#include "userspace/cmd.h"
#include "words.h"

/*
 * Of each type of event: what it asks for, when a rule could give it. What nobody takes stays
 * refused, and learn_why.c says why.
 */
/* clang-format off */
static void (*const takers[])(const struct event_line *line, struct learn_key *key) = {
	[LORICA_EVENT_EXEC] = learn_exec_file,
	[LORICA_EVENT_MMAP] = learn_exec_file,
	[LORICA_EVENT_MODULE] = learn_exec_file,
	[LORICA_EVENT_BPF] = learn_program_bpf,
	[LORICA_EVENT_WRITABLE_CODE] = learn_program_code,
	[LORICA_EVENT_HELPER] = learn_program_helper,
	[LORICA_EVENT_FIRMWARE] = learn_exec_file,
	[LORICA_EVENT_SCRIPT] = learn_exec_file,
	[LORICA_EVENT_NET_SOCKET] = learn_net_use,
	[LORICA_EVENT_NET_LISTEN] = learn_net_use,
	[LORICA_EVENT_NET_ACCEPT] = learn_net_use,
	[LORICA_EVENT_NET_CONNECT] = learn_net_use,
};

/* Of each kind: may it be learnt? */
static int (*const deciders[LEARN_NR_KINDS])(struct learn *l, struct learn_item *item) = {
	[LEARN_FILE] = learn_exec_decide_file,
	[LEARN_PROGRAM] = learn_program_decide,
	[LEARN_LOADER] = learn_program_decide,
	[LEARN_HELPER] = learn_program_decide,
	[LEARN_NET] = learn_net_decide,
	[LEARN_NOTHING] = learn_why_nothing,
};
/* clang-format on */

const char learn_enforced[] = "it was refused indeed: what a device did not do is not learnt";

void learn_start(struct learn *l, struct desk *desk)
{
	memset(l, 0, sizeof(*l));
	l->desk = desk;
	l->log.arena = &l->arena;
}

static int by_text(const char *a, const char *b)
{
	if (!a || !b)
		return !!a - !!b;
	return strcmp(a, b);
}

static int by_number(u32 a, u32 b)
{
	return (a > b) - (a < b);
}

static int by_key(const void *x, const void *y)
{
	const struct learn_key *a = x, *b = y;
	int order = by_number(a->kind, b->kind);

	order = order ? order : by_text(a->what, b->what);
	order = order ? order : memcmp(a->digest, b->digest, sizeof(a->digest));
	order = order ? order : by_number(a->type, b->type);
	order = order ? order : by_text(a->reason, b->reason);
	order = order ? order : by_text(a->label, b->label);
	order = order ? order : by_number(a->enforced, b->enforced);
	order = order ? order : by_number(a->unlisted, b->unlisted);
	return order ? order : by_number(a->cut, b->cut);
}

static const char *keep(struct learn *l, const char *text)
{
	return text ? arena_string(&l->arena, text, strlen(text)) : NULL;
}

/* The key stands first in an item, so that one finds the other. */
_Static_assert(!offsetof(struct learn_item, key), "an item is looked up by its key");

static struct learn_item *find(struct learn *l, const struct learn_key *key)
{
	struct learn_key **found = tfind(key, &l->tree, by_key);
	struct learn_item *item;

	if (found)
		return (struct learn_item *)*found;
	item = arena_alloc(&l->arena, sizeof(*item));
	item->key = *key;
	item->key.reason = keep(l, key->reason);
	item->key.what = keep(l, key->what);
	item->key.label = keep(l, key->label);
	if (!tsearch(&item->key, &l->tree, by_key)) {
		fprintf(stderr, "lorica learn: out of memory\n");
		exit(EXIT_FAILED);
	}
	item->next = l->list;
	l->list = item;
	l->nr++;
	return item;
}

/* Before a policy is in force nothing decides, and records say 0. */
static bool is_foreign(const struct learn *l, u64 serial)
{
	return serial && serial != l->desk->policy.view.serial;
}

static void count(struct learn *l, struct learn_item *item, const struct event_line *line)
{
	char serial[24];

	item->last = (struct learn_place){ l->log.nr - 1, { line->seq, line->time } };
	if (!item->nr++)
		item->first = item->last;
	tally_add(&item->how, &l->arena, words_name(&words_event_type, line->event.type),
		  line->reason);
	tally_add(&item->who, &l->arena, line->label, line->comm);
	if (!item->key.what)
		tally_add(&item->objects, &l->arena, line->event.object, NULL);
	if (!is_foreign(l, line->serial))
		return;
	item->foreign++;
	l->foreign++;
	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)line->serial);
	tally_add(&l->serials, &l->arena, serial, NULL);
}

static struct learn_key key_of(struct learn *l, const struct event_line *line,
			       enum lorica_verdict verdict)
{
	enum lorica_event_type type = line->event.type;
	struct learn_key key = {
		.kind = LEARN_NOTHING,
		.type = type,
		.reason = line->reason,
		.enforced = verdict == LORICA_VERDICT_DENY,
		.label = line->label,
	};

	if (type < ARRAY_SIZE(takers) && takers[type])
		takers[type](line, &key);
	if (key.kind == LEARN_NET)
		learn_net_program(l, line, &key);
	return key;
}

/* A record has less room, but what is not UTF-8 grows threefold on its way into JSON. */
static bool fits(const char *text, size_t size)
{
	return !text || strlen(text) <= 3 * (size - 1);
}

static bool is_record(const struct event_line *line)
{
	static const struct lorica_event *record;

	return fits(line->event.object, sizeof(record->object)) &&
	       fits(line->label, sizeof(record->label)) && fits(line->comm, sizeof(record->comm)) &&
	       fits(line->reason, sizeof(record->comm));
}

const char *learn_add(struct learn *l, const struct event_line *line)
{
	struct learn_key key;
	size_t i = 0;

	if (!line->has_seq || !line->seq)
		return "no 'seq' and 'time_ns', which `lorica events -j` prints";
	if (!line->verdict || !line->reason)
		return "no 'verdict' and 'reason', which `lorica events -j` prints";
	if (!is_record(line))
		return "a text is longer than a record has room for";
	while (i < words_verdict.n && strcmp(words_verdict.list[i].name, line->verdict))
		i++;
	if (i == words_verdict.n)
		return "'verdict' has to be allow, deny or audit";
	if (!record_log_add(&l->log, line->seq, line->time))
		return NULL;
	l->nr_events++;
	learn_net_note(l, line);
	if (words_verdict.list[i].value == LORICA_VERDICT_ALLOW) {
		l->told++;
		return NULL;
	}
	key = key_of(l, line, words_verdict.list[i].value);
	count(l, find(l, &key), line);
	return NULL;
}

static int by_item(const void *x, const void *y)
{
	const struct learn_item *const *a = x, *const *b = y;

	return by_key(&(*a)->key, &(*b)->key);
}

int learn_decide(struct learn *l)
{
	struct learn_item *item;
	int ret = EXIT_OK;
	size_t i = 0;

	l->items = arena_alloc(&l->arena, (l->nr + 1) * sizeof(l->items[0]));
	for (item = l->list; item; item = item->next)
		l->items[i++] = item;
	qsort(l->items, l->nr, sizeof(l->items[0]), by_item);
	for (i = 0; !ret && i < l->nr; i++)
		ret = deciders[l->items[i]->key.kind](l, l->items[i]);
	if (ret)
		return ret;
	learn_exec_settle(l);
	learn_net_settle(l);
	return EXIT_OK;
}

size_t learn_count(const struct learn *l, enum learn_kind kind, enum learn_outcome outcome)
{
	size_t i, nr = 0;

	for (i = 0; i < l->nr; i++)
		nr += l->items[i]->key.kind == kind && l->items[i]->outcome == outcome;
	return nr;
}

u64 learn_permitted(const struct learn *l)
{
	u64 nr = 0;
	size_t i;

	for (i = 0; i < l->nr; i++)
		nr += l->items[i]->outcome == LEARN_PERMITTED ? l->items[i]->nr : 0;
	return nr;
}

static void forget(void *key)
{
	(void)key;
}

void learn_end(struct learn *l)
{
	tdestroy(l->tree, forget);
	learn_net_end(l);
	arena_free(&l->arena);
	memset(l, 0, sizeof(*l));
}
