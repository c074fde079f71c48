// SPDX-License-Identifier: GPL-2.0-only
/*
 * A draft as text. What events say of programs and files is somebody else's: it goes into
 * comments, and path_text() keeps it from getting out of them.
 */
#include "learn_draft.h"

#include <inttypes.h>
#include <stdlib.h>

#include "learn_program.h"
#include "path_text.h"
#include "words.h"
#include "userspace/cmd.h"

/* A text and a line of it have their limits. The manifest and JSON have all. */
enum {
	GAPS = 32,
	SHORT = 160, /* bytes of a name in a row of names */
	MAX_COMMENTS = 1 << 20, /* more is not read by anybody */
	SLACK = 64 << 10, /* for the head, and for what goes beyond its room at last */
};

static void name(const char *text, FILE *to)
{
	char shown[PATH_TEXT];

	fprintf(to, "'%s'", path_text(text, shown));
}

/* The end of a path tells more; no character is cut in two. */
static void short_name(const char *text, FILE *to)
{
	char shown[PATH_TEXT];
	const char *end = path_text(text, shown);
	size_t len = strlen(shown);

	if (len > SHORT)
		end += len - SHORT;
	while ((*end & 0xc0) == 0x80)
		end++;
	fprintf(to, "'%s%s'", len > SHORT ? "..." : "", end);
}

static void place(const struct learn *l, const struct learn_place *at, FILE *to)
{
	u64 ms = at->record.time / 1000000;

	fprintf(to, "record %" PRIu64, at->record.seq);
	if (l->log.nr > 1)
		fprintf(to, " of boot %zu", at->boot + 1);
	fprintf(to, " (%" PRIu64 ".%03u s)", ms / 1000, (unsigned int)(ms % 1000));
}

static const char *plural(u64 nr)
{
	return nr == 1 ? "" : "s";
}

static void others(const struct tally *tally, const char *what, FILE *to)
{
	if (tally->others)
		fprintf(to, ", %s %" PRIu64, what, tally->others);
}

static void how(const struct tally *tally, FILE *to)
{
	char shown[PATH_TEXT];
	size_t i;

	for (i = 0; i < tally->nr; i++)
		fprintf(to, "%s%s %s %" PRIu64, i ? ", " : ": ", tally->entry[i].a,
			path_text(tally->entry[i].b, shown), tally->entry[i].times);
	others(tally, "others", to);
}

static void who(const struct tally *tally, FILE *to)
{
	size_t i;

	for (i = 0; i < tally->nr; i++) {
		fputs(i ? ", " : "by ", to);
		if (*tally->entry[i].a)
			short_name(tally->entry[i].a, to);
		else
			fputs("an unlisted program", to);
		fputs(" as ", to);
		short_name(tally->entry[i].b, to);
		fprintf(to, " %" PRIu64, tally->entry[i].times);
	}
	others(tally, "others", to);
}

static void objects(const struct tally *tally, FILE *to)
{
	size_t i;

	for (i = 0; i < tally->nr; i++) {
		fputs(i ? ", " : "of ", to);
		short_name(tally->entry[i].a, to);
		fprintf(to, " %" PRIu64, tally->entry[i].times);
	}
	others(tally, "others", to);
}

static void evidence(const struct learn *l, const struct learn_item *item, const char *margin,
		     FILE *to)
{
	size_t i;

	if (item->key.has_digest) {
		fprintf(to, "%s  sha256 ", margin);
		for (i = 0; i < sizeof(item->key.digest); i++)
			fprintf(to, "%02x", item->key.digest[i]);
		putc('\n', to);
	}
	fprintf(to, "%s  %" PRIu64 " event%s", margin, item->nr, plural(item->nr));
	how(&item->how, to);
	fprintf(to, "\n%s  first ", margin);
	place(l, &item->first, to);
	fputs(", last ", to);
	place(l, &item->last, to);
	fprintf(to, "\n%s  ", margin);
	who(&item->who, to);
	putc('\n', to);
	if (item->objects.nr) {
		fprintf(to, "%s  ", margin);
		objects(&item->objects, to);
		putc('\n', to);
	}
	if (item->foreign)
		fprintf(to, "%s  another policy decided %" PRIu64 " of them\n", margin,
			item->foreign);
	if (item->note)
		fprintf(to, "%s  %s\n", margin, item->note);
	if (item->wide)
		fprintf(to, "%s  Generalised: %s\n", margin, item->wide);
}

