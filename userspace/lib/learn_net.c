// SPDX-License-Identifier: GPL-2.0-only
#include "learn_net.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>

#include "kernel/policy_net.h"
#include "kernel/reason.h"
#include "learn.h"
#include "learn_exec.h"
#include "learn_net_wide.h"
#include "net_object.h"
#include "ruling.h"
#include "sema.h"
#include "text.h"
#include "userspace/cmd.h"
#include "value_pattern.h"

void learn_net_use(const struct event_line *line, struct learn_key *key)
{
	struct lorica_net_query query;

	if (strcmp(line->reason, lorica_reason_name(LORICA_R_NET_NO_RULE)) || line->object_cut ||
	    !line->event.object || !net_object_read(key->type, line->event.object, &query) ||
	    net_object_is_unreadable(&query))
		return;
	*key = (struct learn_key){
		.kind = LEARN_NET,
		.type = key->type == LORICA_EVENT_NET_ACCEPT ? LORICA_EVENT_NET_LISTEN : key->type,
		.enforced = key->enforced,
		.what = line->event.object,
		.label = line->label ? line->label : "",
		.cut = line->label_cut,
	};
}

/* A process, and the unlisted file that it executed last. */
struct process {
	u64 tgid;
	const char *path;
};

static int by_tgid(const void *x, const void *y)
{
	const struct process *a = x, *b = y;

	return (a->tgid > b->tgid) - (a->tgid < b->tgid);
}

static void forget(void *process)
{
	(void)process;
}

void learn_net_end(struct learn *l)
{
	tdestroy(l->processes, forget);
	l->processes = NULL;
}

static struct process *find(struct learn *l, u64 tgid)
{
	const struct process key = { .tgid = tgid };
	struct process **found = tfind(&key, &l->processes, by_tgid);

	return found ? *found : NULL;
}

void learn_net_note(struct learn *l, const struct event_line *line)
{
	struct process *process;

	/* Another boot gives the numbers anew. */
	if (l->processes_boot != l->log.nr)
		learn_net_end(l);
	l->processes_boot = l->log.nr;
	if (line->event.type != LORICA_EVENT_EXEC || !line->event.path || !line->tgid)
		return;
	process = find(l, line->tgid);
	if (!process) {
		process = arena_alloc(&l->arena, sizeof(*process));
		process->tgid = line->tgid;
		if (!tsearch(process, &l->processes, by_tgid)) {
			fprintf(stderr, "lorica learn: out of memory\n");
			exit(EXIT_FAILED);
		}
	}
	process->path = arena_string(&l->arena, line->event.path, strlen(line->event.path));
}

/* What the kernel calls a thread that has executed the file, and has no other name by now. */
static bool is_name_of(const char *comm, const char *path)
{
	static const struct lorica_event *record;
	const char *slash = strrchr(path, '/');

	return comm && slash && *comm && !strncmp(comm, slash + 1, sizeof(record->comm) - 1) &&
	       (strlen(comm) == sizeof(record->comm) - 1 || !strcmp(comm, slash + 1));
}

void learn_net_program(struct learn *l, const struct event_line *line, struct learn_key *key)
{
	struct process *process;

	if (*key->label || !line->tgid)
		return;
	process = find(l, line->tgid);
	/* A number may have another process by now, which its parent made without execve. */
	if (!process || !is_name_of(line->comm, process->path))
		return;
	key->label = process->path;
	key->unlisted = true;
}

static int refuse(struct learn_item *item, const char *why, const char *advice)
{
	item->outcome = LEARN_REFUSED;
	item->why = why;
	item->advice = advice;
	return EXIT_OK;
}

static bool is_everywhere(const struct lorica_net_query *q)
{
	static const u8 nowhere[sizeof(q->address)];

	return q->act == LORICA_NET_LISTEN && !memcmp(q->address, nowhere, sizeof(nowhere));
}

static struct lorica_net_rule rule_of(const struct lorica_net_query *q)
{
	struct lorica_net_rule rule = {
		.act = q->act,
		.proto = q->proto,
		.first = cpu_to_le16(q->port),
		.last = cpu_to_le16(q->port),
		.verdict = LORICA_DEFAULT_ALLOW,
	};

	if (q->act == LORICA_NET_SOCKET || is_everywhere(q))
		return rule;
	rule.version = q->version;
	rule.bits = q->version == 6 ? 128 : 32;
	memcpy(rule.address, q->address, q->version == 6 ? 16 : 4);
	return rule;
}

