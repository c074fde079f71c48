// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_view.h"

#include "eventlog_data.h"
#include "eventlog_words.h"

enum { TYPE_WIDTH = 32, SHORT_DIGEST = 8 };

static void print_alg(FILE *to, u16 id)
{
	const char *name = eventlog_alg_name(id);

	if (name)
		fputs(name, to);
	else
		fprintf(to, "0x%04x", id);
}

/* The digest that a line has room for: SHA-256 if there is one. */
static void print_digest(FILE *to, const struct eventlog_view *view,
			 const struct lorica_measurement *m)
{
	const struct lorica_eventlog_digest *best = NULL;
	u32 i;

	if (m->type == EV_NO_ACTION) {
		fprintf(to, "%-*s", 2 * SHORT_DIGEST + 8, "-");
		return;
	}
	for (i = 0; i < m->nr_digests; i++) {
		const struct lorica_eventlog_digest *d = &m->digests[i];

		if (eventlog_view_wants_alg(view, d->alg) && (!best || d->alg == LORICA_ALG_SHA256))
			best = d;
	}
	if (!best) {
		fprintf(to, "%-*s", 2 * SHORT_DIGEST + 8, "not in this bank");
		return;
	}
	print_alg(to, best->alg);
	fputc(':', to);
	eventlog_hex(to, best->data, best->size < SHORT_DIGEST ? best->size : SHORT_DIGEST);
	if (best->alg == LORICA_ALG_SHA1)
		fputs("  ", to);
	fputc(' ', to);
}

static void event(FILE *to, const struct eventlog_view *view, const struct lorica_measurement *m)
{
	const char *type = eventlog_type_name(m->type);
	char number[16];

	if (!type)
		snprintf(number, sizeof(number), "0x%08x", m->type);
	if (m->pcr < LORICA_MAX_PCRS)
		fprintf(to, "%4u  %2u  %-*s  ", m->nr, m->pcr, TYPE_WIDTH, type ?: number);
	else
		fprintf(to, "%4u   -  %-*s  ", m->nr, TYPE_WIDTH, type ?: number);
	print_digest(to, view, m);
	eventlog_view_detail(to, &view->log, m);
	fputc('\n', to);
}

static void head(FILE *to, const struct eventlog_view *view)
{
	u32 i;

	fprintf(to, "%s log, %u events", view->log.is_agile ? "crypto-agile" : "SHA-1", view->nr);
	if (view->log.at < view->log.len && !view->error)
		fprintf(to, ", %zu bytes of padding", view->log.len - view->log.at);
	if (view->locality >= 0)
		fprintf(to, ", startup locality %d", view->locality);
	fputs(", algorithms:", to);
	for (i = 0; i < view->log.nr_algs; i++) {
		fputc(' ', to);
		print_alg(to, view->log.algs[i].id);
	}
	fprintf(to, "\n\n%4s %3s  %-*s  %-*s%s\n", "NR", "PCR", TYPE_WIDTH, "TYPE",
		2 * SHORT_DIGEST + 8, "DIGEST", "WHAT");
}

static void pcr_values(FILE *to, const struct eventlog_view *view)
{
	u32 i, pcr;

	for (i = 0; i < view->nr_banks; i++) {
		const struct lorica_pcr_bank *bank = &view->banks[i];

		for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
			const char *match;

			if (!eventlog_view_shows(view, i, pcr))
				continue;
			match = eventlog_view_match_name(eventlog_view_match(view, i, pcr));
			fprintf(to, "%-6s  %2u  ", eventlog_alg_name(bank->alg), pcr);
			eventlog_hex(to, bank->pcr[pcr], bank->size);
			if (match)
				fprintf(to, "  %s", match);
			fputc('\n', to);
		}
	}
}

void eventlog_view_text(struct eventlog_view *view, FILE *to)
{
	struct lorica_measurement m;

	if (!view->nr)
		return;
	head(to, view);
	lorica_eventlog_rewind(&view->log);
	while (eventlog_view_next(view, &m))
		event(to, view, &m);
	if (view->error)
		return;
	fputs("\nBANK   PCR  VALUE\n", to);
	pcr_values(to, view);
}