static void net_title(const struct learn_item *item, FILE *to)
{
	fprintf(to, "%s ", words_name(&words_event_type, item->key.type));
	name(item->key.what, to);
	fputs(" by ", to);
	if (*item->key.label)
		name(item->key.label, to);
	else
		fputs("an unlisted program", to);
}

static void title(const struct learn_item *item, FILE *to)
{
	char shown[PATH_TEXT];

	if (item->said)
		fputs(item->said, to);
	else if (item->key.kind == LEARN_NET)
		net_title(item, to);
	else if (item->key.what && *item->key.what)
		name(item->key.what, to);
	else if (item->key.what)
		fputs("a program without a name", to);
	else
		fprintf(to, "%s %s", item->how.entry[0].a, path_text(item->how.entry[0].b, shown));
	if (item->key.cut && item->key.kind != LEARN_NET)
		fputs(" (its end)", to);
}

/* What learn_draft_print() goes through: @room bytes may come, then only a number. */
struct list {
	const struct learn *l;
	enum learn_kind kind;
	const char *margin;
	long room;
};

static void learnt(const struct list *list, FILE *to)
{
	size_t left = 0, i;

	for (i = 0; i < list->l->nr; i++) {
		const struct learn_item *item = list->l->items[i];

		if (item->key.kind != list->kind || item->outcome != LEARN_LEARNT)
			continue;
		if (ftell(to) > list->room) {
			left++;
			continue;
		}
		fputs(list->margin, to);
		title(item, to);
		putc('\n', to);
		evidence(list->l, item, list->margin, to);
	}
	if (left)
		fprintf(to, "%sand %zu more\n", list->margin, left);
}

static void refused(const struct list *list, FILE *to)
{
	size_t nr = 0, left = 0, i;

	for (i = 0; i < list->l->nr; i++) {
		const struct learn_item *item = list->l->items[i];

		if (item->outcome != LEARN_REFUSED)
			continue;
		if (!nr++)
			fputs("#\n# Not permitted: enforce would refuse it.\n", to);
		if (ftell(to) > list->room) {
			left++;
			continue;
		}
		fputs(list->margin, to);
		title(item, to);
		fprintf(to, ": %s\n", item->why);
		if (item->advice)
			fprintf(to, "%s  to do: %s\n", list->margin, item->advice);
		evidence(list->l, item, list->margin, to);
	}
	if (left)
		fprintf(to, "%sand %zu more\n", list->margin, left);
}

static void lost(const struct learn *l, FILE *to)
{
	size_t boot = 0, at = 0, nr = 0;
	u64 first, last;

	while (record_log_gap(&l->log, &boot, &at, &first, &last)) {
		if (nr++ >= GAPS)
			continue;
		if (nr == 1)
			fputs("#\n# Lost: what these records told is not in here.\n", to);
		fprintf(to, "#   record %" PRIu64, first);
		if (first < last)
			fprintf(to, " to %" PRIu64, last);
		fprintf(to, " of boot %zu\n", boot + 1);
	}
	if (nr > GAPS)
		fprintf(to, "#   and %zu more gaps\n", nr - GAPS);
}

static void signers(const struct sema *sema, FILE *to)
{
	const char *before = "who signs it has to be one of: ";
	unsigned int i;

	fputs("#\n# Files for a manifest; ", to);
	for (i = 0; i < sema->nr_keys; i++) {
		if (!sema->allow_manifest[i])
			continue;
		fprintf(to, "%s%s", before, sema->keys[i].ast->name.text);
		before = ", ";
	}
	if (*before == 'w')
		fputs("no rule of this policy allows a manifest", to);
	putc('\n', to);
}

