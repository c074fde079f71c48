// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_view.h"

#include <stdlib.h>

#include "eventlog_words.h"
#include "json.h"

/* NULL when there is no name: the number beside it then says all. */
static void digests(struct json *j, const struct eventlog_view *view,
		    const struct lorica_measurement *m)
{
	u32 i;

	json_open(j, "digests", '[');
	for (i = 0; i < m->nr_digests; i++) {
		const struct lorica_eventlog_digest *d = &m->digests[i];

		if (!eventlog_view_wants_alg(view, d->alg))
			continue;
		json_open(j, NULL, '{');
		json_text(j, "alg", eventlog_alg_name(d->alg));
		json_number(j, "alg_id", d->alg);
		json_hex(j, "digest", d->data, d->size);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void detail(struct json *j, const struct eventlog_view *view,
		   const struct lorica_measurement *m)
{
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	if (to) {
		eventlog_view_detail(to, &view->log, m);
		fclose(to);
	}
	json_text(j, "text", text ?: "");
	free(text);
}

static void event(struct json *j, const struct eventlog_view *view,
		  const struct lorica_measurement *m)
{
	json_open(j, NULL, '{');
	json_number(j, "nr", m->nr);
	json_number(j, "offset", m->offset);
	json_number(j, "pcr", m->pcr);
	json_text(j, "type", eventlog_type_name(m->type));
	json_number(j, "type_id", m->type);
	json_bool(j, "extends", m->type != EV_NO_ACTION);
	digests(j, view, m);
	json_hex(j, "data", m->data.data, m->data.len);
	detail(j, view, m);
	json_close(j, '}');
}

static void events(struct json *j, struct eventlog_view *view)
{
	struct lorica_measurement m;

	json_open(j, "events", '[');
	lorica_eventlog_rewind(&view->log);
	while (view->nr && eventlog_view_next(view, &m))
		event(j, view, &m);
	json_close(j, ']');
}

static void algorithms(struct json *j, const struct eventlog_view *view)
{
	u32 i;

	json_open(j, "algorithms", '[');
	for (i = 0; view->nr && i < view->log.nr_algs; i++) {
		json_open(j, NULL, '{');
		json_text(j, "alg", eventlog_alg_name(view->log.algs[i].id));
		json_number(j, "alg_id", view->log.algs[i].id);
		json_number(j, "size", view->log.algs[i].size);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void pcr_value(struct json *j, const struct eventlog_view *view, u32 bank, u32 pcr)
{
	const struct lorica_pcr_bank *log = &view->banks[bank], *tpm = &view->tpm[bank];

	json_open(j, NULL, '{');
	json_text(j, "alg", eventlog_alg_name(log->alg));
	json_number(j, "pcr", pcr);
	json_hex(j, "value", log->pcr[pcr], log->size);
	if (view->is_checked && tpm->extended & BIT(pcr))
		json_hex(j, "tpm", tpm->pcr[pcr], log->size);
	else
		json_text(j, "tpm", NULL);
	json_text(j, "result", eventlog_view_match_name(eventlog_view_match(view, bank, pcr)));
	json_close(j, '}');
}

static void pcrs(struct json *j, const struct eventlog_view *view)
{
	u32 i, pcr;

	if (view->error) {
		json_text(j, "pcrs", NULL);
		return;
	}
	json_open(j, "pcrs", '[');
	for (i = 0; i < view->nr_banks; i++)
		for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++)
			if (eventlog_view_shows(view, i, pcr))
				pcr_value(j, view, i, pcr);
	json_close(j, ']');
}

static void error(struct json *j, const struct eventlog_view *view)
{
	if (!view->error) {
		json_text(j, "error", NULL);
		return;
	}
	json_open(j, "error", '{');
	json_text(j, "reason", lorica_eventlog_error_name(view->error));
	json_text(j, "text", lorica_eventlog_error_text(view->error));
	json_number(j, "offset", view->error_at);
	json_close(j, '}');
}

void eventlog_view_json(struct eventlog_view *view, FILE *to)
{
	struct json j;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_text(&j, "file", view->path);
	json_text(&j, "format", !view->nr ? NULL : view->log.is_agile ? "crypto-agile" : "sha1");
	algorithms(&j, view);
	if (view->locality >= 0)
		json_number(&j, "locality", view->locality);
	else
		json_text(&j, "locality", NULL);
	json_number(&j, "padding", view->error ? 0 : view->log.len - view->log.at);
	events(&j, view);
	pcrs(&j, view);
	error(&j, view);
	json_close(&j, '}');
}