int learn_net_decide(struct learn *l, struct learn_item *item)
{
	const struct ruling_event event = {
		.type = item->key.type,
		.object = item->key.what,
		.program = *item->key.label ? item->key.label : NULL,
	};
	struct lorica_net_query query;
	enum value_pattern kind;
	struct ruling ruling;
	int ret = ruling_make(l->desk, &event, &ruling);

	if (ret)
		return ret;
	item->outcome = LEARN_PERMITTED;
	if (ruling.decision.allow)
		return EXIT_OK;
	if (item->key.enforced)
		return refuse(item, learn_enforced, NULL);
	if (ruling.decision.reason == LORICA_R_NET_DENIED)
		return refuse(item, "a rule of the base denies it", NULL);
	if (!*item->key.label)
		return refuse(item, "a program that is in no manifest has no name here",
			      "list it, run it with that manifest, and learn again");
	if (item->key.cut || !value_pattern(item->key.label, &kind, NULL) ||
	    kind != VALUE_PATTERN_PATH || *item->key.label != '/' ||
	    !learn_exec_is_text(item->key.label))
		return refuse(item, "a policy cannot name the path of the program",
			      "give the program a shorter, plainer path");
	net_object_read(item->key.type, item->key.what, &query);
	if (query.act == LORICA_NET_SOCKET && !lorica_net_family_name(query.proto))
		return refuse(item, "a policy has no word for this family", "do without it");
	if (query.act != LORICA_NET_SOCKET && !query.port)
		return refuse(item, "the kernel picks the port, so a rule would have to be for all",
			      "give it a port, or write 'any' for its port by hand");
	item->rule = rule_of(&query);
	item->outcome = LEARN_LEARNT;
	return EXIT_OK;
}

static bool is_listed(const struct learn *l, const char *path)
{
	size_t i;

	for (i = 0; i < l->nr; i++)
		if (l->items[i]->key.kind == LEARN_FILE && l->items[i]->outcome != LEARN_REFUSED &&
		    !strcmp(l->items[i]->key.what, path))
			return true;
	return false;
}

/* As the draft has it. */
static const char *said(struct learn *l, const struct learn_item *item)
{
	const char *result;
	size_t len;
	char *text;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		abort();
	text_quoted(item->key.label, to);
	putc(' ', to);
	text_net_act(&item->rule, to);
	fclose(to);
	result = arena_string(&l->arena, text, len);
	free(text);
	return result;
}

/* In the order of the table, and then as they came. */
static int by_rule(const void *x, const void *y)
{
	const struct learn_item *a = *(const struct learn_item *const *)x;
	const struct learn_item *b = *(const struct learn_item *const *)y;
	int order = learn_net_order(x, y);

	if (!order && a->first.boot != b->first.boot)
		order = a->first.boot < b->first.boot ? -1 : 1;
	if (!order)
		order = (a->first.record.seq > b->first.record.seq) -
			(a->first.record.seq < b->first.record.seq);
	return order;
}

static bool is_later(const struct learn_place *a, const struct learn_place *b)
{
	if (a->boot != b->boot)
		return a->boot > b->boot;
	return a->record.seq > b->record.seq;
}

/* One rule has its evidence in one place. */
static void merge(struct learn_item *to, struct learn_item *from)
{
	to->nr += from->nr;
	to->foreign += from->foreign;
	if (is_later(&from->last, &to->last))
		to->last = from->last;
	tally_merge(&to->how, &from->how);
	tally_merge(&to->who, &from->who);
	tally_merge(&to->objects, &from->objects);
	from->outcome = LEARN_MERGED;
}

/* In the order in which they are to be told. */
static void put_back(struct learn *l, struct learn_item **items)
{
	size_t nr = 0, i;

	for (i = 0; i < l->nr; i++)
		if (l->items[i]->said)
			l->items[i] = items[nr++];
}

void learn_net_settle(struct learn *l)
{
	struct learn_item **items = arena_alloc(&l->arena, (l->nr + 1) * sizeof(*items));
	struct learn_item *last;
	size_t nr = 0, i;

	for (i = 0; i < l->nr; i++) {
		struct learn_item *item = l->items[i];

		if (item->key.kind != LEARN_NET || item->outcome != LEARN_LEARNT)
			continue;
		if (item->key.unlisted && !is_listed(l, item->key.label))
			refuse(item, "its program is not to be listed",
			       "see what is said of the program");
		else
			items[nr++] = item;
	}
	learn_net_widen(l, items, nr);
	for (i = 0; i < nr; i++) {
		items[i]->said = said(l, items[i]);
		items[i]->objects.nr = 1;
		items[i]->objects.entry[0].a = items[i]->key.what;
		items[i]->objects.entry[0].b = "";
		items[i]->objects.entry[0].times = items[i]->nr;
	}
	qsort(items, nr, sizeof(*items), by_rule);
	for (i = 1, last = items[0]; i < nr; i++) {
		if (strcmp(last->said, items[i]->said))
			last = items[i];
		else
			merge(last, items[i]);
	}
	put_back(l, items);
}

void learn_net_rules(struct sema *sema, struct learn *l)
{
	size_t nr = learn_count(l, LEARN_NET, LEARN_LEARNT), i;
	struct sema_net_rule *all;
	unsigned int n = sema->nr_net;

	if (!nr)
		return;
	all = arena_alloc(&l->arena, (n + nr) * sizeof(*all));
	for (i = 0; i < n; i++)
		all[i] = sema->net[i];
	for (i = 0; i < l->nr; i++)
		if (l->items[i]->key.kind == LEARN_NET && l->items[i]->outcome == LEARN_LEARNT)
			all[n++] = (struct sema_net_rule){
				.program = l->items[i]->key.label,
				.rule = l->items[i]->rule,
			};
	sema_net_settle(all, n, &l->arena, sema);
}