static void head(const struct learn_draft *draft, const struct learn *l, FILE *to)
{
	const struct lorica_stmt_view *base = &l->desk->policy.view;
	u64 permitted = learn_permitted(l);
	size_t i;

	fprintf(to, "# A draft of `lorica learn`, from policy '%s' serial %" PRIu64 " and %" PRIu64,
		base->name, base->serial, l->nr_events);
	fprintf(to, " event%s of %zu boot%s.\n", plural(l->nr_events), l->log.nr,
		plural(l->log.nr));
	if (permitted)
		fprintf(to, "# The base permits %" PRIu64 " of them by now.\n", permitted);
	fputs("# Read each line before it is signed: what ran need not be good.\n", to);
	if (draft->line.mode == LORICA_MODE_AUDIT &&
	    l->desk->policy.policy.rec->mode == LORICA_MODE_ENFORCE)
		fputs("# The base policy enforces. This one reports, until it says enforce.\n", to);
	if (l->foreign) {
		fprintf(to,
			"#\n# Another policy than the base decided %" PRIu64 " event%s: serial ",
			l->foreign, plural(l->foreign));
		for (i = 0; i < l->serials.nr; i++)
			fprintf(to, "%s%s (%" PRIu64 ")", i ? ", " : "", l->serials.entry[i].a,
				l->serials.entry[i].times);
		others(&l->serials, "others", to);
		fputs(".\n# What that one permitted was not reported.\n", to);
	}
}

/* For free(), NULL when memory is short. */
static char *comments(const struct learn_draft *draft, const struct learn *l, long room)
{
	const struct list list = { l, LEARN_FILE, "#   ", room };
	size_t len;
	char *text;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		return NULL;
	head(draft, l, to);
	lost(l, to);
	if (learn_count(l, LEARN_FILE, LEARN_LEARNT)) {
		signers(&draft->sema, to);
		learnt(&list, to);
	}
	refused(&list, to);
	return fclose(to) ? NULL : text;
}

static char *exceptions(const struct learn *l, const struct learn_line *line, long room)
{
	const struct list list = { l, line->kind, "\t#   ", room };
	size_t len;
	char *text;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		return NULL;
	if (learn_count(l, line->kind, LEARN_LEARNT)) {
		fputs(line->wide, to);
		learnt(&list, to);
	}
	return fclose(to) ? NULL : text;
}

static char *uses(const struct learn *l, long room)
{
	const struct list list = { l, LEARN_NET, "\t#   ", room };
	size_t len;
	char *text;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		return NULL;
	if (learn_count(l, LEARN_NET, LEARN_LEARNT)) {
		fputs("\t# Learnt for this section, from what was seen:\n", to);
		learnt(&list, to);
	}
	return fclose(to) ? NULL : text;
}

/* Copies @text up to where @line begins, or ends; what is left. */
static const char *copy_to(const char *text, const char *line, bool behind, FILE *to)
{
	const char *at = strstr(text, line);

	if (!at)
		return text;
	if (behind)
		at = strchr(at, '\n') + 1;
	fwrite(text, 1, at - text, to);
	return at;
}

/* The text in @to, with what is said of each line above it. */
static void fill(const char *text, char *const inside[], const char *net, FILE *to)
{
	char line[32];
	size_t i;

	for (i = 0; i < LEARN_NR_LINES; i++) {
		snprintf(line, sizeof(line), "\t%s", learn_lines[i].rule);
		text = copy_to(text, line, false, to);
		fputs(inside[i], to);
	}
	text = copy_to(text, "\nnet default ", false, to);
	if (*text == '\n') {
		putc(*text++, to);
		text = copy_to(text, "net default ", true, to);
	}
	fprintf(to, "%s%s", net, text);
}

int learn_draft_print(const struct learn_draft *draft, const struct learn *l, FILE *to)
{
	/* For what stands above, for all exceptions, and for the network. */
	const long room = (MAX_COMMENTS - SLACK) / 3;
	char *above = comments(draft, l, room), *net = uses(l, room);
	char *inside[LEARN_NR_LINES];
	int ret = above && net ? EXIT_OK : EXIT_FAILED;
	size_t i;

	for (i = 0; i < LEARN_NR_LINES; i++) {
		inside[i] = exceptions(l, &learn_lines[i], room / LEARN_NR_LINES);
		ret = inside[i] ? ret : EXIT_FAILED;
	}
	if (ret) {
		fprintf(stderr, "lorica learn: out of memory\n");
	} else {
		fprintf(to, "%s\n", above);
		fill(draft->text, inside, net, to);
	}
	for (i = 0; i < LEARN_NR_LINES; i++)
		free(inside[i]);
	free(above);
	free(net);
	return ret;
}
